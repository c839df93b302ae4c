import { describe, expect, it } from 'vitest';
import { embedded, resetDatabase } from './embedded.ts';
import { keyCases } from './key-cases.ts';
import { proveOnline } from './online.ts';
import { onlineCases } from './online-cases.ts';
import { describeWithPostgres, withDatabase } from './servers/postgres.ts';

const allCases = { ...onlineCases, ...keyCases };

const empty = `do $$ declare one text; begin
  for one in select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' loop
    execute format('drop schema %I cascade', one);
  end loop;
  for one in select fdwname from pg_foreign_data_wrapper loop
    execute format('drop foreign data wrapper %I cascade', one);
  end loop;
end $$; create schema public; grant all on schema public to public`;

describe('on the embedded engine', () => {
  for (const [title, one] of Object.entries(allCases)) {
    it(title, async () => {
      const target = { connection: await embedded(), version: '18.0', reset: resetDatabase };
      const steps = await proveOnline(one, target);
      // Broken off after each step, and taken back.
      for (let upTo = 1; upTo < steps; upTo++) await proveOnline(one, target, upTo);
      expect(steps).toBeGreaterThan(0);
    });
  }
});

describeWithPostgres([13, 15, 17, 18], 'online forms', (server) => {
  it('are carried out and taken back', async () => {
    await withDatabase(server, async (database) => {
      const { connectForWriting } = await import('../src/engines/postgres/connect.ts');
      const connection = await connectForWriting(database.url);
      try {
        for (const [title, one] of Object.entries(allCases)) {
          if ((one.since ?? 13) > server.version) continue;
          const target = { connection, version: `${server.version}.0`, reset: () => connection.exec(empty) };
          await proveOnline(one, target).catch((cause: unknown) => {
            throw new Error(`${title}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
          });
        }
      } finally {
        await connection.close();
      }
    });
  }, 300_000);
});
