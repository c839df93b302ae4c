import { describe, expect, onTestFinished, test } from 'vitest';
import type { Catalog } from '../src/catalog/catalog.ts';
import type { Connection } from '../src/engines/connection.ts';
import { connect } from '../src/engines/postgres/connect.ts';
import { introspect } from '../src/engines/postgres/introspect/index.ts';
import { withStubbed } from '../src/engines/postgres/introspect/objects.ts';
import { loadStatements } from '../src/engines/postgres/load/load.ts';
import { wantedExtensions } from '../src/engines/postgres/load/wanted.ts';
import { schemaStatements } from '../src/engines/postgres/schema/index.ts';
import type { ScriptStatement } from '../src/engines/script.ts';
import { openEmbedded } from '../src/lab/embedded.ts';
import { hasEmbeddedExtension } from '../src/lab/extensions.ts';
import { changesForOlder, dropRoles, schemas, statementsOf, textOf, writable } from './schemas-on-servers.ts';
import { majors } from './servers/binaries.ts';
import { describeWithPostgres, type PostgresServer, withDatabase } from './servers/postgres.ts';

interface Loaded {
  readonly catalog: Catalog;
  readonly failures: readonly string[];
  readonly roles: readonly string[];
}

/** Loads statements as the product does, and reads the schema back through `read`. */
async function load(
  connection: Connection,
  statements: readonly ScriptStatement[],
  hasExtension: (name: string) => boolean,
  read: () => Promise<Catalog>,
): Promise<Loaded> {
  const { diagnostics, stubbed, roles } = await loadStatements(connection, statements, { hasExtension });
  const failures = diagnostics.filter((one) => one.severity === 'error').map((one) => `${one.line}: ${one.message}`);
  return { catalog: withStubbed(await read(), stubbed), failures, roles };
}

const inEmbedded = new Map<string, Promise<Loaded>>();

/** In an embedded engine of its own, which has no more extensions than are named. */
function loadEmbedded(name: string, text: string, extensions: readonly string[]): Promise<Loaded> {
  const key = [text, ...extensions].join('\n');
  const known = inEmbedded.get(key) ?? inOwnEngine(name, text, extensions);
  inEmbedded.set(key, known);
  return known;
}

async function inOwnEngine(name: string, text: string, extensions: readonly string[]): Promise<Loaded> {
  const statements = await statementsOf(name, text);
  const connection = await openEmbedded({ extensions });
  try {
    const has = (name: string) => name === 'plpgsql' || extensions.includes(name);
    return await load(connection, statements, has, () => introspect(connection));
  } finally {
    await connection.close();
  }
}

/** What a catalog says of the schema; what it says of the server it is on is set aside. */
function ofSchema(catalog: Catalog, version: number): Catalog {
  return {
    ...catalog,
    // Servers bring extensions of other versions, and some that the embedded engine stands in for.
    extensions: catalog.extensions.map(({ name, schema }) => ({ name, schema, stubbed: false })),
    // The schema public is the server's: in PostgreSQL 15 its owner and its privileges have changed.
    schemas:
      version >= 15
        ? catalog.schemas
        : catalog.schemas.map(({ owner: _, ...schema }) =>
            schema.name === 'public' ? { ...schema, grants: [] } : schema,
          ),
  };
}

async function sameOnServer(server: PostgresServer, name: string): Promise<void> {
  const text = textOf(name, server.version);
  const statements = await statementsOf(name, text);
  await withDatabase(server, async (database) => {
    const rows = await database.query('select name from pg_available_extensions');
    const onServer = new Set(rows.map((row) => String(row['name'])));
    const extensions = wantedExtensions(statements).filter((one) => onServer.has(one) && hasEmbeddedExtension(one));
    const writer = await writable(database.url);
    const live = await load(
      writer,
      statements,
      (one) => one === 'plpgsql' || extensions.includes(one),
      () => readLive(database.url),
    ).finally(() => writer.close());
    onTestFinished(() => dropRoles(server, live.roles));
    const embedded = await loadEmbedded(name, text, extensions);
    expect(live.failures).toEqual(embedded.failures);
    expect(ofSchema(live.catalog, server.version)).toEqual(ofSchema(embedded.catalog, server.version));
  });
}

async function readLive(url: string): Promise<Catalog> {
  const connection = await connect(url);
  return await introspect(connection).finally(() => connection.close());
}

describeWithPostgres(majors, 'the catalog of a live server is that of the file', (server) => {
  for (const name of schemas) {
    test([name, ...changesForOlder(name, server.version).map(([, , why]) => `(${why})`)].join(' '), () =>
      sameOnServer(server, name),
    );
  }
});

describe('a catalog written back as statements and read again is the same', () => {
  test.each(schemas)('%s', async (name) => {
    const text = textOf(name, 18);
    const extensions = wantedExtensions(await statementsOf(name, text)).filter(hasEmbeddedExtension);
    const first = await loadEmbedded(name, text, extensions);
    const second = await inOwnEngine(name, [...schemaStatements(first.catalog)].join(';\n'), extensions);
    expect(second.failures).toEqual([]);
    expect(withoutOwners(second.catalog)).toEqual(withoutOwners(first.catalog));
  });
});

/** The statements leave owners out. */
function withoutOwners(catalog: Catalog): unknown {
  return JSON.parse(
    JSON.stringify(catalog, (key, value) =>
      key === 'owner' ? undefined : typeof value === 'bigint' ? `${value}n` : value,
    ),
  );
}
