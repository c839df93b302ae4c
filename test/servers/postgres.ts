import pg from 'pg';
import { describe, inject, test } from 'vitest';
import type { Major } from './binaries.ts';
import type { Supply } from './setup.ts';

/** A real server, shared by all tests of the run. Roles are shared too: a test that makes one removes it. */
export interface PostgresServer {
  /** As a user who may create databases; the database is not the tests' to write in. */
  readonly url: string;
  /** The major. */
  readonly version: number;
  /** True when the harness runs it: the user is a superuser, and the role relvar_password must give its password. */
  readonly started: boolean;
}

/** A scratch database: UTF8, the C locale, empty. */
export interface PostgresDatabase {
  readonly url: string;
  readonly name: string;
  /** Rows as objects; of several statements in one text, nothing. */
  query(sql: string, parameters?: readonly unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/**
 * A server of the major asked for, of any when none is named: the one that RELVAR_TEST_POSTGRES_URL names, else the
 * one at the local default port, else one that the harness starts. Throws when there is none.
 */
export async function postgresServer(version?: Major): Promise<PostgresServer> {
  const supply = supplyOf(version);
  if (supply === undefined || supply.kind === 'absent')
    throw new Error(`no PostgreSQL ${version ?? ''}: ${reason(supply)}`);
  if (supply.kind === 'running') return { url: supply.url, version: supply.version, started: false };
  const response = await fetch(`${inject('postgres').starter}/${supply.version}`);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return { url: text, version: supply.version, started: true };
}

/**
 * `describe`, once for each of these majors. Where there is no server of one, its tests are skipped and a line on
 * standard error says why; where RELVAR_TEST_POSTGRES_REQUIRED lists it (`13,15,17,18`), that is a failure.
 */
export function describeWithPostgres(
  versions: readonly Major[],
  name: string,
  tests: (server: PostgresServer) => void,
): void {
  for (const version of versions) {
    const title = `${name} on PostgreSQL ${version}`;
    const supply = supplyOf(version);
    if (supply !== undefined && supply.kind !== 'absent') {
      // Asked for at once, so that several servers start side by side; awaited where a failure is reported.
      const server = postgresServer(version);
      server.catch(() => undefined);
      describe(title, async () => tests(await server));
    } else if (process.env['RELVAR_TEST_POSTGRES_REQUIRED']?.split(',').includes(`${version}`)) {
      describe(title, () => {
        test('has a server', () => {
          throw new Error(`no PostgreSQL ${version}: ${reason(supply)}`);
        });
      });
    } else {
      process.stderr.write(`skipped: ${title}: ${reason(supply)}\n`);
      describe.skip(title, () => tests({ url: '', version, started: false }));
    }
  }
}

let databases = 0;

/** Makes a scratch database, hands it over, and drops it with whatever is still connected. */
export async function withDatabase<T>(
  server: PostgresServer,
  use: (database: PostgresDatabase) => Promise<T>,
): Promise<T> {
  const name = `relvar_test_${process.pid}_${++databases}`;
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  const admin = await connected(server.url);
  try {
    await admin.query(`create database ${name} template template0 encoding 'UTF8' locale 'C'`);
    try {
      const client = await connected(url.href);
      try {
        return await use({
          url: url.href,
          name,
          query: async (sql, parameters) => (await client.query(sql, parameters && [...parameters])).rows,
        });
      } finally {
        await client.end();
      }
    } finally {
      await admin.query(`drop database ${name} with (force)`);
    }
  } finally {
    await admin.end();
  }
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

function supplyOf(version: Major | undefined): Supply | undefined {
  const { supplies, any } = inject('postgres');
  return version === undefined ? any : supplies.find((supply) => supply.version === version);
}

function reason(supply: Supply | undefined): string {
  const elsewhere = 'none at RELVAR_TEST_POSTGRES_URL or 127.0.0.1:5432';
  return supply?.kind === 'absent' ? `${elsewhere}, and ${supply.why}` : elsewhere;
}
