// Kills `relvar migrate apply` and `rollback` with SIGKILL, at the boundaries of steps and in the middle of them, and
// runs them again, until the plan has come to its end and back. Each time the schema must be that of the end, and the
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
import { catalogDigests, catalogHash } from '../dist/catalog/hash.js';
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
let trials = 0;

try {
  const [from, to] = [await endOf('start.sql'), await endOf('end.sql')];
  const steps = parse(read('steps.yaml')).map((step) => ({ ...bare, ...step }));
  const plan = withDigests({
    format: 'relvar-plan',
    version: 1,
    from: from.end,
    to: to.end,
    engine: { id: 'postgres', version: '13' },
    mode: 'zero-downtime',
    steps,
    leftOut: [],
    notes: [],
  });
  writeFileSync(join(folder, 'plan.json'), JSON.stringify(plan));
  while (total() < Number(wanted)) await trial(from, to, steps.length);
  const result = {
    machine: machine(),
    server: await version(),
    seed: Number(seed),
    trials,
    kills: { total: total(), ...kills },
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

/** There and back in a database of its own, killed all along the way. */
async function trial(from, to, steps) {
  trials++;
  const note = (what) => wrong.push({ trial: trials, what });
  await inDatabase(read('start.sql'), async (url, query) => {
    await through('apply', url, steps, note);
    const end = await seen(url, query);
    if (end.hash !== to.end.hash) note('the schema is not that of the end');
    if (end.rows !== to.rows) note('the rows are not those of the end');
    if (trials % 3 !== 0) return;
    await through('rollback', url, steps, note);
    const back = await seen(url, query);
    if (back.hash !== from.end.hash) note('after the rollback, the schema is not that of the start');
    // The notes of customers are lost with the column, as the plan says.
    if (back.orders !== from.orders) note('after the rollback, the rows are not those of the start');
  });
}

/** Runs the command until it has come through; up to four times, it is killed on the way. */
async function through(command, url, steps, note) {
  let left = 1 + Math.floor(random() * 4);
  for (let runs = 0; runs < 20; runs++) {
    const kill = left > 0 ? chooseKill(command, steps) : undefined;
    const argv = [command, folder, '--to', url, '--yes', ...(command === 'apply' ? ['--continue'] : [])];
    const { killed, code, log } = await run(argv, kill);
    if (killed) left--;
    else if (code !== 0) {
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
  const delay = kind === 'boundary' ? 0 : kind === 'middle' ? random() * 40 : 300 + random() * 900;
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
      resolve({ killed: hit, code, log });
    });
  });
}

async function endOf(name) {
  return await inDatabase(read(name), async (url, query) => {
    const { hash, objects, rows, orders } = await seen(url, query);
    return { end: { name, hash, objects }, rows, orders };
  });
}

async function seen(url, query) {
  const connection = await postgres.connect(url);
  const catalog = await postgres.introspect(connection).finally(() => connection.close());
  const text = async (sql) => JSON.stringify(await query(sql));
  const orders = await text('select id, customer_id, total, touched from shop.orders order by id');
  const rest = await text(`select (select json_agg(c order by id) from (select id, email from shop.customers) c),
    (select json_agg(what order by what) from shop.events)`);
  const hash = catalogHash(catalog);
  const more = (await hasCents(query)) ? await text('select sum(cents), count(cents) from shop.orders') : '';
  return { hash, objects: catalogDigests(catalog), rows: orders + rest + more, orders };
}

async function hasCents(query) {
  const [row] = await query(`select count(*) as there from pg_attribute
    where attrelid = 'shop.orders'::regclass and attname = 'cents' and not attisdropped`);
  return row.there !== '0';
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
