import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFeature } from '../../../../test/features.ts';
import type { Catalog } from '../../../catalog/catalog.ts';
import { openEmbedded } from '../../../lab/embedded.ts';
import type { Connection } from '../../connection.ts';

let database: Connection;
let catalog: Catalog;

// Some of these objects belong to no schema: the engine is the test's own.
beforeAll(async () => {
  database = await openEmbedded();
  catalog = await readFeature(database, 'others');
});
afterAll(() => database.close());

const definition = (kind: string, name: string) =>
  catalog.others.find((one) => one.kind === kind && one.name === name)?.definition;

test('every object of a kind that the catalog does not model is named', () => {
  expect(catalog.others.map((one) => `${one.kind} ${one.schema ?? '-'} ${one.name}`)).toEqual([
    'access method - another_heap',
    'cast - integer as public.pair',
    'collation public german',
    'collation public loose',
    'collation public plain_c',
    'default privileges - postgres on f',
    'default privileges - postgres on r',
    'default privileges sold postgres on S',
    'event trigger - watch',
    'event trigger - watch_not',
    'foreign data wrapper - nowhere',
    'language - pl odd',
    'member of - publication few: table public.far',
    'member of - publication few: table public.texts',
    'member of - publication parts: table public.far',
    'member of - publication parts: table public.texts',
    'member of - publication schemas: schema sold',
    'member of - publication schemas: table public.far',
    'operator public !!!(none, integer)',
    'operator public ===(public.pair, public.pair)',
    'operator class public upside_down using btree',
    'operator family public upside_down using btree',
    'publication - everything',
    'publication - few',
    'publication - parts',
    'publication - schemas',
    'setting of - publication everything: publish',
    'setting of - publication few: publish_via_partition_root',
    'text search configuration public notes',
    'text search dictionary public simple_german',
  ]);
});

test.each([
  [
    'collation',
    'loose',
    "CREATE COLLATION public.loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
  ],
  ['collation', 'plain_c', "CREATE COLLATION public.plain_c (provider = libc, locale = 'C')"],
  [
    'event trigger',
    'watch',
    "CREATE EVENT TRIGGER watch ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION public.on_ddl()",
  ],
  ['publication', 'everything', 'CREATE PUBLICATION everything FOR ALL TABLES'],
  ['setting of', 'publication everything: publish', "ALTER PUBLICATION everything SET (publish = 'insert, update')"],
  [
    'member of',
    'publication parts: table public.texts',
    'ALTER PUBLICATION parts ADD TABLE ONLY public.texts (id, body) WHERE ((id > 10))',
  ],
  [
    'cast',
    'integer as public.pair',
    'CREATE CAST (integer AS public.pair) WITH FUNCTION public.pair_of(integer) AS ASSIGNMENT',
  ],
  ['language', 'pl odd', 'CREATE LANGUAGE "pl odd" HANDLER plpgsql_call_handler'],
  [
    'default privileges',
    'postgres on S',
    'ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA sold GRANT USAGE ON SEQUENCES TO reader WITH GRANT OPTION',
  ],
  [
    'default privileges',
    'postgres on f',
    'ALTER DEFAULT PRIVILEGES FOR ROLE postgres REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC',
  ],
])('%s %s', (kind, name, sql) => {
  expect(definition(kind, name)).toBe(sql);
});

test('what takes several statements', () => {
  expect(definition('event trigger', 'watch_not')?.split(';\n')).toEqual([
    'CREATE EVENT TRIGGER watch_not ON sql_drop EXECUTE FUNCTION public.on_ddl()',
    'ALTER EVENT TRIGGER watch_not DISABLE',
  ]);
  expect(definition('text search configuration', 'notes')?.split(';\n')).toEqual([
    'CREATE TEXT SEARCH CONFIGURATION public.notes (PARSER = pg_catalog."default")',
    'ALTER TEXT SEARCH CONFIGURATION public.notes ADD MAPPING FOR asciiword WITH public.simple_german, simple',
    'ALTER TEXT SEARCH CONFIGURATION public.notes ADD MAPPING FOR word WITH public.simple_german, simple',
    'ALTER TEXT SEARCH CONFIGURATION public.notes ADD MAPPING FOR email WITH simple',
  ]);
});

test('tables that use them', () => {
  const texts = catalog.tables.find((table) => table.name === 'texts');
  expect(texts?.columns.find((column) => column.name === 'body')?.collation).toEqual({
    schema: 'public',
    name: 'german',
  });
  expect(catalog.tables.find((table) => table.name === 'in_another')?.accessMethod).toBe('another_heap');
});
