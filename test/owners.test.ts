import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { connectForWriting } from '../src/engines/postgres/connect.ts';
import { relvar } from './run-cli.ts';
import { describeWithPostgres, withDatabase } from './servers/postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'relvar-owners-'));
afterAll(() => rmSync(folder, { recursive: true }));

const roles = ['owned_by_one', 'owned_by_two']
  .map((one) => `do $$ begin create role ${one}; exception when duplicate_object then null; end $$;`)
  .join('\n');

/** Every kind that is made anew when the column, the result or the base is of another type. */
const anew = (type: 'integer' | 'bigint') => `
  create table t (id int primary key, n ${type});
  create view v as select id, n from t; comment on view v is 'seen';
  grant select on v to owned_by_two;
  create materialized view m as select n from t; create index on m (n);
  create function f() returns ${type} language sql security definer as 'select 1::${type}';
  create function overloaded(a ${type}) returns int language plpgsql as 'begin return 1; end';
  create procedure p(a ${type}) language plpgsql as 'begin end';
  create aggregate a(${type}) (sfunc = ${type === 'integer' ? 'int4larger' : 'int8larger'}, stype = ${type});
  create domain d as ${type}; create type r as range (subtype = ${type});
  create table parted (k int not null)${type === 'integer' ? '' : ' partition by list (k); create table part partition of parted for values in (1)'};
  create statistics s on id, n from t;`;

const owners = `
  alter view v owner to owned_by_one; alter materialized view m owner to owned_by_two; alter function f() owner to owned_by_two;
  alter routine overloaded owner to owned_by_one; alter routine p owner to owned_by_one; alter routine a owner to owned_by_two;
  alter domain d owner to owned_by_one; alter type r owner to owned_by_two;
  alter table parted owner to owned_by_one; alter statistics s owner to owned_by_two;`;

function dump(url: string): string {
  const text = execFileSync('pg_dump', ['-s', '-N', 'relvar', url], { encoding: 'utf8' });
  // Newer versions begin and end with a word made up each time.
  return text.replaceAll(/^\\(?:un)?restrict .*$/gm, '');
}

async function run(url: string, sql: string): Promise<void> {
  const connection = await connectForWriting(url);
  try {
    await connection.exec(sql);
  } finally {
    await connection.close();
  }
}

async function difference(from: string, to: string, ...flags: readonly string[]): Promise<string> {
  const { out, code, error } = await relvar(['diff', from, to, '--format', 'sql', ...flags]);
  if (code !== 0) throw new Error(error);
  return out;
}

describeWithPostgres([15], 'what is made anew belongs to whom it belonged', (server) => {
  it('there and back, by the dump of the server', async () => {
    await withDatabase(server, async ({ url }) => {
      await run(
        url,
        `${roles} grant create, usage on schema public to owned_by_one, owned_by_two; ${anew('integer')} ${owners}`,
      );
      const before = dump(url);
      for (const type of ['bigint', 'integer'] as const) {
        const file = join(folder, `${type}.sql`);
        writeFileSync(
          file,
          `${roles} grant create, usage on schema public to owned_by_one, owned_by_two; ${anew(type)}`,
        );
        const sql = await difference(url, file, '--drop', 'parted');
        expect(sql).toContain('OWNER TO owned_by_one');
        await run(url, sql);
        expect(await difference(url, file)).not.toMatch(/^(?:CREATE|ALTER|DROP) /m);
        if (type === 'integer') expect(dump(url)).toBe(before);
        else expect(dump(url)).toContain('ALTER TABLE public.part OWNER TO owned_by_one');
      }
    });
    await run(server.url, 'drop role owned_by_one, owned_by_two');
  });
});

const every = `
  create schema app; create table t (id serial primary key, n int, doc text); create view v as select id from t;
  create materialized view m as select n from t; create sequence q; create function f() returns int language sql as 'select 1';
  create procedure p() language sql as 'select 1'; create aggregate a(int) (sfunc = int4larger, stype = int);
  create type e as enum ('x'); create domain d as int; create type c as (x int); create type r as range (subtype = int);
  create collation l from "C"; create default conversion k for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
  create function eq(int, text) returns bool language sql immutable as 'select true';
  create operator === (leftarg = int, rightarg = text, function = eq);
  create operator family fam using btree; create operator class cls for type int using hash as operator 1 =, function 1 hashint4(int);
  create text search dictionary dict (template = simple); create text search configuration conf (parser = default);
  create foreign data wrapper w; create server remote foreign data wrapper w; create foreign table ft (a int) server remote;
  create publication pub for table t; create statistics s on id, n from t;
  create function ev() returns event_trigger language plpgsql as 'begin end'; create event trigger et on ddl_command_end execute function ev();`;

const names =
  `schema app|table t|view v|materialized view m|sequence q|function f()|procedure p()|aggregate a(int)|type e|domain d|type c|type r
  |collation l|conversion k|operator === (int, text)|operator family fam using btree|operator class cls using hash|text search dictionary dict
  |text search configuration conf|foreign data wrapper w|server remote|foreign table ft|publication pub|statistics s|event trigger et`
    .split('|')
    .map((one) => one.trim());

describeWithPostgres([15], '--owners', (server) => {
  it('gives objects of every kind to whom they are to belong', async () => {
    const boss = 'do $$ begin create role owned_by_boss superuser; exception when duplicate_object then null; end $$;';
    await withDatabase(server, async ({ url: from }) => {
      await withDatabase(server, async ({ url: to }) => {
        const given = names.map((one) => `alter ${one} owner to owned_by_boss;`).join('\n');
        await run(from, `${boss} ${every}`);
        await run(to, `${boss} ${every} ${given}`);
        expect(await difference(from, to)).toContain('Owners are left as they are');
        const sql = await difference(from, to, '--owners');
        expect(sql.match(/OWNER TO owned_by_boss/g)?.length).toBe(names.length);
        await run(from, sql);
        expect(await difference(from, to, '--owners')).not.toMatch(/^(?:CREATE|ALTER|DROP) |Owners/m);
        expect(dump(from)).toBe(dump(to));
      });
    });
    await run(server.url, 'drop role owned_by_boss');
  });
});
