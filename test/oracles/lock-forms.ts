import { readFileSync } from 'node:fs';
import pg from 'pg';
import type { Connection, EngineError } from '../../src/engines/connection.ts';
import { facts } from '../facts/facts.ts';

const read = (name: string) => readFileSync(new URL(`../facts/${name}`, import.meta.url), 'utf8');

/** The schema that the forms are about: that of the facts, and more. */
export const setup = `${facts.setup}\n${read('more-setup.sql')}`;

/** Statements, one a line, each run on that schema. */
export const forms: readonly string[] = read('more-forms.sql')
  .split('\n')
  .filter((line) => line !== '');

/** A connection that may write, to a server. */
export async function writing(url: string): Promise<Connection> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const rows = async (sql: string, parameters?: readonly unknown[]) =>
    (await client.query(sql, parameters && [...parameters])).rows;
  return {
    query: rows,
    async queryAll(statements) {
      const results = [];
      for (const sql of statements) results.push(await rows(sql));
      return results;
    },
    async exec(sql) {
      await client.query(sql);
    },
    async batch(statements) {
      let completed = 0;
      for (const sql of statements) {
        try {
          await client.query(sql);
        } catch (error) {
          return { completed, error: error as EngineError };
        }
        completed++;
      }
      return { completed };
    },
    close: () => client.end(),
  };
}
