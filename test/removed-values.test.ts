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

/** A domain as it was and as it becomes, a value that it takes no more, and one that it keeps. */
const domains: Readonly<Record<string, readonly [string, string, string, string]>> = {
  'a narrower integer': ['bigint', 'int', '3000000000', '7'],
  'another type by way of text': ['text', 'int', `'x'`, `'7'`],
  'fewer digits': ['numeric(8,2)', 'numeric(4,2)', '1000', '7'],
  'a wider type with a stricter check': ['int', 'bigint check (value < 9)', '12', '7'],
  'a wider type that takes no null': ['int', 'bigint not null', 'null', '7'],
};

describe('values that a domain takes no more', () => {
  for (const [title, [was, becomes, value, kept]] of Object.entries(domains)) {
    it(`are counted: ${title}`, async () => {
      const connection = await embedded();
      const schema = (type: string) => `create domain d as ${type}; create table t (id int primary key, v d);`;
      const target = { connection, version: '18.0', reset: resetDatabase };
      const { steps } = await stepsOf({ from: schema(was), to: schema(becomes), rows: '', steps: [] }, target);
      await connection.exec(`insert into t values (1, ${value}), (2, ${kept})`);
      const [condition, ...others] = steps[0]?.preconditions ?? [];
      const [first] = await connection.query(condition?.count ?? 'select 0 as none');
      expect(Object.values(first ?? {}).map(Number)).toEqual([1]);
      expect(others).toEqual([]);
    });
  }
});

describe('a type that nothing can take the place of while it is in use', () => {
  const reasons: Readonly<Record<string, readonly [string, RegExp]>> = {
    'arrays of it': ['create table t (id int primary key, v d[]);', /a column holds arrays of it/],
    'a partitioned table': [
      'create table t (id int, v d) partition by list (id); create table p partition of t default;',
      /the table is partitioned/,
    ],
    'a routine': [
      'create function f(d) returns int language sql as $$ select 1 $$; create table t (id int primary key, v d);',
      /routine public\.f\(public\.d\) is made of it|routine public\.f\(d\) is made of it/,
    ],
  };
  for (const [title, [rest, why]] of Object.entries(reasons)) {
    it(`says why: ${title}`, async () => {
      const connection = await embedded();
      const target = { connection, version: '18.0', reset: resetDatabase };
      const from = `create domain d as int; ${rest}`;
      const to = `create domain d as bigint; ${rest}`;
      const { steps } = await stepsOf({ from, to, rows: '', steps: [] }, target);
      expect(steps.map((step) => step.why).join('\n')).toMatch(why);
    });
  }
});
