import { expect, test } from 'vitest';
import { columnInTrigger } from '../src/engines/sqlite/sql/column-in-trigger.ts';
import { withNamesAt } from '../src/engines/sqlite/sql/identifiers.ts';
import { databaseOf } from './sqlite.ts';
import { migrate } from './sqlite-migration.ts';

const tables =
  'create table pets (id integer primary key, name text not null, other text); create table f (name text, id int, n text); create virtual table ft using fts5(name);';
const columns: Readonly<Record<string, readonly string[]>> = {
  pets: ['id', 'name', 'other'],
  f: ['name', 'id', 'n'],
  ft: ['name'],
};

const triggers = [
  ['on pets', 'insert', 'insert into ft(rowid, name) values (new.id, new.name);'],
  [
    'on pets',
    'update of name, id',
    'update f set name = new.name, n = old.name where name = old.name and id = new.id;',
  ],
  ['on pets', 'insert', 'insert into f(name, n) select name, other from pets where name is not null;'],
  ['on pets', 'insert', 'insert into f(name) select f.name from f, pets p where p.name = f.n and p.id = new.id;'],
  ['on pets', 'delete', 'delete from f where name = old.name and exists (select 1 from pets where name = n);'],
  [
    'on f',
    'insert',
    'update pets set name = new.name, other = (select name from f where id = new.id) where id = new.id;',
  ],
  [
    'on f',
    'update of name',
    'insert into pets(name, id) values (new.name, new.id) on conflict (id) do update set name = excluded.name;',
  ],
  ['on f', 'delete', 'insert into f(name) select name from f union select name from pets order by 1;'],
  ['on pets', 'insert', 'update f set (name, n) = (select name, other from pets where id = new.id);'],
  [
    'on pets',
    'insert',
    'insert into f(n) select new.id as name from f as name; delete from "f" where "name" = new."name";',
  ],
] as const;

test.each(triggers)('%s: a trigger for %s: %s has the column where the engine finds it', async (on, event, body) => {
  const sql = `create trigger tr after ${event} ${on} begin ${body} end`;
  const database = await databaseOf(`${tables}${sql};`);
  const places = columnInTrigger(sql, on.slice(3), { table: 'pets', column: 'name' }, (table, column) =>
    (columns[table] ?? []).includes(column),
  );
  const ours = withNamesAt(
    sql,
    places.map((token) => ({ token, to: 'title' })),
  );
  await database.exec('alter table pets rename column name to title');
  const [row] = await database.query("select sql from sqlite_schema where name = 'tr'");
  const plain = (text: unknown) => String(text).replaceAll('"', '').toLowerCase();
  expect(plain(ours)).toBe(plain(row?.['sql']));
  await database.close();
});

test('a table that is made anew keeps what its triggers do to columns of the same name of others', async () => {
  const trigger = (name: string) =>
    `create trigger tr after insert on pets begin insert into ft(rowid, name) values (new.id, new.${name}); end;`;
  const kept = 'create virtual table ft using fts5(name);';
  const database = await databaseOf(
    `create table pets (id integer primary key, name text not null); ${kept} ${trigger('name')}`,
  );
  const wanted = await databaseOf(
    `create table pets (id integer primary key, title text not null check (length(title) > 0)); ${kept} ${trigger('title')}`,
  );
  const renamed = new Map([['column main.pets.name', 'column main.pets.title']]);
  const { error, differences, sql } = await migrate(database, wanted, false, renamed);
  expect([error, differences], sql).toEqual([undefined, []]);
  await database.exec("insert into pets (title) values ('kept')");
  expect(await database.query("select name from ft where ft match 'kept'")).toEqual([{ name: 'kept' }]);
  await Promise.all([database.close(), wanted.close()]);
});
