import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogOf, databaseFrom, databaseOf, told } from '../../../../test/sqlite.ts';
import type { Catalog } from '../../../catalog/catalog.ts';
import { createTable } from '../render/create-table.ts';
import { introspect } from './index.ts';

/** A schema with one of everything. */
const all = `
  create table "Group" (
    id integer primary key autoincrement,
    name text not null collate nocase default 'x' unique on conflict ignore,
    born date check (born > '1900'),
    price real default (1+ 2),
    parent references "Group",
    "full" text generated always as (name || '!') stored,
    short text as (substr(name, 1, 3)),
    constraint nm unique (name, born desc),
    check (price>0 /* never free */),
    foreign key (parent) references "Group"(id) on delete set null deferrable initially deferred
  );
  create table [pairs of things] (a text, b text collate rtrim, primary key (a,b desc)) without rowid, strict;
  create table loose (x, y varchar(20), z decimal(10,2) not null default -1.5, doc json, k int primary key);
  create index by_name on "Group"(lower(name), born desc) where price is not null;
  create unique index by_collation on loose (y collate nocase);
  create virtual table words using fts5(a, b);
  create view v(x) as select name from "Group" g join [pairs of things] p on p.a = g.name;
  create trigger renamed after update of name, born on "Group" begin
    update loose set y = new.name; delete from loose where x = ';';
  end;
  create trigger into_v instead of insert on v begin select 1; end;
`;

describe('the catalog', () => {
  it('has views and triggers of a renamed table as they were written', async () => {
    const named = (table: string) => `create table people (id integer primary key, note text);
      create table ${table} (id integer primary key, person int);
      create view v as select p.id, ${table}.person from people p join ${table} on ${table}.person = p.id;
      create trigger t after insert on ${table} begin update people set note = 'done' where id = new.person; delete from ${table} where id < 0; end;`;
    const renamed = await catalogOf(`${named('bills')} alter table bills rename to invoices;`);
    const written = await catalogOf(named('invoices'));
    expect(renamed.views[0]?.definition).toBe(written.views[0]?.definition);
    const triggers = ({ tables }: Catalog) => tables.flatMap((one) => one.triggers.map(({ definition }) => definition));
    expect(triggers(renamed)).toEqual(triggers(written));
  });

  it('tells a descending key that is no number of the row from one that is', async () => {
    const { tables } = await catalogOf(
      'create table down (id integer primary key desc, x); create table number (id integer, x, primary key (id desc));',
    );
    expect(tables.map(({ name, columns }) => [name, columns[0]?.nullable])).toEqual([
      ['down', true],
      ['number', false],
    ]);
    const written = tables.map((table) => `${createTable(table)};`).join('\n');
    expect((await catalogOf(written)).tables).toEqual(tables);
    const database = await databaseOf(written);
    await database.batch(['insert into down (x) values (1)', 'insert into number (x) values (1)']);
    expect(await database.query('select down.id as down, number.id as number from down, number')).toEqual([
      { down: null, number: 1 },
    ]);
    await database.close();
  });

  it('has all that a schema says', async () => {
    const { tables, views, others } = await catalogOf(all);
    const [group, loose, pairs] = tables;
    expect(tables.map(({ name }) => name)).toEqual(['Group', 'loose', 'pairs of things']);
    expect(group?.columns.map(({ name, nullable }) => `${name}${nullable ? '' : '!'}`)).toEqual(
      'id! name! born price parent full short'.split(' '),
    );
    expect(group?.columns[0]?.identity).toEqual({ generation: 'by default' });
    expect(group?.columns[1]).toMatchObject({ default: "'x'", collation: { name: 'NOCASE' } });
    expect(group?.columns[3]?.default).toBe('(1 + 2)');
    expect(group?.columns[5]?.generated).toEqual({ expression: "name || '!'", stored: true });
    expect(group?.columns[6]?.generated?.stored).toBe(false);
    expect(group?.checks.map(({ name, expression }) => [name, expression])).toEqual([
      ['Group_born_check', "born > '1900'"],
      ['Group_price_check', 'price > 0'],
    ]);
    expect(group?.uniques.map(({ name, columns }) => [name, columns])).toEqual([
      ['Group_name_key', ['name']],
      ['nm', ['name', 'born']],
    ]);
    expect(group?.foreignKeys).toMatchObject([
      { name: 'Group_parent_fkey', referencedColumns: ['id'], onDelete: 'no action' },
      { name: 'Group_parent_fkey1', onDelete: 'set null', deferrable: true, initiallyDeferred: true },
    ]);
    expect(group?.options).toEqual({ 'on_conflict:Group_name_key': 'ignore' });
    expect(group?.indexes.find(({ name }) => name === 'by_name')).toMatchObject({
      keys: [{ expression: 'lower(name)' }, { column: 'born', descending: true }],
      predicate: 'price IS NOT NULL',
      expressionColumns: ['name'],
      predicateColumns: ['price'],
    });
    expect(group?.triggers).toMatchObject([
      { name: 'renamed', timing: 'after', events: ['update'], columns: ['name', 'born'] },
    ]);
    expect(pairs).toMatchObject({
      options: { strict: 'true', without_rowid: 'true' },
      columns: [{ nullable: false }, { nullable: false, collation: { name: 'RTRIM' } }],
    });
    expect(loose?.columns.map(({ type }) => [type.text, type.family, type.affinity])).toEqual([
      ['any', 'other', 'blob'],
      ['varchar(20)', 'text', 'text'],
      ['decimal(10,2)', 'decimal', 'numeric'],
      ['json', 'json', 'numeric'],
      ['int', 'integer', 'integer'],
    ]);
    // The key is no name of the row's number, so the engine lets it be null.
    expect(loose?.columns[4]?.nullable).toBe(true);
    expect(views).toMatchObject([
      { name: 'v', reads: [{ name: 'Group' }, { name: 'pairs of things' }], triggers: [{ timing: 'instead of' }] },
    ]);
    expect(others).toMatchObject([{ kind: 'virtual table', name: 'words' }]);
  });

  it('leaves out what modules that are not there keep their content in, as a dump brings it', async () => {
    const { tables } = await catalogOf(`
      create table places (id integer primary key, note text);
      INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql) VALUES('table','Areas','Areas',0,'CREATE VIRTUAL TABLE Areas USING rtree(id, x0, x1)');
      CREATE TABLE IF NOT EXISTS "Areas_rowid"(rowid INTEGER PRIMARY KEY,nodeno);
      CREATE TABLE IF NOT EXISTS "Areas_node"(nodeno INTEGER PRIMARY KEY,data);
      CREATE TABLE IF NOT EXISTS "Areas_parent"(nodeno INTEGER PRIMARY KEY,parentnode);
      create table places_data (id integer primary key);`);
    expect(tables.map(({ name }) => name)).toEqual(['places', 'places_data']);
  });
});

const folder = new URL('../../../../test/corpus/sqlite/', import.meta.url);
const corpus = readdirSync(folder).map((file) => [file, readFileSync(new URL(file, folder), 'utf8')] as const);

describe('a database made from the catalog', () => {
  it.each<readonly [string, string]>([['everything', all], ...corpus])(
    'is the same to the engine: %s',
    async (_name, sql) => {
      const original = await databaseOf(sql);
      const catalog = await introspect(original);
      const made = await databaseFrom(catalog);
      expect(await told(made)).toEqual(await told(original));
      expect(await introspect(made)).toEqual(catalog);
      await Promise.all([original.close(), made.close()]);
    },
  );
});
