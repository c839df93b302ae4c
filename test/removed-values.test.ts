import { describe, expect, it } from 'vitest';
import { embedded, resetDatabase } from './embedded.ts';
import { stepsOf } from './online.ts';

const schema = (
  values: string,
) => `create type s as enum (${values}); create domain own as s; create type a as (street text, "S" own);
  create type p as (home a, tags s[]); create type r as range (subtype = s);`;

const columns: Readonly<Record<string, readonly [string, string]>> = {
  'a column': ['s', `'x'`],
  'a domain': ['own', `'x'`],
  'an array': ['s[]', `array['new', 'x']::s[]`],
  'a composite': ['a', `row('street', 'x')`],
  'a composite in another one': ['p', `row(row('street', 'x')::a, null)`],
  'an array in a composite': ['p', `row(null, '{new,x}'::s[])`],
  'an array of composites': ['a[]', `array[row('street', 'x')::a]`],
  'a range': ['r', `r('new', 'x')`],
};

describe('values that an enum loses', () => {
  for (const [title, [type, value]] of Object.entries(columns)) {
    it(`are counted in ${title}`, async () => {
      const connection = await embedded();
      const table = `create table t (id int primary key, v ${type});`;
      const from = `${schema(`'new', 'x', 'done'`)} ${table}`;
      const to = `${schema(`'new', 'done'`)} ${table}`;
      const target = { connection, version: '18.0', reset: resetDatabase };
      const { steps } = await stepsOf({ from, to, rows: '', steps: [] }, target);
      await connection.exec(`insert into t values (1, ${value}), (2, null)`);
      const conditions = steps.flatMap((step) => step.preconditions ?? []);
      const [first] = await connection.query(conditions[0]?.count ?? 'select 0 as none');
      expect(Object.values(first ?? {}).map(Number)).toEqual([1]);
      expect(await connection.query(conditions[0]?.list ?? 'select 1 where false')).toHaveLength(1);
    });
  }
});
