import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../src/engines/sqlite/connect.ts';
import { createVirtualTable, readVirtualTable } from '../src/engines/sqlite/sql/virtual-table.ts';
import { relvar } from './run-cli.ts';
import { writeDatabase } from './sqlite.ts';

let folder: string;
const path = (name: string) => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'relvar-virtual-tables-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function ask(sql: string) {
  const connection = await connect(path('app.db'));
  try {
    return await connection.query(sql);
  } finally {
    await connection.close();
  }
}

/** Plans the way from a database to a schema; with rows in it, carries it out. */
async function plan(before: string, after: string) {
  await writeDatabase(path('app.db'), before);
  writeFileSync(path('after.sql'), `-- SQLite\n${after}`);
  const planned = await relvar(['migrate', 'plan', path('app.db'), path('after.sql'), '-o', path('plan')]);
  expect(planned.code, planned.error).toBe(0);
  const { steps } = JSON.parse(readFileSync(path('plan/plan.json'), 'utf8'));
  return {
    steps: steps as readonly { readonly class: string }[],
    out: planned.out,
  };
}

async function run(command: 'apply' | 'rollback') {
  const { code, error } = await relvar(['migrate', command, path('plan'), '--to', path('app.db'), '--yes']);
  expect(code, error).toBe(0);
}

describe('what a virtual table means', () => {
  const one = (sql: string) => {
    const read = readVirtualTable(sql);
    return read && createVirtualTable(read);
  };
  it.each([
    ['create virtual table f using fts5( a ,b )', 'CREATE VIRTUAL TABLE f USING FTS5(a,b)'],
    ['create virtual table if not exists main."f" using fts5(a)', 'CREATE VIRTUAL TABLE [f] USING fts5("a")'],
    [
      "create virtual table f using fts5(a, tokenize='porter')",
      'create virtual table f using fts5(a, Tokenize = porter)',
    ],
    [
      "create virtual table f using fts5(a, tokenize='porter  ascii')",
      'create virtual table f using fts5(tokenize = "porter ascii", a)',
    ],
    ["create virtual table f using fts5(a, prefix='3 2')", 'create virtual table f using fts5(a, prefix=2, prefix=3)'],
    ['create virtual table f using fts5(a, detail=full, columnsize=1)', 'create virtual table f using fts5(a)'],
    ['create virtual table f using fts5(a unindexed)', 'create virtual table f using fts5(a UNINDEXED)'],
    ['create virtual table r using rtree(id, a, b)', 'CREATE VIRTUAL TABLE r USING rtree(\n  id, -- key\n  a,b\n)'],
    ['create virtual table f using fts4( a, tokenize=porter )', 'create virtual table f using FTS4(a,tokenize=porter)'],
    ['create virtual table v using dbstat', 'create virtual table v using dbstat()'],
  ])('%s', (a, b) => expect(one(a)).toBe(one(b)));
  it.each([
    ["create virtual table f using fts5(a, tokenize='porter')", 'create virtual table f using fts5(a)'],
    ['create virtual table f using fts5(a)', 'create virtual table f using fts5(a, b)'],
    ['create virtual table f using fts5(a, b)', 'create virtual table f using fts5(b, a)'],
    ['create virtual table f using fts5(a unindexed)', 'create virtual table f using fts5(a)'],
    ['create virtual table r using rtree(id, a, b)', 'create virtual table r using rtree_i32(id, a, b)'],
  ])('but not %s', (a, b) => expect(one(a)).not.toBe(one(b)));
});

it('takes one that is laid out otherwise for the same', async () => {
  const { steps } = await plan(
    "create table t (a integer); create virtual table f using fts5(a,b); insert into f values ('hello', 'x');",
    'create table t (a integer, n text); create virtual table F2 using fts5(z); CREATE VIRTUAL TABLE f USING fts5( a , b );',
  );
  expect(steps.map((step) => step.class)).toEqual(['brief lock']);
  await run('apply');
  expect(await ask("select count(*) as n from f('hello')")).toEqual([{ n: 1 }]);
});

it('keeps the rows where its options are others, and tells the columns that go', async () => {
  const { steps } = await plan(
    `create virtual table f using fts5(a, b); insert into f (rowid, a, b) values (5, 'running', 'x'), (9, 'walk', 'y');
     create view found as select a from f; create table relvar_new_f (x text);
     create table docs (id integer primary key, body text);
     create trigger docs_in after insert on docs begin insert into f (rowid, a) values (new.id, new.body); end;`,
    `create virtual table f using fts5(a, c, tokenize = 'porter');
     create view found as select a from f; create table relvar_new_f (x text);
     create table docs (id integer primary key, body text);
     create trigger docs_in after insert on docs begin insert into f (rowid, a) values (new.id, new.body); end;`,
  );
  expect(steps).toMatchObject([{ class: 'data loss', undo: { loses: 'the values of f.b' } }]);
  await run('apply');
  await writeDatabase(path('app.db'), "insert into docs values (20, 'more runs')");
  expect(await ask("select rowid, a from f where f match 'run' order by rowid")).toEqual([
    { rowid: 5, a: 'running' },
    { rowid: 20, a: 'more runs' },
  ]);
  expect(await ask('select count(*) as n from found')).toEqual([{ n: 3 }]);
  await run('rollback');
  expect(await ask("select rowid, a, b from f where f match 'walk'")).toEqual([{ rowid: 9, a: 'walk', b: null }]);
});

it('fills an index of the rows of another table', async () => {
  const docs = 'create table docs (id integer primary key, body text';
  const { steps } = await plan(
    `${docs}); insert into docs values (3, 'running'); create virtual table f using fts5(body, content = docs, content_rowid = id);
     insert into f (f) values ('rebuild');`,
    `${docs} not null, n text check (n <> '')); create virtual table f using fts5(body, content = docs, content_rowid = id, tokenize = porter);
     create virtual table g using fts5(body, content = docs, content_rowid = id);`,
  );
  expect(steps.map((step) => step.class)).not.toContain('data loss');
  await run('apply');
  expect(await ask("select f.rowid from f, g where f match 'run' and g match 'running'")).toEqual([{ rowid: 3 }]);
});

it('says that an index without texts cannot be kept', async () => {
  const { steps } = await plan(
    "create virtual table f using fts5(a, content = ''); insert into f (rowid, a) values (1, 'x');",
    "create virtual table f using fts5(a, content = '', tokenize = porter);",
  );
  const loses = 'the index of f, whose texts it does not keep';
  expect(steps).toMatchObject([{ class: 'data loss', undo: { loses } }]);
});

describe('migrate check', () => {
  async function check(sql: string) {
    await writeDatabase(
      path('app.db'),
      "create virtual table f using fts5(a); insert into f values ('x'); create table t (a text); create virtual table g using fts5(a, content = t);",
    );
    writeFileSync(path('change.sql'), sql);
    const checked = await relvar(['migrate', 'check', path('change.sql'), '--on', path('app.db'), '--format', 'json']);
    return JSON.parse(checked.out) as {
      readonly statements: readonly { readonly class: string }[];
      readonly findings: readonly { readonly rule: string }[];
    };
  }

  it('tells the loss of the rows of a virtual table that is dropped', async () => {
    const { statements, findings } = await check('DROP TABLE f;');
    expect(statements.map((one) => one.class)).toEqual(['data loss']);
    expect(findings.map(({ rule }) => rule)).toContain('table-dropped');
  });

  it('tells none where they were copied, or are in another table', async () => {
    const { findings } = await check(
      'CREATE VIRTUAL TABLE f2 USING fts5(a, b); INSERT INTO f2 (rowid, a) SELECT rowid, a FROM f; DROP TABLE f; ALTER TABLE f2 RENAME TO f; DROP TABLE g;',
    );
    expect(findings.map(({ rule }) => rule)).not.toContain('table-dropped');
  });
});

describe('in pictures and pages', () => {
  const app = `create table notes (id integer primary key, title text, body text);
    create virtual table found using fts5(title, body, content='notes', content_rowid='id');
    create virtual table places using rtree(id, west, east, +label text);`;

  it('a virtual table is drawn with its columns and what it reads, without what its module keeps', async () => {
    writeFileSync(path('app.sql'), app);
    const { out } = await relvar(['diagram', path('app.sql'), '--format', 'dbml']);
    expect(out).toMatch(/Table "main"."found" \{[^}]*title[^}]*body/);
    expect(out).toMatch(/Table "main"."places" \{[^}]*west[^}]*real[^}]*label/i);
    expect(out).not.toMatch(/"(?:found|places)_/);
  });

  it('it has a page with its columns, linked with the table that it reads', async () => {
    writeFileSync(path('app.sql'), app);
    const { code, error } = await relvar(['docs', path('app.sql'), '-o', path('site'), '--format', 'markdown']);
    expect(code, error).toBe(0);
    const pages = readdirSync(path('site'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.md'),
    );
    const read = (name: string) =>
      readFileSync(join(path('site'), pages.find((one) => one.includes(name)) ?? ''), 'utf8');
    expect(read('found')).toMatch(/virtual table[\s\S]*title[\s\S]*body[\s\S]*notes/i);
    expect(read('places')).toContain('west');
    expect(read('notes')).toContain('found');
    expect(pages.filter((name) => /(?:found|places)_/.test(name))).toEqual([]);
  });
});
