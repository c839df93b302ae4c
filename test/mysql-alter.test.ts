import { describe, expect, test } from 'vitest';
import { isDraft } from '../src/engines/mysql/draft-connection.ts';
import type { AlterClass } from '../src/engines/mysql/online/alter-class.ts';
import { askServer } from '../src/engines/mysql/online/ask.ts';
import { classifyAlter } from '../src/engines/mysql/online/classify.ts';
import type { Draft } from '../src/engines/mysql/read/draft.ts';
import {
  alterFacts,
  alterSetup,
  alterStatement,
  moreAlters,
  type ObservedAlter,
  tableOfFact,
  tableStatements,
} from './facts/alters.ts';
import { findMariaDb } from './mariadb.ts';
import { readMysql } from './mysql.ts';

/** The last of the operations, which are asked for each time. */
const newest = 100;

const versions = { mysql97: '9.7', maria1011: '10.11', maria118: '11.8' } as const;

async function draftOf(version: string): Promise<Draft> {
  const { lab } = await readMysql(`${alterSetup.facts}\n${alterSetup.more}`, version);
  if (!isDraft(lab)) throw new Error('no draft');
  return lab.draft();
}

const told = (found: AlterClass | undefined) =>
  found === undefined
    ? 'refused'
    : found.untold
      ? 'takes no word'
      : `${found.algorithm} ${found.lock ?? ''}${found.rebuilds ? ' anew' : ''}`;

/** A COPY writes the table anew, whatever was seen of a partitioned one, whose parts have other names in the dictionary. */
const observed = ({ algorithm, lock, rebuilt }: ObservedAlter) =>
  algorithm === undefined || algorithm === null
    ? 'refused'
    : algorithm === 'DEFAULT-ONLY'
      ? 'takes no word'
      : `${algorithm} ${lock === '(instant)' ? '' : lock}${rebuilt || algorithm === 'COPY' ? ' anew' : ''}`;

describe.each(Object.entries(versions))('operations that were seen on %s', (key, version) => {
  test('are classed as they were seen', async () => {
    const draft = await draftOf(version);
    const wrong: string[] = [];
    for (const { id, operation, observed: seen } of alterFacts.operations) {
      const own = version === '9.7' ? operation : operation.replace(/ invisible$/, ' ignored');
      const found = told(classifyAlter(alterStatement(tableOfFact(id), own), draft));
      const wanted = observed(seen[key] ?? {});
      if (found !== wanted) wrong.push(`${id}: ${found}, not ${wanted}`);
    }
    expect(wrong).toEqual([]);
  });
});

test('partitions are handled, and stay what they are told to be', async () => {
  const { catalog, diagnostics } = await readMysql(
    `create table tp (id int primary key) partition by range (id) (partition p0 values less than (100), partition p1 values less than (200), partition pm values less than maxvalue);
     alter table tp truncate partition p0; alter table tp rebuild partition p0, p1; alter table tp analyze partition all;
     alter table tp reorganize partition p1, pm into (partition p2 values less than (150), partition pm values less than maxvalue);`,
  );
  expect(diagnostics).toEqual([]);
  expect(catalog.tables[0]?.options['partition_by']).toMatch(
    /\(partition p0 values less than \(100\), partition p2 values less than \(150\), partition pm values less than maxvalue\)$/,
  );
});

test.each([
  ['alter table pl add column y int auto_increment unique', 'only one column of pl can be AUTO_INCREMENT'],
  ['drop table p', 'needs the table p'],
])('%s is refused, as a server does it', async (sql, told) => {
  const { diagnostics } = await readMysql(`${alterSetup.facts}\n${alterSetup.more}\n${sql};`, '10.11');
  expect(diagnostics.map(({ message }) => message)).toEqual([expect.stringContaining(told)]);
});

describe('asking a server', async () => {
  const server = await findMariaDb('alter');
  test.skipIf(!server)('it says of every operation what the rules say', { timeout: 300_000 }, async () => {
    if (!server) return;
    const draft = await draftOf(server.version);
    const wrong: string[] = [];
    const facts = alterFacts.operations.map(({ id, operation }) => ({
      table: tableOfFact(id),
      operation: operation.replace(/ invisible$/, ' ignored'),
    }));
    const all = [...facts, ...moreAlters];
    await server.load([...tableStatements.values()].join(';\n'));
    const own =
      process.env['RELVAR_TEST_CASES'] === 'all'
        ? all
        : all.filter((_, at) => at % 12 === 0 || at >= all.length - newest);
    for (const { table, operation } of own) {
      const tables = [...new Set(['p', table, ...(/exchange/.test(operation) ? ['ex'] : [])])];
      await server.writer.exec(
        [
          'set foreign_key_checks = 0',
          `drop table if exists zz, ${tables.join(', ')}`,
          ...tables.map((name) => tableStatements.get(name) ?? ''),
          'set foreign_key_checks = 1',
        ].join(';'),
      );
      const answer = await askServer(server.writer, 'mariadb', table, (manner) =>
        alterStatement(table, operation, manner),
      );
      const found = told(classifyAlter(alterStatement(table, operation), draft));
      const wanted = 'error' in answer ? 'refused' : told(answer);
      if (found !== wanted) wrong.push(`${table} | ${operation}: ${found}, not ${wanted}`);
    }
    expect(wrong).toEqual([]);
  });
});

test.each([
  ['alter table no1 drop key uq', 'COPY SHARED anew'],
  ['alter table no3 drop key uq', 'COPY SHARED anew'],
  ['alter table no3 drop key um', 'INPLACE NONE'],
  ['alter table no1 add primary key (id), drop key uq', 'INPLACE NONE anew'],
])('as of MySQL 8.4, %s is %s', async (sql, wanted) => {
  expect(told(classifyAlter(sql, await draftOf('8.4')))).toBe(wanted);
});

test.each([
  ['8.4', 'COPY SHARED anew'],
  ['10.11', 'copied under the word INSTANT'],
])('as of %s, keys that are switched beside other actions are %s', async (version, wanted) => {
  const found = classifyAlter('alter table pl add column z int, disable keys', await draftOf(version));
  expect(found?.copies ? `copied under the word ${found.algorithm}` : told(found)).toBe(wanted);
});
