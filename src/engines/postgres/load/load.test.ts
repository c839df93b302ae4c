import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../findings/error.ts';
import { openEmbedded } from '../../../lab/embedded.ts';
import { hasEmbeddedExtension } from '../../../lab/extensions.ts';
import type { Connection, Row } from '../../connection.ts';
import { type LoadResult, loadStatements } from './load.ts';
import { readScript } from './read.ts';

let database: Connection;

beforeAll(async () => {
  database = await openEmbedded({
    extensions: ['citext', 'pg_trgm', 'btree_gist', 'cube', 'earthdistance', 'uuid-ossp'],
  });
}, 60_000);
afterAll(async () => {
  await database.close();
});
afterEach(async () => {
  await database.exec(`rollback; reset all; do $$ declare one record; begin
    for one in select evtname from pg_event_trigger loop execute format('drop event trigger %I', one.evtname); end loop;
    for one in select subname from pg_subscription loop execute format('drop subscription %I', one.subname); end loop;
    for one in select pubname from pg_publication loop execute format('drop publication %I', one.pubname); end loop;
    for one in select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' loop
      execute format('drop schema %I cascade', one.nspname);
    end loop;
    for one in select amname from pg_am where oid >= 16384 loop execute format('drop access method %I cascade', one.amname); end loop;
    for one in select lanname from pg_language where oid >= 16384 loop execute format('drop language %I cascade', one.lanname); end loop;
    for one in select fdwname from pg_foreign_data_wrapper loop execute format('drop foreign data wrapper %I cascade', one.fdwname); end loop;
    for one in select rolname from pg_roles where oid >= 16384 loop
      execute format('drop owned by %I', one.rolname); execute format('drop role %I', one.rolname);
    end loop;
  end $$; create schema public; grant all on schema public to public;`);
});

async function load(...scripts: readonly string[]): Promise<LoadResult> {
  const files = scripts.map((text, i) => ({
    name: scripts.length === 1 ? 'x.sql' : `${i + 1}.sql`,
    async *read() {
      yield text;
    },
  }));
  const script = await readScript(files);
  return await loadStatements(database, script.statements, { hasExtension: hasEmbeddedExtension });
}

const told = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  diagnostics.map((one) => `${one.severity} ${one.code} ${one.file}:${one.line} ${one.message}`);

/** Relations of the user's own, by name. */
async function relations(): Promise<readonly string[]> {
  const rows =
    await database.query(`select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relkind in ('r','p','v','m','f') order by 1`);
  return rows.map((row) => String(row['name']));
}

async function one(sql: string): Promise<Row[string]> {
  const [row] = await database.query(sql);
  return row ? (Object.values(row)[0] ?? null) : null;
}

describe('what fails does not stop the rest', () => {
  it('tells line and reason of a syntax error in the middle of thousands of statements', async () => {
    const lines = Array.from({ length: 5000 }, (_, i) =>
      i < 40 ? `create table t${i} (id int primary key);` : `comment on table t1 is '${i}';`,
    );
    lines[2] = 'create table broken (\n  id int,\n  name text nott null\n);';
    lines[400] = 'create index on t1 (nothing);';
    const { diagnostics, loaded } = await load(lines.join('\n'));
    expect(told(diagnostics)).toEqual([
      'error statement-failed x.sql:5 CREATE TABLE broken: syntax error at or near "nott"',
      'error statement-failed x.sql:404 CREATE INDEX: column "nothing" does not exist',
    ]);
    expect(await relations()).toHaveLength(39);
    expect(loaded).toHaveLength(4998);
  }, 60_000);

  it('points from what depends on a failure to the failure', async () => {
    const { diagnostics } = await load(
      'create table a (id nosuchtype);\ncreate index on a (id);\ncreate table b (id int);',
    );
    expect(diagnostics.map((one) => [one.line, one.severity, one.hint])).toEqual([
      [1, 'error', undefined],
      [2, 'error', 'a was not made either: see line 1'],
    ]);
    expect(await relations()).toEqual(['public.b']);
  });

  it('swallows transactions, and keeps what a script would take back', async () => {
    const { diagnostics } = await load(
      'begin;\ncreate table a (id int);\nsavepoint s;\ncreate table b (id int);\nrollback to s;\nrollback;',
    );
    expect(await relations()).toEqual(['public.a', 'public.b']);
    expect(told(diagnostics)).toEqual([
      'warning rollback-passed-over x.sql:6 the script takes its transaction back here: the statements before it were kept all the same',
    ]);
  });
});

describe('references to what comes later', () => {
  it('are tried again, in the order of the script', async () => {
    const { diagnostics } = await load(`
      create view v as select * from w;
      create view w as select id from orders;
      create table orders (id int primary key, customer int references customers (id), state order_state);
      create index on orders (customer);
      alter table items add foreign key (order_id) references orders;
      create type order_state as enum ('new', 'sent');
      create table customers (id int primary key);
      create table items (order_id int);
      create function f() returns int begin atomic select count(*)::int from late; end;
      create table late (id int);`);
    expect(told(diagnostics)).toEqual([]);
    expect(await relations()).toEqual([
      'public.customers',
      'public.items',
      'public.late',
      'public.orders',
      'public.v',
      'public.w',
    ]);
    expect(await one("select count(*) from pg_constraint where contype = 'f'")).toBe('2');
  });

  it('keep the search path that they were written with', async () => {
    await load(
      'create schema s; set search_path = s; create table a (id int references b (id)); reset search_path; create schema t; create table s.b (id int primary key);',
    );
    expect(await relations()).toEqual(['s.a', 's.b']);
  });

  it('may be a long chain, or go round in a circle', async () => {
    const chain = Array.from(
      { length: 60 },
      (_, i) => `create table a${i} (id int primary key, next int references a${i + 1} (id));`,
    );
    const { diagnostics } = await load(`${chain.join('\n')}\ncreate table a60 (id int primary key);`);
    expect(diagnostics).toEqual([]);
    const circle = await load(
      'create table b (id int primary key, c int not null references c on delete cascade, a int references a1 (id));\ncreate table c (id int primary key, d int, constraint k foreign key (d) references d (id));\ncreate table d (id int primary key, b int references b unique);',
    );
    expect(told(circle.diagnostics)).toEqual([
      'warning references-in-a-circle x.sql:1 tables refer to each other in a circle: the foreign keys of b were added after them',
    ]);
    expect(
      await one(
        "select string_agg(conname, ',' order by conname) from pg_constraint where contype = 'f' and conrelid in ('b'::regclass, 'c'::regclass, 'd'::regclass)",
      ),
    ).toBe('b_a_fkey,b_c_fkey,d_b_fkey,k');
    expect(circle.loaded).toHaveLength(3);
  });

  it('do not bring back what a later statement replaced or dropped', async () => {
    const { diagnostics } = await load(
      'create view v as select nothing_yet() as a; create view v as select 1 as b; create view x as select nothing_yet(); drop view if exists x; create function nothing_yet() returns int language sql as $$select 1$$;',
    );
    expect(diagnostics).toEqual([]);
    expect(await one("select attname from pg_attribute where attrelid = 'v'::regclass and attnum = 1")).toBe('b');
    expect(await relations()).toEqual(['public.v']);
  });
});

describe('sessions', () => {
  it('settings hold on as in psql, over failures too, and end with the file', async () => {
    await load(
      "create schema s; select pg_catalog.set_config('search_path', 's', false); create table a (id int); create table bad (x nosuch); create table b (id int);",
      'create table c (id int); set search_path to s, public; create table d (id int);',
      'create table e (id int);',
    );
    expect(await relations()).toEqual(['public.c', 'public.e', 's.a', 's.b', 's.d']);
  });

  it('SET LOCAL ends with the transaction of the script', async () => {
    await load(
      'create schema s; begin; set local search_path = s; create table a (id int); commit; create table b (id int);',
    );
    expect(await relations()).toEqual(['public.b', 's.a']);
  });

  it('are left as they were found', async () => {
    const before = await one(
      "select string_agg(name || '=' || setting, ',' order by name) from pg_settings where source = 'session'",
    );
    await load("set search_path = ''; set datestyle = 'german'; set standard_conforming_strings = off;");
    expect(
      await one(
        "select string_agg(name || '=' || setting, ',' order by name) from pg_settings where source = 'session'",
      ),
    ).toBe(before);
  });

  it('cannot be locked out, and settings of other versions are no noise', async () => {
    const { diagnostics } = await load(`
      set transaction_timeout = 0; set default_with_oids = false; set some_future_setting = 1; set session_replication_role = replica;
      create role app; set role app; set session authorization app; alter role postgres nosuperuser; set default_transaction_read_only = on;
      create table a (id int); alter table a owner to app; reset role;`);
    expect(diagnostics).toEqual([]);
    expect(await one("select tableowner from pg_tables where tablename = 'a'")).toBe('app');
  });
});

describe('what is around a schema', () => {
  it('makes roles that are missing', async () => {
    const { diagnostics, roles } = await load(`
      create table a (id int); grant select on a to reader, "App User"; alter table a owner to boss; alter table a enable row level security;
      create policy p on a to tenant using (true); alter default privileges for role boss grant select on tables to reader; create role reader login password 'x';
      grant pg_nosuch to reader;`);
    expect(diagnostics).toEqual([]);
    expect(roles).toEqual(['App User', 'boss', 'reader', 'tenant']);
    expect(await one("select array_to_string(roles, ',') from pg_policies")).toBe('tenant');
  });

  it('passes over databases, servers, housekeeping and data', async () => {
    const { diagnostics } = await load(`
      create database x; alter database x set search_path = y; comment on database x is 'z'; grant connect on database x to nobody; alter system set work_mem = 1;
      create tablespace fast location '/x'; set default_tablespace = fast; create table a (id int primary key using index tablespace fast) tablespace fast;
      select pg_catalog.lo_create('4711'); alter large object 4711 owner to nobody; comment on large object 4711 is 'x';
      vacuum full a; analyze; reindex table a; checkpoint; listen x; insert into a values (1); update a set id = 2; truncate a; refresh materialized view nosuch;
      create subscription s connection 'host=x' publication p; create publication p for table a; security label on table a is 'x'; alter extension plpgsql update;`);
    expect(told(diagnostics)).toEqual([
      'note statement-passed-over x.sql:6 CREATE SUBSCRIPTION was not run: there is no publisher to talk to',
    ]);
    expect(await relations()).toEqual(['public.a']);
    expect(await one('select count(*) from a')).toBe('0');
  });

  it('runs what no transaction may hold', async () => {
    const { diagnostics } = await load(`
      create table a (id int, b int) partition by range (id); create table a1 partition of a for values from (1) to (2);
      create index concurrently i on a1 (b); create unique index concurrently if not exists j on a1 (id); drop index concurrently j; alter table a detach partition a1 concurrently;
      do $$ begin create table during (id int); commit; end $$;
      create type mood as enum ('sad'); alter type mood add value 'happy'; create table m (m mood default 'happy' check (m <> 'happy')); create table z (id int);`);
    expect(diagnostics).toEqual([]);
    expect(await one("select string_agg(indexname, ',') from pg_indexes where tablename = 'a1'")).toBe('i');
    expect(await relations()).toEqual(['public.a', 'public.a1', 'public.during', 'public.m', 'public.z']);
  });

  it('tells of drops of nothing once', async () => {
    const { diagnostics } = await load(
      'alter table only public.a drop constraint a_pkey;\ndrop table public.a;\ndrop schema s;\ndrop extension citext;\ncreate table public.a (id int primary key);',
    );
    expect(told(diagnostics)).toEqual([
      'note nothing-to-drop x.sql:1 something is dropped here that is not there, and 3 more statements do the like',
    ]);
  });

  it('does not run event triggers that it loads, nor bodies that cannot work yet', async () => {
    const { diagnostics } = await load(`
      create function no() returns event_trigger language plpgsql as 'begin raise exception $x$no$x$; end'; create event trigger e on ddl_command_start execute function no();
      create table a (id int); create function f() returns int language sql as 'select nothing from nowhere';`);
    expect(diagnostics).toEqual([]);
  });

  it('makes little of failures that are about data', async () => {
    const { diagnostics } = await load(
      "do $$ begin raise exception 'no rows'; end $$;\nselect 1/0;\nselect nosuch();\ncall nosuch();",
    );
    expect(diagnostics.map((one) => `${one.severity} ${one.line}`)).toEqual([
      'warning 1',
      'note 2',
      'warning 3',
      'warning 4',
    ]);
  });

  it('loads a cluster dump: users that exist, templates, connections', async () => {
    const { diagnostics } = await load(
      'create role postgres; alter role postgres with superuser;\n\\connect template1\nset search_path = x;\n\\connect shop\ncreate schema public; create table a (id int);',
    );
    expect(diagnostics).toEqual([]);
    expect(await relations()).toEqual(['public.a']);
  });
});

describe('extensions that are there', () => {
  it('come with what they need, in any version and any schema', async () => {
    const { diagnostics } = await load(
      `create schema e; create extension earthdistance with schema e version '9.9'; create extension if not exists plpgsql with schema pg_catalog; create extension plpgsql;`,
    );
    expect(diagnostics).toEqual([]);
    expect(await one("select string_agg(extname, ',' order by extname) from pg_extension")).toBe(
      'cube,earthdistance,plpgsql',
    );
  });

  it('are created when a script forgot to', async () => {
    const { diagnostics } = await load(
      'create table a (id uuid default uuid_generate_v4(), name public.citext, room int, during tsrange, exclude using gist (room with =, during with &&));\ncreate index on a using gin ((name::text) gin_trgm_ops);',
    );
    expect(told(diagnostics)).toEqual([
      'warning extension-implied x.sql:1 the extension btree_gist is used but never created: it was created for the script',
      'warning extension-implied x.sql:1 the extension citext is used but never created: it was created for the script',
      'warning extension-implied x.sql:1 the extension uuid-ossp is used but never created: it was created for the script',
      'warning extension-implied x.sql:2 the extension pg_trgm is used but never created: it was created for the script',
    ]);
  });

  it('are not when the script brings its own', async () => {
    const { diagnostics } = await load('create table a (name citext); create domain citext as text;');
    expect(diagnostics).toEqual([]);
    expect(await one("select count(*) from pg_extension where extname = 'citext'")).toBe('0');
  });
});

describe('extensions that are not there', () => {
  const unmarked = `select count(*) from (
      select classoid, objoid from pg_description where description = 'relvar:stub') marked
    right join (select 'pg_proc'::regclass as classid, oid from pg_proc where oid >= 16384 and prokind <> 'a'
      union all select 'pg_type', t.oid from pg_type t where t.oid >= 16384 and t.typelem = 0 and t.typrelid = 0
      union all select 'pg_opclass', oid from pg_opclass where oid >= 16384 union all select 'pg_opfamily', oid from pg_opfamily where oid >= 16384
      union all select 'pg_operator', oid from pg_operator where oid >= 16384 union all select 'pg_am', oid from pg_am where oid >= 16384
      union all select 'pg_cast', oid from pg_cast where oid >= 16384 union all select 'pg_language', oid from pg_language where oid >= 16384) made
    on marked.classoid = made.classid and marked.objoid = made.oid where marked.objoid is null`;

  it('postgis: types with modifiers, indexes, functions, views', async () => {
    const { diagnostics, stubbed } = await load(`
      create extension if not exists postgis;
      comment on extension postgis is 'x';
      create table places (id int primary key, at geometry(Point, 4326) not null, area public.geometry(MULTIPOLYGON), track geography(LineStringZ,4326), plain geometry unique,
        lon double precision generated always as (st_x(at)) stored, check (st_isvalid(area)), bounds box2d);
      create index on places using gist (at);
      create index on places using gist (area gist_geometry_ops_nd);
      create index on places using gist (st_transform(at, 3857));
      create index on places using spgist (plain);
      create index on places using brin (plain);
      create view near as select id, st_distance(at, st_setsrid(st_makepoint(1, 2), 4326)) as far, st_asgeojson(at)::jsonb from places where at && 'POINT(0 0)'::geometry and st_dwithin(track, at::geography, 10) order by at <-> plain;
      create materialized view areas as select st_union(area) from places group by bounds::text;
      create function f(g geometry) returns geometry language plpgsql as 'begin return st_buffer(g, 1); end';
      select addgeometrycolumn('places', 'x', 4326, 'POINT', 2);`);
    expect(diagnostics.filter((one) => one.severity !== 'note')).toEqual([]);
    expect(stubbed).toEqual([{ name: 'postgis', schema: 'public' }]);
    expect(
      await one(
        "select format_type(atttypid, atttypmod) from pg_attribute where attrelid = 'places'::regclass and attname = 'at'",
      ),
    ).toBe('"geometry(Point,4326)"');
    expect(
      await one(
        "select string_agg(format_type(atttypid, atttypmod), ' ') from pg_attribute where attrelid = 'places'::regclass and attname in ('area', 'track')",
      ),
    ).toBe('"geometry(MultiPolygon)" "geography(LineStringZ,4326)"');
    expect(await relations()).toEqual(['public.areas', 'public.near', 'public.places']);
    expect(await one("select count(*) from pg_indexes where tablename = 'places'")).toBe('7');
    expect(await one(`${unmarked} and not (made.classid = 'pg_proc'::regclass and made.oid = 'f'::regproc)`)).toBe('0');
  }, 60_000);

  it('vector: modifiers, access methods with options, distances', async () => {
    const { diagnostics, stubbed } = await load(`
      create schema extensions;
      create extension vector with schema extensions;
      create table items (id bigint primary key, embedding extensions.vector(1536), half extensions.halfvec(3) unique, sparse extensions.sparsevec(5), bits bit(3));
      create index on items using hnsw (embedding extensions.vector_cosine_ops) with (m = 16, ef_construction = 64);
      create index on items using ivfflat (embedding extensions.vector_l2_ops) with (lists = 100);
      create index on items using hnsw ((embedding::extensions.halfvec(1536)) extensions.halfvec_l2_ops);
      create index on items using hnsw (bits extensions.bit_hamming_ops);
      set search_path = public, extensions;
      create function match(q vector(1536)) returns setof items language sql stable begin atomic select * from items order by embedding <=> q limit 5; end;
      create view v as select vector_dims(embedding) as dims, 1 - (embedding <=> '[1,2]') as similarity from items;`);
    expect(diagnostics.filter((one) => one.severity !== 'note')).toEqual([]);
    expect(stubbed).toEqual([{ name: 'vector', schema: 'extensions' }]);
    expect(
      await one(
        "select format_type(atttypid, atttypmod) from pg_attribute where attrelid = 'items'::regclass and attname = 'embedding'",
      ),
    ).toBe('extensions.vector(1536)');
    expect(
      await one(
        "select string_agg(am.amname, ',' order by am.amname) from pg_class c join pg_am am on am.oid = c.relam where c.relkind = 'i' and am.oid >= 16384",
      ),
    ).toBe('hnsw,hnsw,hnsw,ivfflat');
    expect(await one(`${unmarked} and not (made.classid = 'pg_proc'::regclass and made.oid = 'match'::regproc)`)).toBe(
      '0',
    );
    expect(diagnostics.map((one) => one.code)).toContain('options-left-out');
  }, 60_000);

  it('partitions, jobs, vaults: their schemas, tables and calls', async () => {
    const { diagnostics, stubbed } = await load(`
      create schema partman;
      create extension pg_partman schema partman;
      create extension pg_cron;
      create extension supabase_vault;
      create table t (at timestamptz) partition by range (at);
      select partman.create_parent('public.t', 'at', '1 day');
      update partman.part_config set retention = '30 days';
      select cron.schedule('0 3 * * *', $$vacuum$$);
      grant usage on schema cron to app;
      grant execute on function cron.schedule(text, text) to app;
      create view jobs as select jobid, command from cron.job;
      create view secrets as select decrypted_secret from vault.decrypted_secrets;
      create policy p on t using ((select name from vault.secrets limit 1) is not null);`);
    expect(diagnostics.filter((one) => one.severity !== 'note')).toEqual([]);
    expect(stubbed.map((one) => `${one.name} ${one.schema}`)).toEqual([
      'pg_cron cron',
      'pg_partman partman',
      'supabase_vault vault',
    ]);
  });

  it('languages, wrappers and table access methods', async () => {
    const { diagnostics, stubbed } = await load(`
      create extension plpython3u;
      create function f(a int) returns int language plpython3u as $$return a$$;
      create function g() returns json language plv8 as $$ return 1; $$;
      create extension postgres_fdw;
      create server remote foreign data wrapper postgres_fdw options (host 'x', dbname 'y');
      create user mapping for current_user server remote options (user 'a', password 'b');
      create foreign table far (id int) server remote options (schema_name 'public');
      import foreign schema public from server remote into public;
      create table cold (id int) using columnar;`);
    expect(diagnostics.filter((one) => one.severity !== 'note')).toEqual([]);
    expect(stubbed.map((one) => one.name)).toEqual(['citus', 'plpython3u', 'plv8', 'postgres_fdw']);
    expect(
      await one(
        "select string_agg(l.lanname, ',' order by p.proname) from pg_proc p join pg_language l on l.oid = p.prolang where p.proname in ('f', 'g')",
      ),
    ).toBe('plpython3u,plv8');
    expect(await relations()).toEqual(['public.cold', 'public.far']);
  });

  it('collations of other operating systems, whose names have dots', async () => {
    const { diagnostics } = await load(
      'create table a (t text collate "de_DE.utf8", u text collate pg_catalog."sv_SE.utf8", v text collate pg_catalog.xx);',
    );
    expect(told(diagnostics).filter((one) => !one.startsWith('note'))).toEqual([]);
    expect(
      await one(
        "select string_agg(collname, ' ' order by attnum) from pg_attribute a join pg_collation c on c.oid = attcollation where attrelid = 'a'::regclass and attnum > 0",
      ),
    ).toBe('de_DE.utf8 sv_SE.utf8 xx');
  });

  it('unknown ones: types, functions and operator classes by what statements say of them', async () => {
    const { diagnostics, stubbed } = await load(`
      create extension "acme-keys" with schema public;
      create table a (id acme_id primary key default acme_new('a'), code acme_code(12), since timestamptz default acme_now(), n int check (acme_valid(n)), flag boolean default acme_flag());
      create index on a using gist (code acme_ops);
      create trigger t before update on a for each row execute function acme_touch('x');
      create view v as select acme_text(code) || '!' as t, acme_count(id) + 1 as n from a where acme_seen(id);`);
    expect(diagnostics.filter((one) => one.severity !== 'note')).toEqual([]);
    expect(stubbed).toEqual([{ name: 'acme-keys', schema: 'public' }]);
    expect(await relations()).toEqual(['public.a', 'public.v']);
    expect(await one(unmarked)).toBe('0');
  });

  it('are recognised by their types when nothing creates them, and not when a script has its own', async () => {
    const { diagnostics, stubbed } = await load(
      'create table a (g geometry, v vector(3));\ncreate type vector as (x int, y int);',
    );
    expect(stubbed).toEqual([{ name: 'postgis', schema: 'public' }]);
    expect(told(diagnostics)).toEqual([
      expect.stringContaining(
        'note extension-stubbed x.sql:1 the extension postgis is not there and never created, yet used: these stand in: type geometry',
      ),
      expect.stringContaining('error statement-failed x.sql:1 CREATE TABLE a'),
    ]);
  });

  it('what Supabase has in every database', async () => {
    const { diagnostics, stubbed } = await load(`
      create extension if not exists "uuid-ossp" with schema extensions;
      create table profiles (id uuid primary key references auth.users (id) on delete cascade, key uuid default extensions.uuid_generate_v4());
      alter table profiles enable row level security;
      create policy own on profiles for select to authenticated using ((select auth.uid()) = id);
      create policy files on storage.objects for insert to anon with check (bucket_id = 'avatars' and (storage.foldername(name))[1] = auth.uid()::text);
      create trigger on_auth_user_created after insert on auth.users for each row execute function handle_new_user();
      create function handle_new_user() returns trigger language plpgsql security definer as $$ begin return new; end $$;
      alter publication supabase_realtime add table profiles;
      insert into storage.buckets (id, name) values ('avatars', 'avatars');`);
    expect(diagnostics.filter((one) => one.severity !== 'note')).toEqual([]);
    expect(stubbed.map((one) => one.name)).toEqual(['supabase_auth', 'supabase_extensions', 'supabase_storage']);
    expect(await one("select provolatile::text from pg_proc where oid = 'auth.uid'::regproc")).toBe('s');
  });

  it('hypertables and continuous aggregates are tables and views', async () => {
    const { diagnostics } = await load(`
      create extension timescaledb;
      create table m (at timestamptz not null, v int);
      select create_hypertable('m', 'at', if_not_exists => true);
      create materialized view daily with (timescaledb.continuous) as select time_bucket('1 day', at) as day, avg(v) from m group by 1;
      alter table m set (timescaledb.compress, timescaledb.compress_segmentby = 'v');
      select add_retention_policy('m', interval '1 year');`);
    expect(diagnostics.filter((one) => one.severity !== 'note')).toEqual([]);
    expect(await relations()).toEqual(['public.daily', 'public.m']);
  });
});
