import { expect, test } from 'vitest';
import { databaseOf } from './sqlite.ts';
import { fill, migrate } from './sqlite-migration.ts';

test.each([
  [
    'a column gets another name, whose table a view shows whole',
    'create table t (id integer primary key, n text, z text); create view v as select * from t;',
    'create table t (id text primary key not null, N text, z text); create view v as select * from t;',
  ],
  [
    'a column loses its type',
    'create table t (id integer primary key, a blob, b int, c integer);',
    'create table t (id integer primary key, a, b ANY, c);',
  ],
  [
    'a strict table becomes a loose one, with a column that takes anything',
    'create table t (id integer primary key, a any, b int) strict;',
    'create table t (id integer primary key, a, b int);',
  ],
  [
    'a table and its full-text index are written in another case',
    'create table items (id integer primary key, a text); create virtual table items_fts using fts5(a); create trigger items_ai after insert on items begin insert into items_fts (a) values (new.a); end;',
    'create table ITEMS (id integer primary key, a text); create virtual table ITEMS_fts using fts5(a); create trigger items_ai after insert on ITEMS begin insert into ITEMS_fts (a) values (new.a); end;',
  ],
  [
    'a generated column with indexes is made anew',
    "create table t (id integer primary key, a text, g text generated always as (a || 'x') virtual); create index i on t (g desc, id); create index j on t (lower(g));",
    "create table t (id integer primary key, a text, g text generated always as (a || 'x') stored); create index i on t (g desc, id); create index j on t (lower(g));",
  ],
  [
    'a column that triggers name in quotes gets another name',
    'create table t (id integer primary key, "n" text); create trigger tr after update of "n" on "t" begin delete from "t" where "n" is null; end;',
    'create table t (id integer primary key, "N" text not null); create trigger tr after update of "N" on "t" begin delete from "t" where "N" is null; end;',
  ],
  [
    'a key goes to a new column',
    'create table t (id integer not null, a text, primary key (id, a)) without rowid;',
    "create table t (id integer not null, a text, b text not null default 'x' check (length(b) < 3), primary key (id, b)) without rowid;",
  ],
])('%s: planned, carried out and kept', async (_, before, after) => {
  const [database, wanted] = [await databaseOf(before), await databaseOf(after)];
  await fill(database);
  const { error, differences, lost, against } = await migrate(database, wanted);
  expect({ error, differences, lost, against }).toEqual({ error: undefined, differences: [], lost: [], against: [] });
  await Promise.all([database.close(), wanted.close()]);
});

test.each([
  [
    'a column gets another name, and a computed one behind it goes',
    'create table t (id integer primary key, b text, g integer generated always as (id + 1) virtual); create view v as select * from t; create trigger v_t instead of delete on v begin delete from t where id = old.id; end;',
    'create table t (id integer primary key, d text);',
  ],
  [
    'two columns get other names, and one between them goes',
    'create table t (id integer primary key, title text, n integer, author text, z real); create view v as select t.* from t;',
    'create table t (id integer primary key, titles text, authors text, z real);',
  ],
  [
    'the table gets another name, too',
    'create table items (id integer primary key, title text, n integer unique, z real); create view v as select * from items;',
    'create table items2 (id integer primary key, titles text, z real);',
  ],
])('a view that shows a table whole finds its columns in their order on the way back: %s', async (_, before, after) => {
  const [database, wanted] = [await databaseOf(before), await databaseOf(after)];
  await fill(database);
  const { error, differences, lost, sql } = await migrate(database, wanted, true);
  expect({ error, differences, lost }, sql).toEqual({ error: undefined, differences: [], lost: [] });
  expect(sql).toContain('RENAME COLUMN');
  await Promise.all([database.close(), wanted.close()]);
});

test('a table that is another one under the same name in another case takes the place of it', async () => {
  const database = await databaseOf('create table Users (id integer primary key, a text, b int, c text);');
  const wanted = await databaseOf('create table users (id integer primary key, x blob, y real);');
  const gone = new Map([['table main."Users"', undefined]]);
  const { error, differences } = await migrate(database, wanted, false, gone);
  expect([error, differences]).toEqual([undefined, []]);
  await Promise.all([database.close(), wanted.close()]);
});

test('rows of a full-text index that is written in another case are kept', async () => {
  const database = await databaseOf('create virtual table notes using fts5(a);');
  await database.exec("insert into notes (a) values ('kept')");
  const wanted = await databaseOf('create virtual table Notes using fts5(a);');
  const { error, differences, sql } = await migrate(database, wanted);
  expect([error, differences], sql).toEqual([undefined, []]);
  expect(await database.query("select a from Notes where Notes match 'kept'")).toEqual([{ a: 'kept' }]);
  await Promise.all([database.close(), wanted.close()]);
});
