// Kills `relvar migrate apply` and `rollback` with SIGKILL, at both boundaries of every step and then by chance, there and
// in the middle of steps, and runs them again, until the plan has come to its end and back. Each time the schema must be that of the end, and the
// rows must show that nothing was lost or done twice.
// Run: npm run build && node bench/apply-kills.mjs [kills] [seed] [url of a server] [file]
// Writes bench/results/apply-kills-<major>.json, or the file.
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

const [wanted = '250', seed = '1', server = 'postgres://postgres@127.0.0.1:5432/postgres', output] =
  process.argv.slice(2);
const random = generator(Number(seed));
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const read = (name) => readFileSync(at(`../test/apply/${name}`), 'utf8');
const main = at('../dist/cli/main.js');
const folder = mkdtempSync(join(tmpdir(), 'relvar-kills-'));
const bare = {
  effects: { locks: [], rewritten: [], scanned: [], indexesBuilt: [], known: 'unknown' },
  duration: { leastSeconds: 0, likelySeconds: 0, mostSeconds: 0, basis: 'not reckoned' },
  watch: [],
  preconditions: [],
};

let databases = 0;
const kills = { boundary: 0, middle: 0, start: 0, rollback: 0, bySteps: {} };
const wrong = [];
const elsewhere = [];
const swept = new Set();
let trials = 0;

try {
  const cases = [await byHand(), await byPlanner(), await byIntents()];
  while (total() < Number(wanted)) await trial(cases[trials % cases.length]);
  const result = {
    machine: machine(),
    server: await version(),
    seed: Number(seed),
    trials,
    kills: { total: total(), ...kills },
    endedFromElsewhere: elsewhere,
    wrong,
  };
  mkdirSync(at('results'), { recursive: true });
  const file = output ?? at(`results/apply-kills-${Number.parseInt(result.server, 10)}.json`);
  writeFileSync(file, `${JSON.stringify(result, undefined, 2)}\n`);
  process.stdout.write(`${total()} kills in ${trials} trials, ${wrong.length} wrong; ${file}\n`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function total() {
  return kills.boundary + kills.middle + kills.start + kills.rollback;
}

/** The plan of test/apply/steps.yaml, which holds every kind of work. */
async function byHand() {
  const rows = async (query, after) => [
    await query('select id, customer_id, total, touched from shop.orders order by id'),
    await query('select id, email from shop.customers order by id'),
    await query('select what from shop.events order by what'),
    ...(after ? [await query('select sum(cents), count(cents) from shop.orders')] : []),
  ];
  const [from, to] = [await endOf(read('start.sql'), rows, false), await endOf(read('end.sql'), rows, true)];
  const end = ({ hash }, name) => ({ name, hash });
  const plan = withDigests({
    format: 'relvar-plan',
    version: 1,
    from: end(from, 'start.sql'),
    to: end(to, 'end.sql'),
    engine: { id: 'postgres', version: '13' },
    mode: 'zero-downtime',
    steps: parse(read('steps.yaml')).map((step) => ({ ...bare, ...step })),
    leftOut: [],
    notes: [],
  });
  const place = join(folder, 'by-hand');
  mkdirSync(place);
  writeFileSync(join(place, 'plan.json'), JSON.stringify(plan));
  return { name: 'by hand', place, start: read('start.sql'), steps: plan.steps.length, from, to, rows, back: [] };
}

/** The folder that `relvar migrate plan` writes for a pair of schemas, and the plan. */
async function planned(name, pair, ...more) {
  const place = join(folder, name);
  const files = pair.map((one) => at(`../test/apply/${one}`));
  const target = `${Number.parseInt(await version(), 10)}`;
  const { code, log } = await run([
    'plan',
    ...files,
    '--target',
    target,
    '--rows',
    'shop.orders=20000',
    '-o',
    place,
    ...more,
  ]);
  if (code !== 0) throw new Error(log);
  return { place, plan: JSON.parse(readFileSync(join(place, 'plan.json'), 'utf8')) };
}

/** What two schemas do not tell: a column is split, a table becomes partitioned, values are changed in batches. */
async function byIntents() {
  const { place, plan } = await planned(
    'by-intents',
    ['intents-old.sql', 'intents-new.sql'],
    '--intents',
    at('../test/apply/intents.yaml'),
    '--answers',
    writtenTo('answers.json', '{"shop.customers.name": null}'),
  );
  const start = `${read('intents-old.sql')};
    insert into shop.customers select n, 'f' || n || ' l' || n, 'c' || n || '@example.com' from generate_series(1, 2000) n;
    insert into shop.orders select n, 1 + n % 2000, n * 1.5, '2025-01-01'::timestamptz + n * interval '1 hour' from generate_series(1, 15000) n;
    insert into shop.events select n, 'e' || n from generate_series(1, 5000) n;`;
  // As they are before: what was done twice, or not at all, is told apart.
  const rows = async (query, after) => [
    await query('select id, customer_id, total, placed from shop.orders order by id'),
    await query(
      `select id, ${after ? `first_name || ' ' || last_name` : 'name'} as name, email from shop.customers order by id`,
    ),
    await query(`select id, ${after ? 'substr(what, 2)' : 'what'} as what from shop.events order by id`),
  ];
  const from = await endOf(start, rows, false);
  const to = { hash: plan.to.hash, rows: from.rows };
  return { name: 'by intents', place, start, steps: plan.steps.length, from, to, rows, back: [] };
}

function writtenTo(name, text) {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** What `relvar migrate plan` makes of a pair of schemas; its first step has no undo. */
async function byPlanner() {
  const { place, plan } = await planned('by-planner', ['pair-old.sql', 'pair-new.sql']);
  const start = `${read('pair-old.sql')};
    insert into shop.customers select n, 'c' || n || '@example.com', 'note ' || n, null from generate_series(1, 500) n;
    insert into shop.orders select n, 1 + n % 500, n % 7, n * 1.5, 'new', '2026-01-01' from generate_series(1, 20000) n;`;
  const rows = async (query) => [
    await query('select id, customer_id, quantity::text, total, state, placed from shop.orders order by id'),
    await query('select id, email, note from shop.customers order by id'),
  ];
  const from = await endOf(start, rows, false);
  const first = plan.steps[0].id;
  // After the first step alone: what a rollback comes back to.
  const afterFirst = await endOf(`${start}; ${plan.steps[0].work.statements[0].sql}`, rows, false);
  const { steps } = plan;
  const to = { hash: plan.to.hash, rows: from.rows };
  return {
    name: 'by planner',
    place,
    start,
    steps: steps.length,
    from: afterFirst,
    to,
    rows,
    back: ['--to-step', first],
  };
}

/** There, and now and then back, in a database of its own, killed all along the way. */
async function trial(one) {
  trials++;
  const note = (what) => wrong.push({ trial: trials, plan: one.name, what });
  await inDatabase(one.start, async (url, query) => {
    await through('apply', one, url, note);
    const end = await seen(url, query, one.rows, true);
    if (end.hash !== one.to.hash) note('the schema is not that of the end');
    if (end.rows !== one.to.rows) note('the rows are not those of the end');
    // Not a multiple of the number of plans: each has its turn.
    if (trials % 4 !== 0) return;
    await through('rollback', one, url, note);
    const back = await seen(url, query, one.rows, false);
    if (back.hash !== one.from.hash) note('after the rollback, the schema is not that of the start');
    if (back.rows !== one.from.rows) note('after the rollback, the rows are not those of the start');
  });
}

/**
 * Runs the command until it has come through. The first time for each plan it is killed at the first and at the last
 * line of every step; else up to four times, by chance.
 */
async function through(command, { name, place, steps, back }, url, note) {
  // A short run leaves that out.
  const every = Number(wanted) >= 100 && !swept.has(`${name} ${command}`);
  swept.add(`${name} ${command}`);
  let left = every ? 2 * steps + 2 : 1 + Math.floor(random() * 4);
  for (let runs = 0; runs < 2 * steps + 20; runs++) {
    const word = runs % 2 === 0 ? 'step' : 'done';
    const each = { kind: command === 'rollback' ? 'rollback' : 'boundary', how: 'boundary', nth: 1, word, delay: 0 };
    const kill = left === 0 ? undefined : every ? each : chooseKill(command, steps);
    const argv = [command, place, '--to', url, '--yes', '--continue', ...(command === 'apply' ? [] : back)];
    const { killed, code, log } = await run(argv, kill);
    if (killed) left = Math.max(left - 1, 0);
    // 3: it waits for people, and the next run goes on.
    else if (code !== 0 && code !== 3) {
      note(`${command} ended with ${code}: ${log.slice(-500)}`);
      return;
    } else if (/done: the schema|^undone$|nothing to do|nothing to undo/m.test(log)) return;
  }
  note(`${command} did not come to an end`);
}

/** When to kill: at the first or last line of a step, some time after its first, or some time after the start. */
function chooseKill(command, steps) {
  const kind = ['boundary', 'middle', 'middle', 'start'][Math.floor(random() * 4)];
  // Early ones more often: so the later steps are met by the runs that go on.
  const nth = 1 + Math.floor(random() ** 2 * steps);
  const word = kind === 'boundary' && random() < 0.5 ? 'done' : 'step';
  const delay = kind === 'boundary' ? 0 : kind === 'middle' ? random() * 40 : 500 + random() * 2500;
  return { kind: command === 'rollback' ? 'rollback' : kind, how: kind, nth, word, delay };
}

function run(argv, kill) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [main, 'migrate', ...argv], { stdio: ['ignore', 'ignore', 'pipe'] });
    let log = '';
    let line = '';
    let began = 0;
    let killed = false;
    let armed = false;
    const strike = () => {
      killed = child.kill('SIGKILL');
    };
    const arm = (delay) => {
      if (armed) return;
      armed = true;
      if (delay === 0) strike();
      else setTimeout(strike, delay);
    };
    if (kill?.how === 'start') arm(kill.delay);
    child.stderr.on('data', (chunk) => {
      log += chunk;
      line += chunk;
      const lines = line.split('\n');
      line = lines.pop();
      for (const one of lines) {
        if (/^\[\d+\/\d+\]/.test(one)) began++;
        const met = kill?.word === 'done' ? /^ {6}done in/.test(one) : /^\[/.test(one);
        // The so manieth step of this run: what is done already is passed over without a line.
        if (kill && kill.how !== 'start' && met && began >= kill.nth) arm(kill.delay);
      }
    });
    child.on('close', (code, signal) => {
      const hit = killed && signal === 'SIGKILL';
      if (hit) {
        kills[kill.kind]++;
        const last = /\[\d+\/\d+\] (\d+)/g;
        const step = [...log.matchAll(last)].at(-1)?.[1] ?? 'before the first';
        kills.bySteps[step] = (kills.bySteps[step] ?? 0) + 1;
      }
      // The process may be ended by somebody else, too; what must hold is the same.
      if (!hit && signal !== null) elsewhere.push({ trial: trials, signal });
      resolve({ killed: hit || signal !== null, code, log });
    });
  });
}

async function endOf(sql, rows, after) {
  return await inDatabase(sql, (url, query) => seen(url, query, rows, after));
}

/** The schema and the rows: all of them, in a text. */
async function seen(url, query, rows, after) {
  const connection = await postgres.connect(url);
  const catalog = await postgres.introspect(connection).finally(() => connection.close());
  return { hash: catalogHash(catalog), rows: JSON.stringify(await rows(query, after)) };
}

async function inDatabase(sql, use) {
  const name = `relvar_kills_${process.pid}_${++databases}`;
  const admin = await connected(server);
  const url = new URL(server);
  url.pathname = `/${name}`;
  await admin.query(`create database ${name} template template0 encoding 'UTF8' locale 'C'`);
  const client = await connected(url.href);
  try {
    await client.query(sql);
    return await use(url.href, async (text) => (await client.query(text)).rows);
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

/** Mulberry32: the same numbers for the same seed. */
function generator(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
