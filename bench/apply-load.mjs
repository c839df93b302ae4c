// Applies a zero-downtime plan under a load of writes, with transactions that hold locks for seconds in between, and
// records how long each write takes: none may fail, and none may wait longer than the plan's lock timeout and 100 ms.
// The same load without the plan is measured first.
// Run: npm run build && node bench/apply-load.mjs [orders] [lock timeouts, ms: 1000,300] [url of a server]
// Writes bench/results/apply-load.json.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { parse } from 'yaml';
import { catalogHash } from '../dist/catalog/hash.js';
import { postgres } from '../dist/engines/postgres/index.js';
import { withDigests } from '../dist/plan/digest.js';
import { machine } from './machine.mjs';

const [orders = '300000', timeout = '1000', server = 'postgres://postgres@127.0.0.1:5432/postgres'] =
  process.argv.slice(2);
const lockTimeout = Number(timeout);
const writers = 8;
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const read = (name) => readFileSync(at(`../test/apply/${name}`), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'relvar-load-'));
const bare = {
  effects: { locks: [], rewritten: [], scanned: [], indexesBuilt: [], known: 'unknown' },
  duration: { leastSeconds: 0, likelySeconds: 0, mostSeconds: 0, basis: 'not reckoned' },
  watch: [],
  preconditions: [],
};
const start = read('start.sql').replace('generate_series(1, 5000)', `generate_series(1, ${orders})`);

let databases = 0;
let rounds = 0;
try {
  const from = await endOf(start);
  const to = await endOf(read('end.sql'));
  const steps = parse(read('steps.yaml')).map((step) => ({
    ...bare,
    ...step,
    precautions: {
      ...step.precautions,
      ...(step.precautions.lockTimeoutMilliseconds ? { lockTimeoutMilliseconds: lockTimeout } : {}),
      retries: 20,
    },
  }));
  const plan = withDigests({
    format: 'relvar-plan',
    version: 1,
    from: { name: 'start.sql', hash: from },
    to: { name: 'end.sql', hash: to },
    engine: { id: 'postgres', version: '13' },
    mode: 'zero-downtime',
    steps,
    leftOut: [],
    notes: [],
  });
  writeFileSync(join(folder, 'plan.json'), JSON.stringify(plan));
  const result = await inDatabase(start, async (url) => {
    const alone = await under(url, () => new Promise((resolve) => setTimeout(resolve, 15_000)));
    let seconds = 0;
    let retries = 0;
    const applied = await under(url, async (state) => {
      const begun = performance.now();
      for (const more of [[], ['--continue']]) {
        // What the plan waits for: the application writes cents itself.
        state.deployed = more.length > 0;
        const { code, log } = await run(['migrate', 'apply', folder, '--to', url, '--yes', ...more]);
        if (code !== 0) throw new Error(log);
        retries += log.match(/: again in /g)?.length ?? 0;
      }
      seconds = (performance.now() - begun) / 1000;
    });
    return {
      alone,
      applied: { ...applied, seconds: Math.round(seconds), retriesAfterLockTimeout: retries },
      end: (await hashAt(url)) === to,
    };
  });
  const { alone, applied, end } = result;
  const limit = lockTimeout + 100;
  const held = end && applied.failed === 0 && applied.longestMilliseconds <= limit;
  const file = at('results/apply-load.json');
  mkdirSync(at('results'), { recursive: true });
  writeFileSync(
    file,
    `${JSON.stringify({ machine: machine(), server: await version(), orders: Number(orders), writers, lockTimeoutMilliseconds: lockTimeout, limitMilliseconds: limit, held, alone, applied, endReached: end }, undefined, 2)}\n`,
  );
  process.stdout.write(
    `${applied.writes} writes in ${applied.seconds} s, longest ${applied.longestMilliseconds} ms (limit ${limit}), ${applied.failed} failed; without the plan longest ${alone.longestMilliseconds} ms; ${file}\n`,
  );
  process.exitCode = held ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** What the writes were like while something went on. */
async function under(url, use) {
  const state = { over: false, deployed: false, first: 10_000_000 * ++rounds, latencies: [], errors: [] };
  const running = [...Array.from({ length: writers }, (_, at) => write(url, at, state)), holdLocks(url, state)];
  try {
    await use(state);
  } finally {
    state.over = true;
    await Promise.all(running);
  }
  const sorted = state.latencies.sort((a, b) => a - b);
  const share = (part) =>
    Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1));
  return {
    writes: sorted.length,
    failed: state.errors.length,
    errors: [...new Set(state.errors)].slice(0, 5),
    medianMilliseconds: share(0.5),
    p99Milliseconds: share(0.99),
    p999Milliseconds: share(0.999),
    longestMilliseconds: share(1),
  };
}

/** One client that writes all the time: new orders, changed orders, changed and deleted customers. */
async function write(url, writer, state) {
  const client = await connected(url);
  let next = state.first + writer * 1_000_000;
  for (let turn = 0; !state.over; turn++) {
    const id = 1 + ((turn * 7919 + writer * 104_729) % Number(orders));
    const cents = state.deployed;
    const total = turn % 1000;
    const [sql, values] = [
      [
        `insert into shop.orders (id, customer_id, total${cents ? ', cents' : ''}) values ($1, $2, $3::numeric${cents ? ', $3::numeric * 100' : ''})`,
        [turn % 4 === 0 ? next++ : 0, 1 + (turn % 500), total],
      ],
      [
        `update shop.orders set total = $2::numeric${cents ? ', cents = $2::numeric * 100' : ''} where id = $1`,
        [id, total],
      ],
      ['update shop.customers set email = $2 where id = $1', [1 + (turn % 500), `w${writer}t${turn}@example.com`]],
      ['delete from shop.orders where id = $1', [next - 1]],
    ][turn % 4];
    const begun = performance.now();
    try {
      await client.query(sql, values);
    } catch (error) {
      state.errors.push(error.message);
    }
    state.latencies.push(performance.now() - begun);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await client.end();
}

/** Somebody who reads and then leaves the transaction open for one and a half times the lock timeout, again and again. */
async function holdLocks(url, state) {
  const client = await connected(url);
  while (!state.over) {
    await client.query('begin; select * from shop.orders limit 1; select * from shop.customers limit 1');
    await new Promise((resolve) => setTimeout(resolve, lockTimeout * 1.5));
    await client.query('commit');
    await new Promise((resolve) => setTimeout(resolve, lockTimeout * 0.5));
  }
  await client.end();
}

function run(argv) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [at('../dist/cli/main.js'), ...argv], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let log = '';
    child.stderr.on('data', (chunk) => {
      log += chunk;
    });
    child.on('close', (code) => resolve({ code, log }));
  });
}

async function endOf(sql) {
  return await inDatabase(sql, hashAt);
}

async function hashAt(url) {
  const connection = await postgres.connect(url);
  return catalogHash(await postgres.introspect(connection).finally(() => connection.close()));
}

async function inDatabase(sql, use) {
  const name = `relvar_load_${process.pid}_${++databases}`;
  const admin = await connected(server);
  const url = new URL(server);
  url.pathname = `/${name}`;
  await admin.query(`create database ${name} template template0 encoding 'UTF8' locale 'C'`);
  const client = await connected(url.href);
  try {
    await client.query(sql);
    return await use(url.href);
  } finally {
    await client.end();
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  }
}

async function connected(url) {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return client;
}

async function version() {
  const client = await connected(server);
  const { rows } = await client.query(`select current_setting('server_version') as version`);
  await client.end();
  return rows[0].version;
}
