import { describe, expect, it } from 'vitest';
import { diff } from '../src/diff/diff.ts';
import { postgres } from '../src/engines/postgres/index.ts';
import { readDependencies } from '../src/engines/postgres/introspect/dependencies.ts';
import { embedded, resetDatabase } from './embedded.ts';
import { proveOnline, stepsOf } from './online.ts';

const tables = `create schema sold; create table t (id int primary key, a int, b text); create table u (id int primary key);
  create table sold.v (id int primary key); create table "Odd ""one""" (id int primary key);`;

/** A publication before and after, and the statements between. */
const cases: Readonly<Record<string, readonly [string, string, readonly string[]]>> = {
  'a table comes and a table goes': [
    'create publication p for table t, u',
    'create publication p for table t, "Odd ""one"""',
    ['ALTER PUBLICATION p ADD TABLE ONLY public."Odd ""one"""', 'ALTER PUBLICATION p DROP TABLE ONLY public.u'],
  ],
  'other columns of a table': [
    'create publication p for table t (id, a)',
    'create publication p for table t (id, b)',
    ['ALTER PUBLICATION p DROP TABLE ONLY public.t', 'ALTER PUBLICATION p ADD TABLE ONLY public.t (id, b)'],
  ],
  'other rows of a table': [
    'create publication p for table t where (a > 0)',
    'create publication p for table t where (a > 1)',
    ['ALTER PUBLICATION p DROP TABLE ONLY public.t', 'ALTER PUBLICATION p ADD TABLE ONLY public.t WHERE ((a > 1))'],
  ],
  'a schema in the place of its tables': [
    'create publication p for table sold.v',
    'create publication p for tables in schema sold',
    ['ALTER PUBLICATION p ADD TABLES IN SCHEMA sold', 'ALTER PUBLICATION p DROP TABLE ONLY sold.v'],
  ],
  'what is published': [
    'create publication p for table t',
    `create publication p for table t with (publish = 'insert, update')`,
    [`ALTER PUBLICATION p SET (publish = 'insert, update')`],
  ],
  'what is published, otherwise than usual before': [
    `create publication p for table t with (publish = 'insert', publish_via_partition_root = true)`,
    `create publication p for table t with (publish = 'insert, delete')`,
    [
      `ALTER PUBLICATION p SET (publish_via_partition_root = 'false')`,
      `ALTER PUBLICATION p SET (publish = 'insert, delete')`,
    ],
  ],
  'nothing, for all tables': ['create publication p for all tables', 'create publication p for all tables', []],
  'a new one': [
    '',
    `create publication p for table t with (publish = '')`,
    ['CREATE PUBLICATION p', 'ALTER PUBLICATION p ADD TABLE ONLY public.t', `ALTER PUBLICATION p SET (publish = '')`],
  ],
};

async function sideOf(sql: string) {
  await resetDatabase();
  const connection = await embedded();
  await connection.exec(`${tables} ${sql};`);
  return { catalog: await postgres.introspect(connection), dependencies: await readDependencies(connection) };
}

describe('a publication stays while it changes', () => {
  for (const [title, [before, after, expected]] of Object.entries(cases)) {
    it(title, async () => {
      const traits = postgres.traits('18.0');
      const to = await sideOf(after);
      const from = await sideOf(before);
      const { changes } = diff(from, to, traits);
      const statements = changes.flatMap((change) => postgres.render(change, traits).map(({ sql }) => sql));
      expect(statements.toSorted()).toEqual(expected.toSorted());
      const connection = await embedded();
      for (const sql of statements) await connection.exec(sql);
      const now = { catalog: await postgres.introspect(connection), dependencies: await readDependencies(connection) };
      expect(diff(now, to, traits).changes).toEqual([]);
    });
  }
});

const target = async () => ({ connection: await embedded(), version: '18.0', reset: resetDatabase });

describe('a plan', () => {
  it('takes what subscribers read away after the deploy, and adds to it before', async () => {
    const from = `${tables} create publication p for table t, u; create publication q for table t;`;
    const to = `${tables} create publication p for table t, sold.v;`;
    const { steps } = await stepsOf({ from, to, rows: '', steps: [] }, await target());
    expect(steps.map((step) => `${step.phase}: ${step.title}`)).toEqual([
      'expand: Set member of publication p: table sold.v',
      'contract: Deploy the application that works with the new schema',
      'contract: Take away member of publication p: table public.u',
      'contract: Drop publication q',
    ]);
  });

  it('says what a publication of all tables misses that becomes one of some', async () => {
    const from = `${tables} create publication p for all tables;`;
    const to = `${tables} create publication p for table t;`;
    const { steps } = await stepsOf({ from, to, rows: '', steps: [] }, await target());
    expect(steps.map((step) => step.title)).toEqual(['Make publication p anew']);
    expect(steps[0]?.breaks).toMatch(/subscribers of p/);
  });

  it('makes it anew there and back, with all that is set for it', async () => {
    const some =
      "create publication p for table t (id), u with (publish = 'insert'); comment on publication p is 'some'";
    const all =
      "create publication p for all tables with (publish = 'insert, update'); comment on publication p is 'all'";
    for (const [before, after] of [
      [some, all],
      [all, some],
    ]) {
      const [from, to] = [`${tables} ${before};`, `${tables} ${after};`];
      await proveOnline({ from, to, rows: '', steps: [/^Make publication p anew/] }, await target());
    }
  });

  it('changes the type of a column that is published, and that tells which rows are', async () => {
    const schema = (type: string) =>
      `create table t (id int primary key, a ${type}, b text); create publication p for table t (id, a) where (a > 0) with (publish = 'insert');`;
    await proveOnline(
      {
        from: schema('int'),
        to: schema('bigint'),
        rows: "insert into t select n, n, 'x' from generate_series(1, 30) n",
        keeps: 'select sum(a) from t',
        steps: [/^Fill/, /^Put new columns/],
        never: /(DROP|CREATE) PUBLICATION|ALTER COLUMN \w+ TYPE/,
      },
      await target(),
    );
  });
});
