import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { pause } from '../src/apply/attempt.ts';
import { machineClock } from '../src/apply/clock.ts';
import type { Connection } from '../src/engines/connection.ts';
import { openForApplying } from '../src/engines/postgres/apply/session.ts';
import { connectForWriting } from '../src/engines/postgres/connect.ts';
import type { DraftStep } from '../src/engines/procedure.ts';
import { withDigests } from '../src/plan/digest.ts';
import { planFolder, samplePlan, startSql } from './apply/sample.ts';
import { carryOut, type OnlineCase, stepsOf } from './online.ts';
import { relvar } from './run-cli.ts';
import { describeWithPostgres, type PostgresDatabase, withDatabase } from './servers/postgres.ts';

async function session(url: string): Promise<Connection> {
  const connection = await connectForWriting(url);
  onTestFinished(() => connection.close());
  return connection;
}

/** Waits until somebody who is called so waits for a lock. */
async function untilWaiting(database: PostgresDatabase, application: string): Promise<void> {
  const query = `select exists (select from pg_stat_activity where datname = current_database()
    and application_name = $1 and wait_event_type = 'Lock') as waits`;
  for (let tries = 0; tries < 400; tries++) {
    const [row] = await database.query(query, [application]);
    if (row?.['waits'] === true) return;
    await setTimeout(10);
  }
  throw new Error(`${application} never waited`);
}

/** Carries out the steps before the one with the title, and gives that. */
async function stepsUpTo(one: OnlineCase, connection: Connection, major: number, title: RegExp): Promise<DraftStep> {
  const reset = () => connection.exec('drop schema public cascade; create schema public');
  const { steps } = await stepsOf(one, { connection, version: `${major}.0`, reset });
  await connection.exec(one.rows);
  const found = steps.find((step) => title.test(step.title));
  if (!found) throw new Error(steps.map((step) => step.title).join('\n'));
  for (const step of steps.slice(0, steps.indexOf(found))) await carryOut(connection, step.work);
  return found;
}

const whole = 'create table t (id int, at int, primary key (id, at));';
const parted = `create table t (id int, at int, primary key (id, at)) partition by range (at);
  create table t_low partition of t for values from (minvalue) to (100);
  create table t_high partition of t for values from (100) to (maxvalue);`;
const noting = 'create function noted() returns trigger language plpgsql as $$ begin return new; end $$;';

/** Steps that drop a trigger of a table whose partitions are written, each found by its title. */
const dropping: Readonly<Record<string, OnlineCase & { readonly step: RegExp }>> = {
  'the one that keeps the table as it was equal to the partitioned one': {
    from: whole,
    to: parted,
    rows: 'insert into t select n, n from generate_series(1, 200) n',
    intents: [{ kind: 'partition', table: { schema: 'public', name: 't' }, pace: {} }],
    steps: [],
    step: /^Drop public\.t as it was/,
  },
  'one of the schema': {
    from: `${parted} ${noting} create trigger noted before insert on t for each row execute function noted();`,
    to: `${parted} ${noting}`,
    rows: 'insert into t select n, n from generate_series(1, 200) n',
    steps: [],
    step: /^Drop trigger/,
  },
  'the one that keeps both names of a column': {
    from: parted.replace('at int,', 'at int, v int,'),
    to: parted.replace('at int,', 'at int, amount int,'),
    rows: 'insert into t select n, n, n from generate_series(1, 200) n',
    changes: () => [
      { kind: 'rename', object: { kind: 'column', name: 'v', of: { schema: 'public', name: 't' } }, to: 'amount' },
    ],
    steps: [],
    step: /^Give public\.t\.v its new name/,
  },
};

/** Works in batches over a table `t`, each with a query that gives what is left to do. */
const walking: Readonly<Record<string, OnlineCase & { readonly step: RegExp; readonly left: string }>> = {
  'a column filled': {
    from: 'create table t (id int primary key, v int not null);',
    to: 'create table t (id int primary key, v bigint not null);',
    rows: 'insert into t select n, n from generate_series(1, 200) n',
    steps: [],
    step: /^Fill .* in batches/,
    left: 'select count(*)::int as left from t where v_relvar_new is distinct from v',
  },
  'a table copied': {
    from: 'create table t (id int primary key, v int not null);',
    to: `create table t (id int primary key, v int not null) partition by range (id);
      create table t_all partition of t default;`,
    rows: 'insert into t select n, n from generate_series(1, 200) n',
    intents: [{ kind: 'partition', table: { schema: 'public', name: 't' }, pace: {} }],
    steps: [],
    step: /^Copy the rows of public\.t in batches/,
    left: 'select count(*)::int as left from (table t except table t_relvar_new) x',
  },
  'rows deleted': {
    from: 'create table t (id int primary key, v int not null);',
    to: 'create table t (id int primary key, v int not null, w int);',
    rows: 'insert into t select n, n from generate_series(1, 200) n',
    intents: [{ kind: 'rows', table: { schema: 'public', name: 't' }, where: 'v % 2 = 0', phase: 'migrate', pace: {} }],
    steps: [],
    step: /^Delete rows/,
    left: 'select count(*)::int as left from t where v % 2 = 0',
  },
  'a column of partitions without a key filled': {
    from: `create table t (id int, v int not null) partition by range (id);
      create table t_low partition of t for values from (minvalue) to (33); create table t_high partition of t default;`,
    to: `create table t (id int, v int not null, w float not null default random()) partition by range (id);
      create table t_low partition of t for values from (minvalue) to (33); create table t_high partition of t default;`,
    rows: 'insert into t select n, n from generate_series(1, 200) n',
    steps: [],
    step: /^Fill .* in batches/,
    left: 'select count(*)::int as left from t where w is null',
  },
  'rows deleted without a key': {
    from: 'create table t (id int, v int not null);',
    to: 'create table t (id int, v int not null, w int);',
    rows: 'insert into t select n, n from generate_series(1, 200) n',
    intents: [{ kind: 'rows', table: { schema: 'public', name: 't' }, where: 'v % 2 = 0', phase: 'migrate', pace: {} }],
    steps: [],
    step: /^Delete rows/,
    left: 'select count(*)::int as left from t where v % 2 = 0',
  },
};

describeWithPostgres([13, 15, 18], 'a plan without downtime', (server) => {
  for (const [title, one] of Object.entries(dropping)) {
    // Whichever partition a DROP TRIGGER locks first: one of the two orders is the wrong one.
    for (const [first, second] of [
      [50, 150],
      [150, 50],
    ]) {
      test(`drops a trigger beside a transaction that writes ${first}, then ${second}: ${title}`, async () => {
        await withDatabase(server, async (database) => {
          const ours = await session(`${database.url}?application_name=ours`);
          const writer = await session(database.url);
          const last = await stepsUpTo(one, ours, server.version, one.step);
          await writer.exec(`begin; delete from t_${(first ?? 0) < 100 ? 'low' : 'high'} where at = ${first}`);
          await writer.exec(`insert into t (id, at) values (0, ${first})`);
          const dropped = carryOut(ours, last.work).then(
            () => undefined,
            (error: Error) => error.message,
          );
          await untilWaiting(database, 'ours');
          const { error } = await writer.batch([`insert into t (id, at) values (0, ${second})`, 'commit']);
          expect([error?.message, await dropped]).toEqual([undefined, undefined]);
        });
      }, 60_000);
    }
  }

  for (const [title, one] of Object.entries(walking)) {
    // Both in one piece of seven rows, whichever of them it comes to first.
    for (const [first, second] of [
      [30, 34],
      [34, 30],
    ]) {
      test(`goes through rows beside a transaction that writes ${first}, then ${second}: ${title}`, async () => {
        await withDatabase(server, async (database) => {
          const ours = await session(`${database.url}?application_name=ours`);
          const writer = await session(database.url);
          const step = await stepsUpTo(one, ours, server.version, one.step);
          await writer.exec(`begin; update t set v = v where id = ${first}`);
          const walked = carryOut(ours, step.work).then(
            () => undefined,
            (error: Error) => error.message,
          );
          await untilWaiting(database, 'ours');
          const { error } = await writer.batch([`update t set v = v where id = ${second}`, 'commit']);
          expect([error?.message, await walked]).toEqual([undefined, undefined]);
          expect(await database.query(one.left)).toEqual([{ left: 0 }]);
        });
      }, 60_000);
    }
  }

  test('gives way to a transaction that wants what it holds, even one that waits longer', async () => {
    const plan = await samplePlan(server);
    const [step] = plan.steps;
    if (!step) throw new Error('no steps');
    const statements = ['orders', 'customers'].map((table) => ({
      transactional: true,
      sql: `ALTER TABLE shop.${table} ADD COLUMN more integer`,
    }));
    const folder = planFolder(
      withDigests({
        ...plan,
        steps: [
          {
            ...step,
            work: { kind: 'statements', statements },
            precautions: { lockTimeoutMilliseconds: 5000, retries: 8 },
          },
        ],
      }),
    );
    await withDatabase(server, async (database) => {
      await database.query(startSql);
      const reader = await session(database.url);
      const writer = await session(`${database.url}?application_name=writer`);
      await reader.exec('begin; select from shop.orders limit 1');
      await writer.exec(`begin; update shop.customers set note = 'x' where id = 1`);
      const applied = relvar(['migrate', 'apply', folder, '--to', database.url, '--yes']);
      await untilWaiting(database, 'relvar migrate');
      // It waits behind the step for orders, longer than the step for customers: it would be the first to look.
      const written = writer.batch(['update shop.orders set touched = 1 where id = 1', 'commit']);
      await untilWaiting(database, 'writer');
      await setTimeout(250);
      await reader.exec('commit');
      expect((await written).error?.message).toBeUndefined();
      const { error } = await applied;
      expect(error.replaceAll(/\s+/g, ' ')).toMatch(/a lock was not had/);
      const [row] = await database.query(
        `select count(*)::int as columns from pg_attribute where attname = 'more' and attrelid in ('shop.orders'::regclass, 'shop.customers'::regclass)`,
      );
      expect(row).toEqual({ columns: 2 });
    });
  }, 60_000);

  test.skipIf(!server.started)('has an automatic VACUUM give way', { timeout: 120_000 }, async () => {
    await withDatabase(server, async (database) => {
      const admin = await session(server.url);
      await admin.exec('alter system set autovacuum_naptime = 1');
      await admin.exec('select pg_reload_conf()');
      onTestFinished(async () => {
        const last = await connectForWriting(server.url);
        await last.exec('alter system reset autovacuum_naptime');
        await last.exec('select pg_reload_conf()');
        await last.close();
      });
      await database.query(startSql);
      await database.query(`alter table shop.orders set (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0,
        autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1, autovacuum_analyze_threshold = 1000000)`);
      await database.query('update shop.orders set touched = touched');
      const working = await openForApplying(database.url);
      onTestFinished(() => working.close());
      const vacuuming = `select l.pid as process from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where l.relation = 'shop.orders'::regclass and l.mode = 'ShareUpdateExclusiveLock' and a.backend_type = 'autovacuum worker'`;
      const holder = async () => {
        const [row] = await database.query(vacuuming);
        return row && Number(row['process']);
      };
      // As long as the launcher takes, and then the worker until it looks: how long that is, the load of the machine tells.
      let found = await holder();
      for (; found === undefined; found = await holder()) await setTimeout(100);
      await working.clearWay([{ process: found, who: 'the server', state: 'autovacuum worker' }]);
      while ((await holder()) === found) await setTimeout(50);
      const [row] = await database.query(
        `select last_autovacuum as ended from pg_stat_user_tables where relid = 'shop.orders'::regclass`,
      );
      expect(row).toEqual({ ended: null });
    });
  });

  test('pauses no longer than a transaction in the way lasts, after a quarter of the pause', async () => {
    await withDatabase(server, async (database) => {
      const reader = await session(database.url);
      const [row] = await reader.query('select pg_backend_pid() as process');
      const holder = { process: Number(row?.['process']), who: 'reader', state: 'idle in transaction' };
      const working = await openForApplying(database.url);
      onTestFinished(() => working.close());
      const context = { session: working, clock: machineClock, signal: new AbortController().signal };
      const paused = async (milliseconds: number) => {
        const begun = performance.now();
        await pause(context, milliseconds, [holder]);
        return performance.now() - begun;
      };
      await reader.exec('begin; select');
      await setTimeout(300);
      expect(await paused(500)).toBeGreaterThan(490);
      const ended = setTimeout(1000).then(() => reader.exec('commit'));
      const long = await paused(20_000);
      await ended;
      expect(long).toBeGreaterThan(4900);
      expect(long).toBeLessThan(15_000);
      await reader.exec('begin; select');
      const ending = setTimeout(2000).then(() => reader.exec('commit'));
      const short = await paused(4000);
      await ending;
      expect(short).toBeGreaterThan(1900);
    });
  }, 60_000);
});
