import type { Connection } from '../src/engines/connection.ts';
import { openEmbedded } from '../src/lab/embedded.ts';

let opened: Promise<Connection> | undefined;

/** What the engine below has. */
export const embeddedExtensions: readonly string[] = [
  'citext',
  'pg_trgm',
  'hstore',
  'btree_gist',
  'ltree',
  'pgcrypto',
  'intarray',
  'uuid-ossp',
];

/** One embedded engine for all tests of a worker, with the extensions that cases use. */
export function embedded(): Promise<Connection> {
  opened ??= openEmbedded({ extensions: embeddedExtensions });
  return opened;
}

/** Drops everything that a case made; `public` is empty afterwards. */
export async function resetDatabase(): Promise<void> {
  const database = await embedded();
  await database.exec(`rollback; set search_path to default; reset all;
    do $$ declare one record; begin
      for one in select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' loop
        execute format('drop schema %I cascade', one.nspname);
      end loop;
      for one in select evtname from pg_event_trigger loop execute format('drop event trigger %I', one.evtname); end loop;
      for one in select pubname from pg_publication loop execute format('drop publication %I', one.pubname); end loop;
      for one in select fdwname from pg_foreign_data_wrapper loop execute format('drop foreign data wrapper %I cascade', one.fdwname); end loop;
      for one in select lanname from pg_language where oid >= 16384 loop execute format('drop language %I cascade', one.lanname); end loop;
      for one in select amname from pg_am where oid >= 16384 loop execute format('drop access method %I cascade', one.amname); end loop;
      delete from pg_default_acl;
    end $$;
    create schema public; grant all on schema public to public;`);
}
