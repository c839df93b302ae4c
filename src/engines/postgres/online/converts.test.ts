import { beforeEach, describe, expect, it } from 'vitest';
import { embedded, resetDatabase } from '../../../../test/embedded.ts';
import { describeWithPostgres, withDatabase } from '../../../../test/servers/postgres.ts';
import { emptyCatalog } from '../../../catalog/catalog.ts';
import type { Change } from '../../../catalog/change.ts';
import { conversion } from '../../../catalog/conversion.ts';
import { lookups } from '../../../catalog/lookups.ts';
import { convertedIn } from '../../../catalog/time-zone.ts';
import type { Connection } from '../../connection.ts';
import type { Situation } from '../../procedure.ts';
import { postgres } from '../index.ts';
import { renderChange } from '../render.ts';
import { convertsTo, keepsValues } from './converts.ts';

interface Case {
  readonly from: string;
  readonly to: string;
  /** As SQL. */
  readonly values: readonly string[];
  readonly before?: string;
  /** A query of the comparison, and nothing that tries each value. */
  readonly compares?: true;
}

const cases: Readonly<Record<string, Case>> = {
  'text to integer': {
    from: 'text',
    to: 'integer',
    values: ["'1'", "' -2 '", "'+7'", "'2147483647'", "'2147483648'", "'x'", "''", "'1.5'", 'null', "'0000000000012'"],
  },
  'varchar to bigint': {
    from: 'varchar(30)',
    to: 'bigint',
    values: ["'9223372036854775807'", "'9223372036854775808'"],
  },
  'text to uuid': {
    from: 'text',
    to: 'uuid',
    values: [
      "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
      "'{a0eebc999c0b4ef8bb6d6bb9bd380a11}'",
      "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1'",
      "'none'",
    ],
  },
  'text to date': {
    from: 'text',
    to: 'date',
    values: ["'2024-02-29'", "'2023-02-29'", "'2024-04-31'", "'Jan 3 2020'", "'infinity'", "'0000-01-01'", "'soon'"],
  },
  'text to timestamptz': {
    from: 'text',
    to: 'timestamptz',
    values: ["'2024-02-28 10:00'", "'2024-02-30 10:00'", "'2024-01-01T23:59:60Z'", "'2024-01-01 25:00'", "'now'"],
  },
  'char to boolean': { from: 'char(3)', to: 'boolean', values: ["'y'", "'no'", "'may'"] },
  'text to numeric': { from: 'text', to: 'numeric(5,2)', values: ["'999.99'", "'999.995'", "'1e2'", "'NaN'", "'a'"] },
  'text to a domain': {
    before: 'create domain positive as integer check (value > 0)',
    from: 'text',
    to: 'positive',
    values: ["'1'", "'0'", "'-1'", "'x'"],
  },
  'text to an enum': {
    before: "create type mood as enum ('glad', 'sad')",
    from: 'text',
    to: 'mood',
    values: ["'glad'", "'Glad'"],
  },
  'a shorter varchar': {
    from: 'varchar(10)',
    to: 'varchar(3)',
    values: ["'abc'", "'abcd'", "'abc   '", "'äöü'", "'  ab'"],
    compares: true,
  },
  'a shorter char': { from: 'char(10)', to: 'char(3)', values: ["'abc'", "'abcd'"], compares: true },
  'a smaller integer': {
    from: 'bigint',
    to: 'smallint',
    values: ['32767', '32768', '-32768', '-32769'],
    compares: true,
  },
  'fewer digits': {
    from: 'numeric(12,4)',
    to: 'numeric(5,2)',
    values: ['999.994', '999.995', '-1000', "'NaN'", '1.0001'],
    compares: true,
  },
  'a smaller scale only': { from: 'numeric(5,2)', to: 'numeric(4,1)', values: ['999.94', '999.95'], compares: true },
  'numeric to integer': {
    from: 'numeric',
    to: 'integer',
    values: ['1.5', '2147483647.4', '2147483647.5', "'NaN'"],
    compares: true,
  },
  'an integer to numeric': { from: 'integer', to: 'numeric(4,2)', values: ['99', '100', '-100'], compares: true },
  'a float to integer': { from: 'float8', to: 'integer', values: ['1.5', '3e9', "'NaN'"] },
  'a float to a smaller one': { from: 'float8', to: 'float4', values: ['1.5', '1e300'] },
  'a float to numeric': { from: 'float8', to: 'numeric(4,1)', values: ['1.5', '1e3', "'NaN'"] },
  'json to jsonb': { from: 'json', to: 'jsonb', values: [`'{"a": 1}'`, `'{"a": "\\u0000"}'`] },
  'text[] to integer[]': { from: 'text[]', to: 'integer[]', values: ["'{1,2}'", "'{1,x}'"] },
};

const whole: Readonly<Record<string, Pick<Case, 'from' | 'to' | 'before'>>> = {
  'pairs to JSON': { from: 'hstore', to: 'jsonb', before: 'create extension if not exists hstore' },
  'a longer varchar': { from: 'varchar(10)', to: 'varchar(20)' },
  'a larger integer': { from: 'integer', to: 'bigint' },
  'an integer to text': { from: 'integer', to: 'text' },
  'a date to a timestamp': { from: 'date', to: 'timestamp' },
  'a larger scale with it': { from: 'numeric(5,2)', to: 'numeric(6,3)' },
  'text to text[]': { from: 'text', to: 'text[]' },
  'a boolean to integer': { from: 'boolean', to: 'integer' },
};

/** Values of which the ones at the places become others without a word. */
const rounding: Readonly<
  Record<string, Pick<Case, 'from' | 'to' | 'values'> & { readonly others: readonly number[] }>
> = {
  'numeric to bigint': {
    from: 'numeric',
    to: 'bigint',
    values: ['1', '1.5', '1.0', 'null', "'NaN'", '1e30'],
    others: [1],
  },
  'fewer digits behind the point': {
    from: 'numeric',
    to: 'numeric(10,2)',
    values: ['1.55', '1.557', '1.550'],
    others: [1],
  },
  'a float to integer': { from: 'float8', to: 'integer', values: ['2', '2.5', "'Infinity'"], others: [1] },
  'a moment to a day': {
    from: 'timestamp',
    to: 'date',
    values: ["'2024-02-03'", "'2024-02-03 00:00:01'", "'infinity'"],
    others: [1],
  },
  'a moment with a zone to a day': {
    from: 'timestamptz',
    to: 'date',
    values: ["'2024-02-03 00:00Z'", "'2024-02-03 13:14:15Z'", "'infinity'", 'null'],
    others: [1],
  },
  'floats of an array to integers': {
    from: 'float8[]',
    to: 'integer[]',
    values: ["'{1,2}'", "'{1,1.5}'", "'{NaN}'", "'{3e9}'", "'{2147483647.6}'", "'{{1,2},{3,4.5}}'", 'null', "'{null}'"],
    others: [1, 5],
  },
  'numbers of an array with fewer digits': {
    from: 'numeric[]',
    to: 'numeric(6,1)[]',
    values: ["'{1.5}'", "'{1.55}'", "'{1e9}'"],
    others: [1],
  },
  'seconds without fractions': {
    from: 'timestamptz',
    to: 'timestamptz(0)',
    values: ['now()', "'2024-01-01'"],
    others: [0],
  },
};

/** The change of the column, and the rows that its precondition counts. */
async function tried(connection: Connection, version: string, one: Pick<Case, 'from' | 'to' | 'before'>) {
  const traits = postgres.traits(version);
  await connection.exec(`${one.before ?? 'select 1'}; create table "a b" (id integer, "its value" ${one.to})`);
  const to = await postgres.introspect(connection);
  await connection.exec(`drop table "a b"; create table "a b" (id integer, "its value" ${one.from})`);
  const from = await postgres.introspect(connection);
  const table = { schema: 'public', name: 'a b' };
  const [was, wanted] = [from, to].map(({ tables }) =>
    tables.find(({ name }) => name === 'a b')?.columns.find(({ name }) => name === 'its value'),
  );
  if (!was || !wanted) throw new Error('no column');
  const using = conversion(was.type, wanted.type, '"its value"', 'UTC');
  const change: Extract<Change, { readonly kind: 'change type' }> = {
    kind: 'change type',
    table,
    column: 'its value',
    type: wanted.type.text,
    ...(using === undefined ? {} : { using }),
    ...(using !== undefined && using === convertedIn('UTC', was.type, wanted.type, '"its value"')
      ? { timeZone: 'UTC' }
      : {}),
    was,
  };
  const known = lookups(from);
  const situation = { traits, from, to, before: (name) => known.table(name) } satisfies Partial<Situation>;
  const all: Situation = {
    mode: 'brief-maintenance',
    changes: [change],
    at: 0,
    isNew: () => false,
    heavy: true,
    isHeavy: () => true,
    batch: { rows: 1, pauseMilliseconds: 0 },
    intents: [],
    ...situation,
    from: situation.from ?? emptyCatalog,
  };
  return { change, traits, preconditions: convertsTo(change, all), kept: keepsValues(change, all) };
}

async function compare(connection: Connection, version: string, one: Case, title: string): Promise<void> {
  const { change, traits, preconditions } = await tried(connection, version, one);
  const [sql] = renderChange(change, traits);
  const refused: number[] = [];
  for (const [at, value] of one.values.entries()) {
    await connection.exec(`begin; insert into "a b" values (${at}, ${value})`);
    const { error } = await connection.batch([sql?.sql ?? '']);
    if (error) refused.push(at);
    await connection.exec('rollback');
  }
  const rows = one.values.map((value, at) => `(${at}, ${value})`);
  await connection.exec(`insert into "a b" values ${rows.join(', ')}`);
  const [precondition] = preconditions;
  if (!precondition) throw new Error(`${title}: nothing is asked`);
  if (precondition.prepare !== undefined) await connection.exec(precondition.prepare);
  expect(
    `${precondition.count} ${precondition.prepare}`.includes('relvar_converts') && one.compares,
    title,
  ).toBeFalsy();
  const [row] = await connection.query(precondition.count);
  const listed = await connection.query(precondition.list);
  expect(
    listed.map((found) => Number(found['id'])).sort((a, b) => a - b),
    title,
  ).toEqual(refused);
  expect(Number(row?.['count']), title).toBe(refused.length);
}

describe.each(['13', '18'])('in the embedded engine as PostgreSQL %s', (version) => {
  beforeEach(resetDatabase);

  it.each(Object.entries(cases))('counts the values that the engine refuses: %s', async (title, one) => {
    await compare(await embedded(), version, one, title);
  });

  it.each(Object.entries(rounding))('counts the values that become others: %s', async (_, one) => {
    const connection = await embedded();
    const { kept } = await tried(connection, version, one);
    await connection.exec(`insert into "a b" values ${one.values.map((value, at) => `(${at}, ${value})`).join(', ')}`);
    const listed = await connection.query(kept[0]?.list ?? '');
    expect(listed.map(({ id }) => Number(id))).toEqual(one.others);
  });

  it.each(Object.entries(whole))('asks nothing where all fit: %s', async (_, one) => {
    const { preconditions, kept } = await tried(await embedded(), version, one);
    expect([...preconditions, ...kept]).toEqual([]);
  });
});

describeWithPostgres([13, 17], 'values of another type', (server) => {
  it('are counted as the server refuses them', async () => {
    await withDatabase(server, async (database) => {
      const { connectForWriting } = await import('../connect.ts');
      const connection = await connectForWriting(database.url);
      try {
        for (const [title, one] of Object.entries(cases)) {
          await connection.exec('drop schema public cascade; create schema public');
          await compare(connection, String(server.version), one, title);
        }
      } finally {
        await connection.close();
      }
    });
  }, 60_000);
});
