import pg from 'pg';
import { expect, test } from 'vitest';
import { type LockMode, lockMode, strongest } from '../../src/engines/postgres/locks.ts';
import { openStatementReader } from '../../src/engines/postgres/migration/read.ts';
import { outsideLocks } from '../../src/engines/postgres/outside-locks.ts';
import { describeWithPostgres, withDatabase } from '../servers/postgres.ts';

/** What is watched: the statement, and the lock of another session that makes it wait in the middle of its work. */
const cases: readonly {
  readonly sql: string;
  readonly since?: number;
  readonly waitsFor: string;
  readonly idle?: true;
}[] = [
  { sql: 'create index concurrently z on t (b)', waitsFor: 'lock table t in row exclusive mode' },
  { sql: 'create unique index concurrently z on t (b)', waitsFor: 'lock table t in row exclusive mode' },
  { sql: 'drop index concurrently t_a', waitsFor: 'lock table t in row exclusive mode' },
  { sql: 'reindex index concurrently t_a', waitsFor: 'lock table t in row exclusive mode' },
  { sql: 'reindex table concurrently t', waitsFor: 'lock table t in row exclusive mode' },
  // It waits between two short transactions, and holds nothing meanwhile.
  {
    sql: 'alter table p detach partition p1 concurrently',
    since: 14,
    waitsFor: 'lock table p in row exclusive mode',
    idle: true,
  },
];

describeWithPostgres([13, 15, 17, 18], 'locks of statements outside transactions', (server) => {
  for (const { sql, since = 13, waitsFor, idle } of cases) {
    test.skipIf(server.version < since)(sql, () =>
      withDatabase(server, async (database) => {
        await database.query(`create table t (a int, b int); create index t_a on t (a);
          create table p (a int) partition by range (a); create table p1 partition of p for values from (0) to (9)`);
        const [worker, holder] = [new pg.Client(database.url), new pg.Client(database.url)];
        await Promise.all([worker.connect(), holder.connect()]);
        try {
          const pid = (await worker.query('select pg_backend_pid() as pid')).rows[0]?.pid;
          await holder.query(`begin; ${waitsFor}`);
          const done = worker.query(sql);
          const seen = await heldWhileWaiting(database.query, pid);
          await holder.query('rollback');
          await done;
          const [action] = (await openStatementReader())(sql).actions;
          if (!action) throw new Error('not read');
          for (const { on, name, mode } of outsideLocks(action)) {
            const relation = on === 'itself' ? name.name : on === 'its table' ? 't' : 't_a';
            expect([relation, seen.get(relation)]).toEqual([relation, idle ? undefined : mode]);
          }
        } finally {
          await Promise.all([worker.end(), holder.end()]);
        }
      }),
    );
  }
});

async function heldWhileWaiting(
  query: (sql: string, parameters?: readonly unknown[]) => Promise<readonly Readonly<Record<string, unknown>>[]>,
  pid: unknown,
): Promise<ReadonlyMap<string, LockMode>> {
  for (let tries = 0; tries < 1000; tries++) {
    const waiting = await query('select 1 from pg_locks where pid = $1 and not granted', [pid]);
    if (waiting.length > 0) {
      const rows = await query(
        `select c.relname as name, array_to_string(array_agg(l.mode), ' ') as modes from pg_locks l
        join pg_class c on c.oid = l.relation where l.pid = $1 and l.granted and c.oid >= 16384 group by 1`,
        [pid],
      );
      return new Map(
        rows.map((row) => [
          String(row['name']),
          strongest(String(row['modes']).split(' ').map(lockMode)) ?? 'ACCESS SHARE',
        ]),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it did not wait');
}
