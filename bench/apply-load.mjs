// Applies zero-downtime plans under a load of writes, with transactions that stay open for seconds in between, and
// records how long each write takes: none may fail, and none may wait longer than the plan's lock timeout and 100 ms.
// The same load without a plan is measured first. One plan is written by hand and holds every kind of work; the others are
// what `relvar migrate plan` makes of test/apply/pair-old.sql and pair-new.sql, and of intents-old.sql, intents-new.sql and
// intents.yaml: a column that is split and a table that becomes partitioned.
// Run: npm run build && node bench/apply-load.mjs [orders] [url of a server] [file] [by-hand|by-planner|by-intents]
// Writes bench/results/apply-load-<major>.json, or the file; of one of the plans alone where it is named.
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

const [orders = '200000', server = 'postgres://postgres@127.0.0.1:5432/postgres', output, only] = process.argv.slice(2);
const writers = 8;
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const read = (name) => readFileSync(at(`../test/apply/${name}`), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'relvar-load-'));

let databases = 0;
let rounds = 0;

const version = await serverVersion();
try {
  const results = [];
  const plans = {
    'by-hand': [() => byHand(1000), () => byHand(300)],
    'by-planner': [byPlanner],
    'by-intents': [byIntents],
  };
  const chosen = only === undefined ? Object.values(plans).flat() : plans[only];
  if (!chosen) throw new Error(`no plan ${only}: ${Object.keys(plans).join(', ')}`);
  for (const one of chosen) results.push(await measure(await one()));
  const held = results.every((one) => one.held);
  const file = output ?? at(`results/apply-load-${Number.parseInt(version, 10)}.json`);
  mkdirSync(at('results'), { recursive: true });
  const result = { machine: machine(), server: version, orders: Number(orders), writers, held, results };
  writeFileSync(file, `${JSON.stringify(result, undefined, 2)}\n`);
  process.stdout.write(`${file}\n`);
  process.exitCode = held ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The plan of test/apply/steps.yaml, with this lock timeout. */
async function byHand(lockTimeout) {
  const bare = {
    effects: { locks: [], rewritten: [], scanned: [], indexesBuilt: [], known: 'unknown' },
    duration: { leastSeconds: 0, likelySeconds: 0, mostSeconds: 0, basis: 'not reckoned' },
    watch: [],
    preconditions: [],
  };
  const steps = parse(read('steps.yaml')).map((step) => {
    const { lockTimeoutMilliseconds: lock } = step.precautions;
    const precautions = { retries: 30, ...(lock ? { lockTimeoutMilliseconds: lockTimeout } : {}) };
    return { ...bare, ...step, precautions };
  });
  const start = read('start.sql').replace('generate_series(1, 5000)', `generate_series(1, ${orders})`);
  const plan = withDigests({
    format: 'relvar-plan',
    version: 1,
    from: { name: 'start.sql', hash: await inDatabase(start, hashAt) },
    to: { name: 'end.sql', hash: await inDatabase(read('end.sql'), hashAt) },
    engine: { id: 'postgres', version: '13' },
    mode: 'zero-downtime',
    steps,
    leftOut: [],
    notes: [],
  });
  const place = join(folder, `by-hand-${lockTimeout}`);
  mkdirSync(place);
  writeFileSync(join(place, 'plan.json'), JSON.stringify(plan));
  const statements = (turn, writer, { next, deployed }) => {
    const [cents, value] = deployed ? [', cents', ', $3::numeric * 100'] : ['', ''];
    const set = deployed ? ', cents = $2::numeric * 100' : '';
    return [
      [
        `insert into shop.orders (id, customer_id, total${cents}) values ($1, $2, $3::numeric${value})`,
        [next, 1 + (turn % 500), turn % 1000],
      ],
      [`update shop.orders set total = $2::numeric${set} where id = $1`, [someOrder(turn, writer), turn % 1000]],
      ['update shop.customers set email = $2 where id = $1', [1 + (turn % 500), `w${writer}t${turn}@example.com`]],
      ['delete from shop.orders where id = $1', [next]],
    ][turn % 4];
  };
  return { name: 'by hand, every kind of work', place, start, plan, lockTimeout, statements };
}

/** The folder that `relvar migrate plan` writes for a pair of schemas, the plan, and its lock timeout. */
async function planned(name, pair, ...more) {
  const place = join(folder, name);
  const files = pair.map((one) => at(`../test/apply/${one}`));
  const target = `${Number.parseInt(version, 10)}`;
  const rows = `shop.orders=${orders},shop.customers=5000`;
  const argv = ['migrate', 'plan', ...files, '--target', target, '--rows', rows, '-o', place, ...more];
  const { code, log } = await run(argv);
  if (code !== 0) throw new Error(log);
  const plan = JSON.parse(readFileSync(join(place, 'plan.json'), 'utf8'));
  const lockTimeout = Math.max(...plan.steps.map(({ precautions }) => precautions.lockTimeoutMilliseconds ?? 0));
  return { place, plan, lockTimeout };
}

/** What two schemas do not tell. */
async function byIntents() {
  const answers = join(folder, 'answers.json');
  writeFileSync(answers, '{"shop.customers.name": null}');
  const intents = at('../test/apply/intents.yaml');
  const pair = ['intents-old.sql', 'intents-new.sql'];
  const one = await planned('by-intents', pair, '--intents', intents, '--answers', answers);
  const start = `${read('intents-old.sql')};
    insert into shop.customers select n, 'f' || n || ' l' || n, 'c' || n || '@example.com' from generate_series(1, 5000) n;
    insert into shop.orders select n, 1 + n % 5000, n * 1.5, '2025-01-01'::timestamptz + n * interval '1 minute' from generate_series(1, ${orders}) n;
    insert into shop.events select n, 'e' || n from generate_series(1, 20000) n;`;
  const statements = (turn, writer, { next, deployed }) =>
    [
      ['insert into shop.orders (id, customer_id, total) values ($1, $2, $3)', [next, 1 + (turn % 5000), turn % 1000]],
      ['update shop.orders set total = $2 where id = $1', [someOrder(turn, writer), turn % 1000]],
      deployed
        ? ['update shop.customers set first_name = $2 where id = $1', [1 + (turn % 5000), `w${writer}t${turn}`]]
        : ['update shop.customers set name = $2 where id = $1', [1 + (turn % 5000), `w${writer}t${turn} l`]],
      ['delete from shop.orders where id = $1', [next]],
    ][turn % 4];
  return { name: 'by relvar migrate plan --intents', ...one, start, statements };
}

/** What the planner makes of a pair of schemas. */
async function byPlanner() {
  const one = await planned('by-planner', ['pair-old.sql', 'pair-new.sql']);
  const start = `${read('pair-old.sql')};
    insert into shop.customers select n, 'c' || n || '@example.com', 'n', 'l' from generate_series(1, 5000) n;
    insert into shop.orders select n, 1 + n % 5000, n % 7, n * 1.5, 'new', now() from generate_series(1, ${orders}) n;`;
  const statements = (turn, writer, { next }) =>
    [
      [
        'insert into shop.orders (id, customer_id, quantity, total, placed) values ($1, $2, $3, $4, now())',
        [next, 1 + (turn % 5000), turn % 9, turn % 1000],
      ],
      ['update shop.orders set quantity = $2 where id = $1', [someOrder(turn, writer), turn % 9]],
      ['update shop.customers set email = $2 where id = $1', [1 + (turn % 5000), `w${writer}t${turn}@example.com`]],
      ['delete from shop.orders where id = $1', [next]],
    ][turn % 4];
  return { name: 'by relvar migrate plan', ...one, start, statements };
}

async function measure({ name, place, start, plan, lockTimeout, statements }) {
  return await inDatabase(start, async (url) => {
    const alone = await under(
      url,
      lockTimeout,
      statements,
      () => new Promise((resolve) => setTimeout(resolve, 15_000)),
    );
    let seconds = 0;
    let retries = 0;
    let failure;
    const applied = await under(url, lockTimeout, statements, async (state) => {
      const begun = performance.now();
      // Twice: up to what the plan waits for, which is that the application is the new one, and on.
      for (const more of [[], ['--continue']]) {
        state.deployed = more.length > 0;
        const { code, log } = await run(['migrate', 'apply', place, '--to', url, '--yes', ...more]);
        // 3: it waits for people, and the next run goes on.
        if (code !== 0 && code !== 3) failure = log.slice(-1000);
        retries += log.match(/: again in /g)?.length ?? 0;
      }
      seconds = (performance.now() - begun) / 1000;
    });
    const endReached = (await hashAt(url)) === plan.to.hash;
    const limit = lockTimeout + 100;
    const held = endReached && applied.failed === 0 && applied.longestMilliseconds <= limit;
    const result = {
      plan: name,
      steps: plan.steps.length,
      lockTimeoutMilliseconds: lockTimeout,
      limitMilliseconds: limit,
      held,
      endReached,
      ...(failure === undefined ? {} : { failure }),
      seconds: Math.round(seconds),
      retriesAfterLockTimeout: retries,
      applied,
      alone,
    };
    process.stdout.write(
      `${name}, lock timeout ${lockTimeout} ms: ${applied.writes} writes in ${result.seconds} s, longest ${applied.longestMilliseconds} ms, ${applied.failed} failed, ${retries} retries; without a plan longest ${alone.longestMilliseconds} ms\n`,
    );
    return result;
  });
}

/** What the writes were like while something went on. */
async function under(url, lockTimeout, statements, use) {
  const state = { over: false, deployed: false, first: 10_000_000 * ++rounds, latencies: [], errors: [] };
  const running = Array.from({ length: writers }, (_, writer) => write(url, writer, state, statements));
  running.push(stayOpen(url, lockTimeout, state));
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

/** One client that writes all the time: new orders, changed orders, changed customers, deleted orders. */
async function write(url, writer, state, statements) {
  const client = await connected(url);
  for (let turn = 0; !state.over; turn++) {
    const next = state.first + writer * 1_000_000 + Math.floor(turn / 4);
    const [sql, values] = statements(turn, writer, { next, deployed: state.deployed });
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

function someOrder(turn, writer) {
  return 1 + ((turn * 7919 + writer * 104_729) % Number(orders));
}

/** Somebody who reads and then leaves the transaction open for one and a half times the lock timeout, again and again. */
async function stayOpen(url, lockTimeout, state) {
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

async function serverVersion() {
  const client = await connected(server);
  const { rows } = await client.query(`select current_setting('server_version') as version`);
  await client.end();
  return rows[0].version;
}
