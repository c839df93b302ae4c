import { describe, expect, it } from 'vitest';
import type { Change } from '../src/catalog/change.ts';
import { renderChange } from '../src/engines/postgres/render.ts';
import { postgresTraits } from '../src/engines/postgres/traits.ts';
import { embedded, resetDatabase } from './embedded.ts';
import type { Major } from './servers/binaries.ts';
import { describeWithPostgres, withDatabase } from './servers/postgres.ts';

/** A change, how it is written, and what must be true when it was carried out. */
export interface ChangeCase {
  /** What there is before. */
  readonly given: string;
  readonly change: Change;
  /** The statements for PostgreSQL 18. */
  readonly sql: readonly string[];
  /** Those for older versions, where they differ. */
  readonly before18?: readonly string[];
  /** The first version that can do it. */
  readonly from?: Major;
  /** Statements to run after it. */
  readonly after?: string;
  /** A query of one boolean. */
  readonly holds: string;
}

/** How a case is run: the engine, behind the three things that are asked of it. */
interface Engine {
  readonly version: Major;
  exec(sql: string): Promise<unknown>;
  value(query: string): Promise<unknown>;
  /** The SQLSTATE of the failure, if it fails. */
  code(sql: string): Promise<string | undefined>;
}

const older: readonly Major[] = [13, 15, 17];

/**
 * Renders each change, compares the SQL, runs it on the embedded engine and on servers of older versions, and looks
 * at the effect. Also holds every statement to what it says of transactions.
 */
export function testChanges(cases: Readonly<Record<string, ChangeCase>>): void {
  describe('on the embedded engine', () => {
    for (const [title, given] of Object.entries(cases)) {
      it(title, async () => {
        await resetDatabase();
        const database = await embedded();
        expect(renderChange(given.change, postgresTraits('18.0')).map(({ sql }) => sql)).toEqual(given.sql);
        await carryOut(given, {
          version: 18,
          exec: (sql) => database.exec(sql),
          value: async (query) => Object.values((await database.query(query))[0] ?? {})[0],
          code: async (sql) => (await database.batch([sql])).error?.code,
        });
      });
    }
  });
  describeWithPostgres(older, 'changes', (server) => {
    // In one database: making one for each case would take most of the time.
    it('are carried out', async () => {
      await withDatabase(server, async (database) => {
        for (const [title, given] of Object.entries(cases)) {
          if ((given.from ?? 13) > server.version) continue;
          const version = older.find((one) => one === server.version) ?? 13;
          const sql = renderChange(given.change, postgresTraits(`${version}.0`)).map((statement) => statement.sql);
          expect(sql, title).toEqual(given.before18 ?? given.sql);
          await database.query(empty);
          await carryOut(given, {
            version,
            exec: (sql) => database.query(sql),
            value: async (query) => Object.values((await database.query(query))[0] ?? {})[0],
            code: (sql) => database.query(sql).then(() => undefined, codeOf),
          }).catch((cause) => {
            throw new Error(`${title}: ${cause instanceof Error ? cause.message : cause}`, { cause });
          });
        }
      });
    });
  });
}

const empty = `do $$ declare one text; begin
  for one in select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' loop
    execute format('drop schema %I cascade', one);
  end loop;
end $$; create schema public`;

async function carryOut(given: ChangeCase, engine: Engine): Promise<void> {
  await engine.exec(given.given);
  for (const { sql, transactional } of renderChange(given.change, postgresTraits(`${engine.version}.0`))) {
    expect(sql).not.toMatch(/;\s*$/);
    for (const line of sql.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    if (transactional) {
      await engine.exec(`begin; ${sql}; commit`);
    } else {
      await engine.exec('begin');
      expect(await engine.code(sql), `${sql} runs in a transaction`).toBe('25001');
      await engine.exec('rollback');
      await engine.exec(sql);
    }
  }
  if (given.after !== undefined) await engine.exec(given.after);
  expect(await engine.value(given.holds), given.holds).toBe(true);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'no code';
}
