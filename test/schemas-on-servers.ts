import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import type { Connection, Row } from '../src/engines/connection.ts';
import { readScript } from '../src/engines/postgres/load/read.ts';
import type { ScriptStatement } from '../src/engines/script.ts';
import { featureSql, features } from './features.ts';
import type { PostgresServer } from './servers/postgres.ts';

const corpus = new URL('corpus/postgres/', import.meta.url);
/** Real schemas, and one for each kind of object that uses all its features. */
export const schemas = [...readdirSync(corpus).filter((name) => name.endsWith('.sql')), ...features];

/** What is written otherwise so that servers before 18 can load it, with why. */
const forOlder: Readonly<Record<string, readonly (readonly [from: RegExp, to: string, why: string])[]>> = {
  'pagila.sql': [
    [/uuidv7\(\)/g, 'gen_random_uuid()', 'a function of 18'],
    [/\) VIRTUAL/g, ') STORED', 'virtual columns are of 18'],
    [/^CREATE INDEX \w+ ON [\w.]+ USING hnsw.*$/gm, '', 'before 18 no stand-in for an access method builds an index'],
  ],
};

export function changesForOlder(
  name: string,
  version: number,
): readonly (readonly [from: RegExp, to: string, why: string])[] {
  return version >= 18 ? [] : (forOlder[name] ?? []);
}

export function textOf(name: string, version: number): string {
  if (features.includes(name)) return featureSql(name, version);
  const text = readFileSync(new URL(name, corpus), 'utf8');
  return changesForOlder(name, version).reduce((changed, [from, to]) => changed.replace(from, to), text);
}

export async function statementsOf(name: string, text: string): Promise<readonly ScriptStatement[]> {
  const file = {
    name,
    async *read() {
      yield text;
    },
  };
  return (await readScript([file])).statements;
}

/** A connection that may write: what the product has for live servers may not. */
export async function writable(url: string): Promise<Connection> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const query = async (sql: string, parameters?: readonly unknown[]) =>
    (await client.query<Row>(sql, parameters && [...parameters])).rows;
  return {
    query,
    queryAll: (statements) => Promise.all(statements.map((sql) => query(sql))),
    exec: async (sql) => {
      await client.query(sql);
    },
    async batch(statements) {
      for (const [completed, sql] of statements.entries()) {
        try {
          await client.query(sql);
        } catch (error) {
          if (!(error instanceof pg.DatabaseError)) throw error;
          return { completed, error: { code: error.code ?? '', message: error.message } };
        }
      }
      return { completed: statements.length };
    },
    close: () => client.end(),
  };
}

/** Roles are the server's, shared by all tests; the database that used them is gone by now. */
export async function dropRoles(server: PostgresServer, roles: readonly string[]): Promise<void> {
  if (roles.length === 0) return;
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    for (const role of roles) await client.query(`drop role ${client.escapeIdentifier(role)}`);
  } finally {
    await client.end();
  }
}
