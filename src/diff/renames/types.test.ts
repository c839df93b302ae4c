import { expect, it } from 'vitest';
import { embedded, resetDatabase } from '../../../test/embedded.ts';
import { loadSide } from '../../../test/truth.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { typeRenames } from './types.ts';

async function catalog(sql: string): Promise<Catalog> {
  await resetDatabase();
  const loaded = await loadSide(await embedded(), sql);
  if (typeof loaded === 'string') throw new Error(loaded);
  return loaded.catalog;
}

it.each([
  ['an enum with a value more', "type st as enum ('a', 'b')", "type ost as enum ('a', 'b', 'c')", 'st', 'ost'],
  [
    'a domain whose check has another name',
    'domain st as text check (value <> $$x$$)',
    'domain ost as text check (value <> $$x$$)',
    'st',
    'ost',
  ],
  ['a composite with an attribute more', 'type st as (a int, b int)', 'type ost as (a int, b int, c int)', 'st', 'ost'],
  ['an array of it', "type st as enum ('a', 'b')", "type ost as enum ('a', 'b', 'c')", 'st[]', 'ost[]'],
  ['another of half the values', "type st as enum ('a', 'b')", "type ost as enum ('x', 'y', 'b')", 'st', 'ost', 'none'],
  ['another kind', "type st as enum ('a', 'b')", 'domain ost as text', 'st', 'ost', 'none'],
  ['a domain over another type', 'domain st as text', 'domain ost as int', 'st', 'ost', 'none'],
  ['a type that no column has', "type st as enum ('a', 'b')", "type ost as enum ('a', 'b', 'c')", 'int', 'int', 'none'],
])('%s', async (_, before, after, was, is, found = 'one') => {
  const from = await catalog(`create ${before}; create table t (id int primary key, s ${was});`);
  const to = await catalog(`create ${after}; create table t (id int primary key, s ${is});`);
  const renames = typeRenames(from, to).map(({ key, certain, candidates: [first] }) => [key, certain, first?.name]);
  expect(renames).toEqual(found === 'none' ? [] : [['type public.st', true, 'ost']]);
});

it('takes none where two could be it', async () => {
  const from = await catalog("create type st as enum ('a', 'b'); create table t (s st, u st);");
  const to = await catalog(
    "create type x as enum ('a', 'b'); create type y as enum ('a', 'b'); create table t (s x, u y);",
  );
  expect(typeRenames(from, to).map(({ certain }) => certain)).toEqual([false]);
});
