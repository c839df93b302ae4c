import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { catalogHash } from '../src/catalog/hash.ts';
import { textDigest, withDigests } from '../src/plan/digest.ts';
import type { MigrationPlan, Step } from '../src/plan/plan.ts';
import { catalogAt, endSql, planFolder, samplePlan, sampleRows, sampleSteps, startSql } from './apply/sample.ts';
import { expectRefusal, type Given, type Outcome, relvar } from './run-cli.ts';
import { describeWithPostgres, type PostgresDatabase, type PostgresServer, withDatabase } from './servers/postgres.ts';

/** As if no line were too long: what is set in goes on with the line before. */
const unwrapped = (text: string): string => text.replace(/\n {2,}/g, ' ');

async function carryOut(argv: readonly string[], given: Given = {}): Promise<Outcome> {
  const { error, ...outcome } = await relvar(argv, given);
  return { ...outcome, error: unwrapped(error) };
}

const apply = (folder: string, url: string, ...more: readonly string[]): Promise<Outcome> =>
  carryOut(['migrate', 'apply', folder, '--to', url, '--yes', ...more]);
const back = (folder: string, url: string, ...more: readonly string[]): Promise<Outcome> =>
  carryOut(['migrate', 'rollback', folder, '--to', url, '--yes', ...more]);
/** All the way, the application before being deployed where the way back waits for it. */
async function rollback(folder: string, url: string, ...more: readonly string[]): Promise<Outcome> {
  const outcome = await back(folder, url, ...more);
  return outcome.code === 3 ? await back(folder, url, ...more, '--continue') : outcome;
}

const onStart = <T>(server: PostgresServer, use: (database: PostgresDatabase) => Promise<T>): Promise<T> =>
  withDatabase(server, async (database) => {
    await database.query(startSql);
    return await use(database);
  });

const rowsOf = (server: PostgresServer, sql: string) =>
  withDatabase(server, async (database) => {
    await database.query(sql);
    return await sampleRows(database);
  });

/** A session of somebody else. */
async function session(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'web' });
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end().catch(() => {}));
  return client;
}

const hasJournal = async (database: PostgresDatabase): Promise<boolean> =>
  (await database.query(`select 1 from pg_namespace where nspname = 'relvar'`)).length > 0;

/** Waits until the query gives true. */
async function until(database: PostgresDatabase, query: string): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const [row] = await database.query(query);
    if (Object.values(row ?? {})[0] === true) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`never came: ${query}`);
}

/** The sample plan with some of its steps, changed. */
function withSteps(plan: MigrationPlan, change: (step: Step) => Partial<Step> | undefined): MigrationPlan {
  const steps = plan.steps.flatMap((step) => {
    const changed = change(step);
    return changed === undefined ? [] : [{ ...step, ...changed }];
  });
  return withDigests({ ...plan, steps });
}

const working = `select exists (select from pg_stat_activity where application_name = 'relvar migrate' and state = 'active'
  and wait_event_type = 'Lock' and datname = current_database())`;

describeWithPostgres([13, 18], 'applying a plan', (server) => {
  test('goes to its wait, on to its end, and back', async () => {
    const plan = await samplePlan(server);
    const folder = planFolder(plan);
    await onStart(server, async (database) => {
      // Nobody was told of the wait yet, so that nobody can have said that it is over.
      const first = await apply(folder, database.url, '--continue');
      expect(first.error).toContain('stopped at step 009');
      expect(first.error).toContain('The application writes cents itself');
      expect(first.code).toBe(3);
      expect((await apply(folder, database.url)).error).toContain('stopped at step 009');
      const second = await apply(folder, database.url, '--continue');
      expect(second.error).toContain('done: the schema is the one that the plan ends in');
      expect(second.code).toBe(0);
      expect(catalogHash(await catalogAt(database.url))).toBe(plan.to.hash);
      expect(await sampleRows(database)).toEqual(await rowsOf(server, endSql));
      expect((await apply(folder, database.url)).error).toContain('nothing to do');

      // Nobody has heard yet that the application has to go back first.
      const stopped = await back(folder, database.url, '--continue');
      expect(stopped.code).toBe(3);
      expect(stopped.error).toMatch(/stopped at step 009.*until - The application that works with the schema before/s);
      expect(stopped.error).toMatch(/go on with: relvar migrate rollback .* --continue$/m);
      expect((await back(folder, database.url)).code).toBe(3);
      const undone = await back(folder, database.url, '--continue');
      expect(undone.error).toMatch(/^undone$/m);
      expect(undone.error).toMatch(/^this was not brought back: - .*note/m);
      expect(undone.code).toBe(0);
      expect(catalogHash(await catalogAt(database.url))).toBe(plan.from.hash);
      const before = await rowsOf(server, `${startSql}; update shop.customers set note = null`);
      expect(await sampleRows(database)).toEqual(before);
      expect((await rollback(folder, database.url)).error).toContain('nothing to undo');
      // And there again.
      expect((await apply(folder, database.url)).error).toContain('stopped at step 009');
      expect((await apply(folder, database.url, '--continue')).error).toContain('done: the schema');
      expect(await sampleRows(database)).toMatchObject((await rowsOf(server, endSql)) as object);
    });
  });

  test('stops at the end of a phase, and undoes to a step', async () => {
    const folder = planFolder(await samplePlan(server));
    await onStart(server, async (database) => {
      const expanded = await apply(folder, database.url, '--until', 'expand');
      expect(expanded.error).toContain('the phase expand is done; next is 006');
      const done = async () =>
        (
          await database.query(
            `select step from relvar.journal where direction = 'do' and state = 'done' order by step`,
          )
        ).map((row) => row['step']);
      expect(await done()).toEqual(['001', '002', '003', '004', '005']);
      expect((await rollback(folder, database.url, '--to-step', '003')).code).toBe(0);
      expect(await done()).toEqual(['001', '002', '003']);
      await apply(folder, database.url);
      expect((await apply(folder, database.url, '--continue')).error).toContain('done: the schema');
    });
  });

  test('writes the schema down before it changes it', async () => {
    const folder = planFolder(await samplePlan(server));
    await onStart(server, async (database) => {
      await apply(folder, database.url, '--until', 'expand');
      const [backup = '', ...more] = readdirSync(join(folder, 'before'));
      expect(backup).toMatch(/^relvar_test_\d+_\d+-20260101T000000Z\.sql$/);
      expect(more).toEqual([]);
      expect(readdirSync(folder).filter((name) => name.endsWith('.sql') && /before/.test(name))).toEqual([]);
      await withDatabase(server, async (other) => {
        await other.query(readFileSync(join(folder, 'before', backup), 'utf8'));
        expect(catalogHash(await catalogAt(other.url))).toBe((await samplePlan(server)).from.hash);
      });
      await apply(folder, database.url);
      expect(readdirSync(join(folder, 'before'))).toEqual([backup]);
    });
  });

  test('only tells what it would do', async () => {
    const folder = planFolder(await samplePlan(server));
    await onStart(server, async (database) => {
      await database.query('insert into shop.orders values (9001, 77777, 1)');
      const { out: lines, code } = await relvar(['migrate', 'apply', folder, '--to', database.url, '--dry-run']);
      const out = unwrapped(lines);
      expect(code).toBe(0);
      expect(out).toContain('10 steps would be carried out');
      for (const step of sampleSteps()) expect(out).toContain(`${step.id} ${step.title}`);
      expect(out).toContain('CREATE INDEX CONCURRENTLY orders_customer_id_idx ON shop.orders (customer_id);');
      expect(out).toMatch(/every shop\.orders\.customer_id is there in shop\.customers: 1 row against it/);
      expect(out).toContain('shop.orders.cents is never null: cannot be counted before');
      expect(await hasJournal(database)).toBe(false);
      expect(readdirSync(folder)).toEqual(['plan.json']);
      expect(await sampleRows(database)).toMatchObject({ orders: { rows: 5001 } });
    });
  });

  test('stops before a step that rows stand against', async () => {
    const folder = planFolder(await samplePlan(server));
    await onStart(server, async (database) => {
      await database.query('insert into shop.orders values (9001, 77777, 1), (9002, 77777, 1)');
      const stopped = await apply(folder, database.url);
      expect(stopped.code).toBe(1);
      expect(stopped.error).toContain('nothing is begun: step 005');
      expect(stopped.error).toContain('2 rows against it');
      expect(await hasJournal(database)).toBe(false);
      expect(stopped.error).toContain('SELECT o.id, o.customer_id FROM shop.orders o');
      await database.query('delete from shop.orders where id > 9000');
      expect((await apply(folder, database.url)).error).toContain('stopped at step 009');
    });
  });

  test('begins nothing that a later step would stop, unless a step before it mends the rows', async () => {
    const sample = await samplePlan(server);
    const holds = (table: string, where: string) => ({
      holds: `No row is ${where}.`,
      count: `select count(*) from shop.${table} where ${where}`,
      list: `select id from shop.${table} where ${where}`,
    });
    const mending: Step['work'] = {
      kind: 'statements',
      statements: [{ transactional: true, sql: "update shop.customers set note = 'mended' where id = 3" }],
    };
    const plan = withSteps(sample, ({ id, preconditions, work }) => {
      if (id === '002') return { work: mending };
      if (id === '003') return { work, preconditions: [...preconditions, holds('customers', "note = 'note 3'")] };
      return id === '004' ? { preconditions: [holds('orders', 'customer_id = 4 and id = 3')] } : {};
    });
    const folder = planFolder(plan);
    await onStart(server, async (database) => {
      const dry = unwrapped((await apply(folder, database.url, '--dry-run')).out);
      expect(dry).toContain('none would be begun: rows stand against step 004, below');
      const stopped = await apply(folder, database.url);
      expect(stopped.code).toBe(1);
      expect(stopped.error).toContain('nothing is begun: step 004');
      expect(stopped.error).not.toContain('step 003');
      expect(await hasJournal(database)).toBe(false);
      await database.query('update shop.orders set customer_id = 5 where id = 3');
      expect((await apply(folder, database.url, '--until', 'expand')).code).toBe(0);
      expect(await database.query('select note from shop.customers where id = 3')).toEqual([{ note: 'mended' }]);
    });
  });

  test('tells of rows against a step behind a wait, and goes on to the wait', async () => {
    const plan = withSteps(await samplePlan(server), ({ id, preconditions }) =>
      id === '010'
        ? {
            preconditions: [
              ...preconditions,
              {
                holds: 'No customer is the seventh.',
                count: 'select count(*) from shop.customers where id = 7',
                list: 'select id from shop.customers where id = 7',
              },
            ],
          }
        : {},
    );
    await onStart(server, async (database) => {
      const { code, error } = await apply(planFolder(plan), database.url);
      expect(code).toBe(3);
      expect(error).toMatch(/step 010 .* will stop: 1 row against it now \(No customer is the seventh\)/);
      expect(error).toContain('stopped at step 009');
    });
  });

  test('stops before a step of which it cannot count what stands against it, and tells which', async () => {
    const holds = 'Every order is divided.';
    const failing = { holds, count: 'select 1 / count(*) from shop.orders where id is null', list: 'select 1' };
    const plan = withSteps(await samplePlan(server), ({ id, preconditions }) => ({
      preconditions: id === '002' ? [failing] : preconditions,
    }));
    await onStart(server, async (database) => {
      const stopped = await apply(planFolder(plan), database.url);
      expect(stopped.code).toBe(2);
      expect(stopped.error).toMatch(/stopped before step 002 .*counting rows against it failed: division by zero/);
      expect(stopped.error).toContain(`must hold: ${holds}`);
      expect(stopped.error).not.toMatch(/a bug in relvar|\n +at /);
    });
  });

  test('waits for a lock, gives way, says who is in the way, and tries again', async () => {
    const folder = planFolder(await samplePlan(server));
    await onStart(server, async (database) => {
      const other = await session(database.url);
      await other.query(`begin; select * from shop.orders where id = 4711`);
      const running = apply(folder, database.url, '--until', 'expand');
      await until(database, working);
      await until(database, `select attempts = 1 and state = 'running' from relvar.journal where step = '001'`);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await other.query('commit');
      const { error, code } = await running;
      expect(code).toBe(0);
      expect(error).toMatch(/waits for process \d+ of \w+ \(web\), idle in transaction for [\d.]+ s: /);
      expect(error).toMatch(/a lock was not had, process \d+ .* in the way: again in [\d.]+ s \(1 of 8\)/);
      expect(error).not.toContain('4711');
      expect(error).toContain('the phase expand is done');
    });
  });

  test('fails when a lock is never had, with nothing done of the step', async () => {
    const plan = withSteps(await samplePlan(server), () => ({
      precautions: { lockTimeoutMilliseconds: 50, retries: 1 },
    }));
    const folder = planFolder(plan);
    await onStart(server, async (database) => {
      const other = await session(database.url);
      await other.query('begin; lock table shop.orders in access share mode');
      const { error, code } = await apply(folder, database.url);
      expect(code).toBe(2);
      expect(error).toMatch(/step 001 .* failed after 2 attempts/);
      expect(catalogHash(await catalogAt(database.url))).toBe(plan.from.hash);
      await other.query('commit');
      expect((await apply(folder, database.url)).error).toContain('stopped at step 009');
    });
  });

  test('ends in good order when the user interrupts', async () => {
    const folder = planFolder(await samplePlan(server));
    await onStart(server, async (database) => {
      const other = await session(database.url);
      await other.query('begin; lock table shop.orders in access share mode');
      const interrupt = new AbortController();
      const argv = ['migrate', 'apply', folder, '--to', database.url, '--yes'];
      const running = carryOut(argv, { signal: interrupt.signal });
      await until(database, working);
      interrupt.abort();
      const { error, code } = await running;
      expect(code).toBe(130);
      expect(error).toContain('interrupted at step 001');
      expect(error).toContain(`go on with: relvar migrate apply ${folder} --to ${database.url}`);
      await other.query('commit');
      expect((await apply(folder, database.url)).error).toContain('stopped at step 009');
    });
  });

  test('a concurrent build that is interrupted leaves nothing behind', async () => {
    const folder = planFolder(await samplePlan(server));
    await onStart(server, async (database) => {
      await apply(folder, database.url, '--until', 'expand');
      await rollback(folder, database.url, '--to-step', '001');
      const other = await session(database.url);
      // The build waits for whoever had begun to write before it.
      await other.query('begin; update shop.orders set total = total where id = 1');
      const interrupt = new AbortController();
      const argv = ['migrate', 'apply', folder, '--to', database.url, '--yes'];
      const running = carryOut(argv, { signal: interrupt.signal });
      await until(database, `select to_regclass('shop.orders_customer_id_idx') is not null`);
      await until(database, working);
      interrupt.abort();
      await new Promise((resolve) => setTimeout(resolve, 300));
      await other.query('commit');
      const { error, code } = await running;
      expect(code).toBe(130);
      expect(error).toContain('what a broken run left was taken away');
      expect(await database.query(`select to_regclass('shop.orders_customer_id_idx') as index`)).toEqual([
        { index: null },
      ]);
      expect((await apply(folder, database.url)).error).toContain('stopped at step 009');
    });
  });

  test('goes on after the server has ended its connection', async () => {
    const folder = planFolder(await samplePlan(server));
    await onStart(server, async (database) => {
      const other = await session(database.url);
      for (const [lock, step] of [
        ['lock table shop.orders in access share mode', '001'],
        ['update shop.orders set total = total where id = 1', '002'],
      ]) {
        if (step === '002') {
          await apply(folder, database.url, '--until', 'expand');
          await rollback(folder, database.url, '--to-step', '001');
        }
        await other.query(`begin; ${lock}`);
        const running = apply(folder, database.url);
        await until(database, working);
        await database.query(`select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'relvar migrate' and datname = current_database()`);
        await other.query('commit');
        const { error, code } = await running;
        expect(code).toBe(2);
        expect(error).toMatch(new RegExp(`step ${step} .* failed: .*the server closed the connection`));
        expect(error).toContain('the journal knows what was done');
      }
      expect(
        await database.query(
          `select indisvalid from pg_index where indexrelid = 'shop.orders_customer_id_idx'::regclass`,
        ),
      ).toEqual([{ indisvalid: false }]);
      const { error } = await apply(folder, database.url);
      expect(error).toContain('what a broken run left was taken away');
      expect(error).toContain('stopped at step 009');
    });
  });

  test('tells a full disk, and goes on when there is room', async () => {
    // What the server says when it cannot extend a file (mdextend in src/backend/storage/smgr/md.c), as long as a table is there.
    const full = `DO $$ BEGIN IF to_regclass('shop.full') IS NOT NULL THEN RAISE EXCEPTION USING ERRCODE = 'disk_full',
      MESSAGE = 'could not extend file "base/5/1": No space left on device', HINT = 'Check free disk space.'; END IF; END $$`;
    const plan = withSteps(await samplePlan(server), ({ id, work }) =>
      id === '004' && work.kind === 'statements'
        ? { work: { ...work, statements: [...work.statements, { sql: full, transactional: true }] } }
        : {},
    );
    const folder = planFolder(plan);
    await onStart(server, async (database) => {
      await apply(folder, database.url, '--until', 'expand');
      await rollback(folder, database.url, '--to-step', '003');
      await database.query('create table shop.full ()');
      const { error, code } = await apply(folder, database.url, '--accept-drift');
      expect(code).toBe(2);
      expect(error).toContain('No space left on device');
      expect(error).toContain('Check free disk space.');
      expect(error).toContain('Make room on the server');
      await database.query('drop table shop.full');
      expect((await apply(folder, database.url, '--accept-drift')).error).toContain('stopped at step 009');
    });
  });

  test('asks about a statement whose end nobody knows', async () => {
    const plan = withSteps(await samplePlan(server), ({ id, work }) =>
      id === '002' && work.kind === 'statements' ? { work: { kind: 'statements', statements: work.statements } } : {},
    );
    const folder = planFolder(plan);
    await onStart(server, async (database) => {
      const other = await session(database.url);
      await apply(folder, database.url, '--until', 'expand');
      await rollback(folder, database.url, '--to-step', '001');
      await other.query('begin; update shop.orders set total = total where id = 1');
      const running = apply(folder, database.url);
      await until(database, working);
      await database.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'relvar migrate' and datname = current_database()`);
      await other.query('commit');
      await running;
      const asked = await apply(folder, database.url);
      expect(asked.code).toBe(2);
      expect(asked.error).toContain('nothing tells whether it took effect');
      await database.query('drop index shop.orders_customer_id_idx');
      expect((await apply(folder, database.url, '--step-again', '002', '--accept-drift')).error).toContain(
        'stopped at step 009',
      );
    });
  });

  test('tells each event as a line of JSON', async () => {
    const folder = planFolder(await samplePlan(server));
    await onStart(server, async (database) => {
      const { out, error } = await apply(folder, database.url, '--format', 'json', '--until', 'expand');
      const events = out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(events.filter(({ kind }) => kind === 'done').map(({ step }) => step.id)).toEqual([
        '001',
        '002',
        '003',
        '004',
        '005',
      ]);
      expect(events.at(-1)).toMatchObject({ kind: 'outcome', outcome: { kind: 'phase ended', next: { id: '006' } } });
      expect(error).toBe('');
    });
  });
});

describeWithPostgres([13, 15, 17, 18], 'a plan that relvar made', (server) => {
  test('comes to its end with all rows, and back', async () => {
    const folder = planFolder({} as MigrationPlan);
    rmSync(folder, { recursive: true });
    const pair = ['pair-old.sql', 'pair-new.sql'].map((name) =>
      fileURLToPath(new URL(`apply/${name}`, import.meta.url)),
    );
    const made = await relvar([
      'migrate',
      'plan',
      ...pair,
      '--target',
      `${server.version}`,
      '--rows',
      'shop.orders=3000',
      '-o',
      folder,
    ]);
    expect(made.code).toBe(0);
    const plan: MigrationPlan = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8'));
    await withDatabase(server, async (database) => {
      await database.query(`${readFileSync(pair[0] ?? '', 'utf8')};
        insert into shop.customers select n, 'c' || n, 'note ' || n, 'gone' from generate_series(1, 100) n;
        insert into shop.orders select n, 1 + n % 100, n % 7, n, 'new', now() from generate_series(1, 3000) n;`);
      const rows = () =>
        database.query(`select (select md5(string_agg(concat_ws(',', id, customer_id, quantity, total, state, placed), ';' order by id)) from shop.orders) as orders,
          (select md5(string_agg(concat_ws(',', id, email, note), ';' order by id)) from shop.customers) as customers`);
      const before = await rows();
      expect((await apply(folder, database.url)).error).toContain(
        'The application that works with the new schema is deployed',
      );
      expect((await apply(folder, database.url, '--continue')).error).toContain('done: the schema is the one');
      expect(catalogHash(await catalogAt(database.url))).toBe(plan.to.hash);
      expect(await rows()).toEqual(before);
      // A value of an enum cannot be taken away.
      expectRefusal(await rollback(folder, database.url), /step 001 .* cannot be taken back/);
      expect((await rollback(folder, database.url, '--to-step', '001')).error).toMatch(/^undone$/m);
      expect(await rows()).toEqual(before);
      expect((await apply(folder, database.url)).error).toContain('stopped at step');
      expect((await apply(folder, database.url, '--continue')).error).toContain('done: the schema is the one');
    });
  });
});

describeWithPostgres([18], 'a plan is not applied', (server) => {
  const refused = async (
    message: string | RegExp,
    change: (plan: MigrationPlan) => MigrationPlan = (plan) => plan,
    before: (database: PostgresDatabase) => Promise<unknown> = async () => {},
    ...flags: readonly string[]
  ) => {
    const folder = planFolder(change(await samplePlan(server)));
    await onStart(server, async (database) => {
      await before(database);
      const rows = await sampleRows(database);
      expectRefusal(await apply(folder, database.url, ...flags), message);
      expect(await hasJournal(database)).toBe(false);
      expect(await sampleRows(database)).toEqual(rows);
    });
  };

  test('where nobody can be asked', async () => {
    const folder = planFolder(await samplePlan(server));
    await onStart(server, async (database) => {
      expectRefusal(
        await relvar(['migrate', 'apply', folder, '--to', database.url]),
        /nobody is at the terminal.*--yes/,
      );
      expect(await hasJournal(database)).toBe(false);
    });
  });

  test('of another engine', () =>
    refused(/the plan is for mysql, and .* is postgres/, (plan) => ({
      ...plan,
      engine: { id: 'mysql', version: '8.0' },
    })));

  test('for a newer server', () =>
    refused(/the server is \d+.*and the plan is written for 99/, (plan) => ({
      ...plan,
      engine: { id: 'postgres', version: '99' },
    })));

  test('in a database whose schema is another, and says what differs', () =>
    refused(
      /not the one that the plan was made for: column shop\.orders\.total is another, table shop\.extra is there.*--accept-drift/,
      undefined,
      (database) => database.query('alter table shop.orders alter total set default 0; create table shop.extra ()'),
    ));

  test('in a database that takes no changes', () =>
    refused(/takes no changes: it is read-only/, undefined, async (database) => {
      await database.query(`alter database ${database.name} set default_transaction_read_only = on`);
    }));

  test('when it was edited by hand, and says where', () =>
    refused(/edited by hand: step 005 was taken out, step 002 was changed.*--accept-edits/, (plan) => ({
      ...plan,
      steps: plan.steps
        .filter(({ id }) => id !== '005')
        .map((step) => (step.id === '002' ? { ...step, preconditions: [], precautions: { retries: 99 } } : step)),
    })));

  test('when a file of SQL beside it was edited, which changes nothing', async () => {
    const plan = await samplePlan(server);
    const folder = planFolder({ ...plan, files: { '1-expand.sql': textDigest('select 1;') } });
    await onStart(server, async (database) => {
      writeFileSync(join(folder, '1-expand.sql'), 'select 2;');
      expectRefusal(await apply(folder, database.url), /1-expand\.sql was changed, and is for reading only/);
      writeFileSync(join(folder, '1-expand.sql'), 'select 1;');
      expect((await apply(folder, database.url, '--until', 'expand')).code).toBe(0);
    });
  });

  test('while another is running', () =>
    refused(/another apply or rollback is running, process \d+ of \w+ \(web\)/, undefined, async (database) => {
      const other = await session(database.url);
      await other.query(`select pg_advisory_lock(${0x72656c766172n})`);
    }));

  test('over a schema that has the name of the journal', async () => {
    const folder = planFolder(await samplePlan(server));
    await onStart(server, async (database) => {
      await database.query('create schema relvar');
      expectRefusal(await apply(folder, database.url), /a schema relvar is there already/);
      expect(readdirSync(folder)).toEqual(['plan.json']);
    });
  });

  test('by a role that may not keep the journal of another', async () => {
    const folder = planFolder(await samplePlan(server));
    await onStart(server, async (database) => {
      await apply(folder, database.url, '--until', 'expand');
      const role = `relvar_other_${process.pid}_${server.version}`;
      await database.query(`create role ${role} login`);
      try {
        const url = new URL(database.url);
        url.username = role;
        for (const carried of [await apply(folder, url.href), await back(folder, url.href)]) {
          expectRefusal(carried, /the journal \(schema relvar\) belongs to \w+, and relvar_other_\w+ may not keep it/);
          expect(carried.error).not.toContain('bug');
        }
      } finally {
        await database.query(`drop role ${role}`);
      }
    });
  });

  test('by a role that may not do all of it', async () => {
    const folder = planFolder(await samplePlan(server));
    await onStart(server, async (database) => {
      const role = `relvar_apply_${process.pid}_${server.version}`;
      await database.query(`create role ${role} login; grant usage on schema shop to ${role}`);
      try {
        const url = new URL(database.url);
        url.username = role;
        const outcome = await apply(folder, url.href, '--accept-drift');
        expect(outcome.code).toBe(2);
        expect(outcome.error).toContain(`${role} has no INSERT on shop.events`);
        expect(outcome.error).toContain(`${role} may not create anything in the schema shop`);
        expect(outcome.error).toMatch(/shop\.\w+ belongs to \w+, and \w+ is no member of that role/);
        expect(await hasJournal(database)).toBe(false);
      } finally {
        await database.query(`drop owned by ${role}; drop role ${role}`);
      }
    });
  });

  test('where the server does not have the roles that the plan names', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'relvar-roles-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const roles = ['Grantee', 'guarded'].map((name) => `${name}_${process.pid}_${server.version}`);
    const [grantee, guarded] = roles;
    const made = roles.map((role) => `CREATE ROLE "${role}";`.replace(/"([a-z_0-9]+)"/, '$1'));
    const from = 'create table t (id int primary key);';
    writeFileSync(join(folder, 'from.sql'), from);
    const guards = `grant select on u to "${grantee}"; create policy own on u to "${guarded}" using (true);`;
    writeFileSync(join(folder, 'to.sql'), `${from} create table u (id int primary key); ${guards}`);
    const plan = join(folder, 'plan');
    const target = ['--target', String(server.version)];
    const ends = [join(folder, 'from.sql'), join(folder, 'to.sql')];
    expect((await relvar(['migrate', 'plan', ...ends, '-o', plan, ...target])).code).toBe(0);
    await withDatabase(server, async (database) => {
      await database.query(from);
      for (const dry of [[], ['--dry-run']]) {
        const outcome = await apply(plan, database.url, ...dry);
        expectRefusal(outcome, new RegExp(`the plan names the roles ${grantee}, ${guarded}, and the server does not`));
        expect(outcome.error).toContain(`make them first: ${made.join(' ')}`);
      }
      expect(await hasJournal(database)).toBe(false);
      expect(await database.query(`select to_regclass('u')::text as u`)).toEqual([{ u: null }]);
      await database.query(made.join(' '));
      try {
        expect((await apply(plan, database.url)).error).toContain('done: the schema');
      } finally {
        await database.query(roles.map((role) => `drop owned by "${role}"; drop role "${role}";`).join(' '));
      }
    });
  });

  test('while another plan is half done', async () => {
    const plan = await samplePlan(server);
    const folder = planFolder(plan);
    const other = planFolder({ ...plan, to: { ...plan.to, name: 'elsewhere', hash: 'f'.repeat(64) } });
    await onStart(server, async (database) => {
      await apply(folder, database.url, '--until', 'expand');
      expectRefusal(await apply(other, database.url), /another plan is half done here, from start\.sql/);
    });
  });

  test('when its steps were changed since it began, those that are done never', async () => {
    const plan = await samplePlan(server);
    const folder = planFolder(plan);
    const late = planFolder(withSteps(plan, ({ id }) => (id === '010' ? { precautions: { retries: 1 } } : {})));
    const early = planFolder(withSteps(plan, ({ id }) => (id === '002' ? { precautions: { retries: 1 } } : {})));
    await onStart(server, async (database) => {
      await apply(folder, database.url, '--until', 'expand');
      expectRefusal(await apply(early, database.url, '--accept-edits'), /changed that are done or under way: 002/);
      expectRefusal(await apply(late, database.url), /steps of the plan were changed since its run/);
      expect((await apply(late, database.url, '--accept-edits')).error).toContain('stopped at step 009');
    });
  });

  test('when the schema was changed since it stopped', async () => {
    const folder = planFolder(await samplePlan(server));
    await onStart(server, async (database) => {
      await apply(folder, database.url, '--until', 'expand');
      await database.query('create table shop.extra ()');
      expectRefusal(await apply(folder, database.url), /changed since the plan stopped here/);
      expect((await apply(folder, database.url, '--accept-drift')).error).toContain('stopped at step 009');
    });
  });

  test('and a password is never shown', async () => {
    const folder = planFolder(await samplePlan(server));
    await onStart(server, async (database) => {
      const url = new URL(database.url);
      url.password = 'pa55word';
      const outcomes = [
        await relvar(['migrate', 'apply', folder, '--to', url.href]),
        await relvar(['migrate', 'apply', folder, '--to', url.href, '--dry-run']),
        await apply(folder, url.href),
        await apply(folder, url.href, '--continue', '--format', 'json'),
        await rollback(folder, url.href),
      ];
      for (const { out, error } of outcomes) expect(out + error).not.toContain('pa55word');
      const written = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
      expect(written.some(({ parentPath }) => parentPath !== folder)).toBe(true);
      for (const { parentPath, name } of written)
        expect(readFileSync(join(parentPath, name), 'utf8')).not.toContain('pa55word');
    });
  });

  test('back when a step has no undo, with nothing undone', async () => {
    const plan = withSteps(await samplePlan(server), ({ id }) =>
      id === '004' ? { undo: { none: 'nobody knows how' } } : {},
    );
    const folder = planFolder(plan);
    await onStart(server, async (database) => {
      await apply(folder, database.url, '--until', 'expand');
      const before = catalogHash(await catalogAt(database.url));
      expectRefusal(
        await rollback(folder, database.url),
        /step 004 .* cannot be taken back: nobody knows how.*--to-step 004/,
      );
      expect(catalogHash(await catalogAt(database.url))).toBe(before);
      expect((await rollback(folder, database.url, '--to-step', '004')).code).toBe(0);
    });
  });
});

describeWithPostgres([13, 17], 'a type that not all values have', (server) => {
  test('stops it before anything is changed, with the rows, and goes on when they are mended', async () => {
    const folder = planFolder({} as MigrationPlan);
    const [from, to, plan] = ['from.sql', 'to.sql', 'plan'].map((name) => join(folder, name));
    if (!from || !to || !plan) throw new Error('three names');
    writeFileSync(from, 'create table items (id bigint primary key, code text)');
    writeFileSync(to, 'create table items (id bigint primary key, code uuid)');
    const planned = await relvar(['migrate', 'plan', from, to, '-o', plan, '--target', String(server.version)]);
    expect(planned.code).toBe(0);
    await withDatabase(server, async (database) => {
      await database.query(`create table items (id bigint primary key, code text)`);
      await database.query(`insert into items values (1, gen_random_uuid()::text), (2, 'none'), (3, null)`);
      expect(unwrapped((await apply(plan, database.url, '--dry-run')).out)).toContain('as uuid: 1 row against it');
      const stopped = await apply(plan, database.url);
      expect(stopped.code).toBe(1);
      expect(stopped.error).toContain('Every value of public.items.code can be written as uuid');
      const listing = stopped.error.slice(stopped.error.indexOf('the rows:') + 9, stopped.error.indexOf('mend them'));
      const other = await session(database.url);
      const results = [await other.query(listing)].flat();
      expect(results.at(-1)?.rows).toEqual([{ id: '2', code: 'none' }]);
      expect(
        await database.query(
          'select count(*)::int as columns from pg_attribute where attrelid = $$items$$::regclass and attnum > 0',
        ),
      ).toEqual([{ columns: 2 }]);
      await database.query(`update items set code = null where id = 2`);
      await apply(plan, database.url);
      expect((await apply(plan, database.url, '--continue')).error).toContain('done: the schema');
    });
  });
});

describe('what is no plan is refused', () => {
  const cases: readonly (readonly [title: string, text: string | undefined, message: RegExp])[] = [
    ['a folder that is not there', undefined, /is not there/],
    ['no JSON', 'select 1', /is not JSON/],
    ['other JSON', '{"a": 1}', /is no plan/],
    ['a newer form', '{"format":"relvar-plan","version":2}', /newer version/],
    ['a broken plan', '{"format":"relvar-plan","version":1,"from":{}}', /plan\.json: from\.name/],
  ];
  test.each(cases)('%s', async (_, text, message) => {
    const folder = planFolder({} as MigrationPlan);
    if (text !== undefined) writeFileSync(join(folder, 'plan.json'), text);
    else mkdirSync(join(folder, 'x'));
    const path = text === undefined ? join(folder, 'nowhere') : folder;
    expectRefusal(await apply(path, 'postgres://postgres@127.0.0.1:1/none'), message);
  });
});
