import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { catalogHash } from '../src/catalog/hash.ts';
import { catalogAt, planFolder, samplePlan, startSql } from './apply/sample.ts';
import { relvar } from './run-cli.ts';
import { findBinaries } from './servers/binaries.ts';
import { describeWithPostgres, withDatabase } from './servers/postgres.ts';
import { startPostgres } from './servers/start.ts';

/** The program as it was built: what a signal does to it can only be seen from outside. */
const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

async function client(url: string): Promise<pg.Client> {
  const one = new pg.Client({ connectionString: url });
  one.on('error', () => {});
  await one.connect();
  onTestFinished(() => one.end().catch(() => {}));
  return one;
}

const waiting = `select exists (select from pg_stat_activity where application_name = 'relvar migrate' and state = 'active'
  and wait_event_type = 'Lock' and datname = current_database()) as there`;

async function until(one: pg.Client, query: string): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const { rows } = await one.query(query);
    if (rows[0]?.there === true) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`never came: ${query}`);
}

describeWithPostgres([18], 'the program that applies a plan', (server) => {
  test('may be killed at any time', async () => {
    const result = join(planFolder(await samplePlan(server)), 'result.json');
    const bench = fileURLToPath(new URL('../bench/apply-kills.mjs', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [bench, '12', '4', server.url, result], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const { wrong, kills } = JSON.parse(readFileSync(result, 'utf8'));
    expect(wrong).toEqual([]);
    expect(kills.total).toBeGreaterThanOrEqual(12);
    expect(status).toBe(0);
  }, 300_000);

  test('gives up its statement on Ctrl-C, says how to go on, and does', async () => {
    const folder = planFolder(await samplePlan(server));
    await withDatabase(server, async (database) => {
      await database.query(startSql);
      const other = await client(database.url);
      await other.query('begin; lock table shop.orders in access share mode');
      const child = spawn(process.execPath, [main, 'migrate', 'apply', folder, '--to', database.url, '--yes'], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let log = '';
      child.stderr.on('data', (chunk) => {
        log += chunk;
      });
      const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
      const watcher = await client(database.url);
      await until(watcher, waiting);
      child.kill('SIGINT');
      expect(await ended).toBe(130);
      expect(log).toContain('interrupted at step 001');
      expect(log.replace(/\n {2,}/g, ' ')).toContain(`go on with: relvar migrate apply ${folder}`);
      const { rows } = await watcher.query(`select state from relvar.journal`);
      expect(rows).toEqual([{ state: 'running' }]);
      await other.query('commit');
      const { error } = await relvar(['migrate', 'apply', folder, '--to', database.url, '--yes']);
      expect(error).toContain('stopped at step 009');
    });
  });
});

/** A crash of one of its processes makes the server end all sessions and recover. */
describeWithPostgres([18], 'a server that restarts', (shared) => {
  test('finds the plan where it was', async () => {
    const binaries = findBinaries(18);
    if (!('folder' in binaries)) throw new Error(binaries.why);
    const server = await startPostgres(binaries.folder);
    onTestFinished(() => server.stop());
    const plan = await samplePlan(shared);
    const folder = planFolder(plan);
    const argv = ['migrate', 'apply', folder, '--to', server.url, '--yes'];
    await (await client(server.url)).query(startSql);
    for (const [lock, step] of [
      ['lock table shop.orders in access share mode', '001'],
      ['update shop.orders set total = total where id = 1', '002'],
    ]) {
      const other = await client(server.url);
      if (step === '002') {
        expect((await relvar([...argv, '--until', 'expand'])).error).toContain('the phase expand is done');
        const back = await relvar(['migrate', 'rollback', folder, '--to', server.url, '--yes', '--to-step', '001']);
        expect(back.error).toMatch(/^undone$/m);
      }
      await other.query(`begin; ${lock}`);
      const running = relvar(argv);
      const { rows } = await other.query('select pg_backend_pid() as pid');
      await until(await client(server.url), waiting);
      process.kill(rows[0].pid, 'SIGKILL');
      const { code, error } = await running;
      expect(code).toBe(2);
      expect(error).toMatch(new RegExp(`step ${step} .* failed:\\s`, 's'));
      expect(error).toContain('the journal knows what was done');
      await ready(server.url);
    }
    const { error } = await relvar(argv);
    expect(error).toContain('stopped at step 009');
    expect((await relvar([...argv, '--continue'])).error).toContain('done: the schema is the one');
    expect(catalogHash(await catalogAt(server.url))).toBe(plan.to.hash);
  }, 120_000);
});

async function ready(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const one = new pg.Client({ connectionString: url });
    one.on('error', () => {});
    const there = await one.connect().then(
      () => true,
      () => false,
    );
    await one.end().catch(() => {});
    if (there) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the server did not come back');
}
