import { describe, expect, test } from 'vitest';
import { dialectOf } from '../src/engines/mysql/flavour.ts';
import { preconditionsOf } from '../src/engines/mysql/migration/preconditions.ts';
import { applyStatement } from '../src/engines/mysql/read/apply.ts';
import { type DraftTable, newDraft, tableNamed } from '../src/engines/mysql/read/draft.ts';
import { findMariaDb } from './mariadb.ts';

const instants = ["'2024-01-01 00:00:00'", "'2024-01-01 23:00:00'", "'2024-01-01 00:00:00.25'", 'NULL'];
const times = ["'10:00:00'", "'10:00:00.7'", "'-01:00:00.123'", 'NULL'];
const fractions = ['0', '5.5', '-5.55', '1', '99.9', 'NULL'];
const floats = ['0', '0.5', '1.7', '-2', '0.1', '1234567936', '1234567890.125', 'NULL'];
const wholes = ['0', '-7', '16777216', '16777217', '9007199254740992', '9007199254740993', 'NULL'];
const bytes = ["'ab'", "'abcd'", "''", 'NULL'];
const texts = ["'ab'", "'ab '", "''", 'NULL'];

/** A type, another, and values that go over from the one to the other. */
const retyped: readonly (readonly [from: string, to: string, values: readonly string[]])[] = [
  ['decimal(8,2)', 'decimal(6,1)', fractions],
  ['decimal(8,2)', 'int', fractions],
  ['decimal(8,2)', 'tinyint(1)', fractions],
  ['decimal(8,2)', 'float', fractions],
  ['decimal(12,2)', 'float', ['12345678.91', '0.5', 'NULL']],
  ['decimal(20,2)', 'double', ['123456789012345678.91', '0.5', 'NULL']],
  ['decimal(8,2)', 'decimal(9,3)', fractions],
  ['double', 'int', floats],
  ['double', 'decimal(14,2)', floats],
  ['double', 'float', floats],
  ['float', 'int', floats.slice(0, -2)],
  ['float', 'double', ['0.5', '0.1', 'NULL']],
  ['bigint', 'float', wholes],
  ['bigint', 'double', wholes],
  ['bigint unsigned', 'double', ['9223372036854775809', '5']],
  ['int', 'float', wholes.slice(0, 4)],
  ['int', 'double', wholes.slice(0, 4)],
  ['smallint', 'float', ['32767', '-7']],
  ['datetime(6)', 'datetime', instants],
  ['datetime(6)', 'datetime(1)', instants],
  ['datetime(6)', 'timestamp', instants],
  ['datetime', 'date', instants.slice(0, 2)],
  ['timestamp(3) null', 'date', instants],
  ['datetime', 'datetime(3)', instants.slice(0, 2)],
  ['date', 'datetime', ["'2024-01-01'", 'NULL']],
  ['time(3)', 'time', times],
  ['time', 'time(3)', times.slice(0, 1)],
  ['varbinary(10)', 'binary(4)', bytes],
  ['varchar(10)', 'char(10)', texts],
  ['char(10)', 'varchar(10)', texts],
];

/** A type, another, and values of the one that are, and are not, values of the other. */
const narrowed: readonly (readonly [from: string, to: string, good: readonly string[], bad: readonly string[]])[] = [
  ['varchar(20)', 'varchar(20) character set latin1', ["'é'", "'a'", 'NULL'], ["'日本'"]],
  ['varchar(20)', 'int', ["'12'", "' -3'", 'NULL'], ["'12x'", "''", "'99999999999'"]],
  ['varchar(20)', 'decimal(8,3)', ["'1.5'", "'.5'"], ["'1,5'", "'123456'"]],
  ['varchar(20)', 'double', ["'1e3'"], ["'e'"]],
  ['varchar(30)', 'date', ["'2024-02-29'", 'NULL'], ["'2023-02-29'", "'not a date'", "'2024-01-01xyz'"]],
  ['varchar(30)', 'datetime', ["'2024-02-29 10:00:00'"], ["'2024-02-29 25:00:00'"]],
  ['varchar(30)', 'time', ["'10:00:00'"], ["'ten'"]],
  ['varchar(30)', 'json', ["'[1]'", "'{}'"], ["'{'"]],
  ['varchar(30)', "enum('a','b')", ["'a'"], ["'c'"]],
  ['varchar(40)', 'uuid', ["'123e4567-e89b-12d3-a456-426655440000'"], ["'123e4567'"]],
  ['text', 'tinytext', ["repeat('a', 255)"], ["repeat('é', 128)"]],
  ['varchar(400)', 'tinytext', ["repeat('a', 255)"], ["repeat('a', 256)"]],
  ['mediumblob', 'blob', ["repeat('a', 65535)"], ["repeat('a', 65536)"]],
  ['datetime', 'timestamp', ["'2024-01-01'"], ["'2099-01-01'", "'1960-01-01'"]],
  ['double', 'int', ['2147483647'], ['2147483648']],
  ['varbinary(10)', 'varbinary(4)', ["'abcd'"], ["'abcde'"]],
];

function tableOf(type: string): DraftTable {
  const draft = newDraft(dialectOf('10.11'));
  applyStatement(`CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v ${type})`, draft);
  return tableNamed(draft, 't');
}

/** The condition that no value becomes another one, as a query that counts those that do. */
const becoming = (from: string, to: string) =>
  preconditionsOf(tableOf(from), tableOf(to)).find(({ holds }) => /becomes another value/.test(holds));

describe('values that become others', async () => {
  const server = await findMariaDb('kept_values');

  test.skipIf(!server).each(retyped)('of %s as %s are those that are counted', async (from, to, values) => {
    const rows = values.map((value) => `(${value}, ${value})`).join(', ');
    await server?.load(
      `CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v ${from}, o ${from}); INSERT INTO t (v, o) VALUES ${rows};`,
    );
    const precondition = becoming(from, to);
    const [counted] = precondition ? ((await server?.writer.query(precondition.count)) ?? []) : [];
    // And back: what has become another value stays so.
    await server?.writer.exec(`ALTER TABLE t MODIFY v ${to}; ALTER TABLE t MODIFY v ${from}`);
    const differs = /char|binary/.test(from) ? 'NOT (HEX(v) <=> HEX(o))' : 'NOT (v <=> o)';
    const [changed] = (await server?.writer.query(`SELECT count(*) AS n FROM t WHERE ${differs}`)) ?? [];
    expect(Number(Object.values(counted ?? { n: 0 })[0])).toBe(Number(changed?.['n']));
  });

  test.skipIf(!server).each(narrowed)('no %s is refused as %s that is not counted', async (from, to, good, bad) => {
    const conditions = preconditionsOf(tableOf(from), tableOf(to));
    for (const [values, refused] of [[good, false], ...bad.map((value) => [[value], true] as const)] as const) {
      await server?.load(
        `SET sql_mode = ''; CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v ${from}); INSERT INTO t (v) VALUES ${values.map((one) => `(${one})`).join(', ')}; SET sql_mode = DEFAULT;`,
      );
      let counted = 0;
      for (const { count } of conditions) {
        const [row] = (await server?.writer.query(count)) ?? [];
        counted += Number(Object.values(row ?? {})[0]);
      }
      const { error } = (await server?.writer.batch([`ALTER TABLE t MODIFY v ${to}`])) ?? {};
      expect({ values, counted, refused: error !== undefined }).toEqual({ values, counted: refused ? 1 : 0, refused });
    }
  });

  test.skipIf(!server)('of texts with a time as a date are counted, though no mode refuses them', async () => {
    await server?.load("CREATE TABLE t (v varchar(30)); INSERT INTO t VALUES ('2024-01-01 23:00'), ('2024-01-01')");
    const [condition] = preconditionsOf(tableOf('varchar(30)'), tableOf('date'));
    expect(Object.values((await server?.writer.query(condition?.count ?? ''))?.[0] ?? {}).map(Number)).toEqual([1]);
  });

  test.each([
    ['datetime', 'time'],
    ['datetime', 'year'],
    ['date', 'year'],
  ])('of %s as %s are all of them', (from, to) => {
    expect(becoming(from, to)?.count).toBe('SELECT count(*) FROM t WHERE v IS NOT NULL');
  });
});
