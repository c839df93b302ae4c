import { createServer } from 'node:http';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { findBinaries, type Major, majors } from './binaries.ts';
import { type StartedServer, startPostgres } from './start.ts';

/** How a test gets a server of a major: it runs already, it can be started, or there is none. */
export type Supply =
  | { readonly kind: 'running'; readonly url: string; readonly version: number }
  | { readonly kind: 'startable'; readonly version: Major }
  | { readonly kind: 'absent'; readonly version: Major; readonly why: string };

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: {
      /** Of each major, and what serves where any will do. */
      readonly supplies: readonly Supply[];
      readonly any: Supply | undefined;
      /** `GET <starter>/18` starts a server once for all workers and answers with its URL. */
      readonly starter: string;
    };
  }
}

/**
 * Runs once before all tests: looks which servers there are, and stays ready to start others. A server is started
 * when the first test asks for it, and stopped here at the end.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const named = process.env['RELVAR_TEST_POSTGRES_URL'];
  const places = [...(named ? [named] : []), 'postgres://postgres@127.0.0.1:5432/postgres'];
  const running = (await Promise.all(places.map(look))).filter((supply) => supply !== undefined);
  if (named && running[0]?.url !== named)
    throw new Error('RELVAR_TEST_POSTGRES_URL: no server that lets us create databases');

  const folders = new Map<Major, string>();
  const supplies = majors.map((version): Supply => {
    const found = running.find((supply) => supply.version === version);
    if (found) return found;
    const binaries = findBinaries(version);
    if ('why' in binaries) return { kind: 'absent', version, why: binaries.why };
    folders.set(version, binaries.folder);
    return { kind: 'startable', version };
  });
  const any = running[0] ?? supplies.findLast((supply) => supply.kind === 'startable');

  const started = new Map<Major, Promise<StartedServer>>();
  const starter = createServer(async (request, response) => {
    const version = Number(request.url?.slice(1)) as Major;
    try {
      let server = started.get(version);
      if (!server) {
        server = startPostgres(folders.get(version) ?? '');
        started.set(version, server);
      }
      response.end((await server).url);
    } catch (error) {
      response.writeHead(500).end(error instanceof Error ? error.message : String(error));
    }
  });
  const port = await new Promise<number>((resolve) => {
    starter.listen(0, '127.0.0.1', () => {
      const address = starter.address();
      resolve(address !== null && typeof address === 'object' ? address.port : 0);
    });
  });
  project.provide('postgres', { supplies, any, starter: `http://127.0.0.1:${port}` });

  return async () => {
    starter.close();
    const servers = await Promise.allSettled(started.values());
    await Promise.all(servers.map((server) => (server.status === 'fulfilled' ? server.value.stop() : undefined)));
  };
}

/** The server at a URL, when there is one in which we may create databases. */
async function look(url: string): Promise<Extract<Supply, { kind: 'running' }> | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number; able: boolean }>(
      `select current_setting('server_version_num')::int / 10000 as version, rolsuper or rolcreatedb as able
         from pg_roles where rolname = current_user`,
    );
    return rows[0]?.able ? { kind: 'running', url, version: rows[0].version } : undefined;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}
