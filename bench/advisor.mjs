// What the index advisor reaches on a pack (see fidelity.mjs) at several budgets, in planner costs, bytes by the size
// model, planner calls and seconds.
// Run: npm run build && node bench/advisor.mjs <pack> [workers] [budgets in MB, with commas] [w19n|w22p]
// Writes bench/results/advisor-<pack>.json, without the text of any query.
//
// Two settings, after "Magic mirror in my hand" (PVLDB 13(11), 2020): with the pack's keys and all queries (w22p), and
// without keys and without queries 2, 17 and 20 (w19n). The objective is the plain sum of costs. Figures are only
// comparable for the same number of workers per gather, for scans from end to end cost more without them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { machine } from './machine.mjs';
import { statisticsOf } from './pack.mjs';

const dist = process.env.RELVAR_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const load = (path) => import(pathToFileURL(join(dist, path)).href);
const { openEmbeddedLab } = await load('lab/embedded-lab.js');
const { postgres } = await load('engines/postgres/index.js');
const { lookups } = await load('catalog/lookups.js');
const { advise } = await load('advisor/advise.js');

const folder = resolve(process.argv[2] ?? '');
const workers = process.argv[3] ?? '2';
const budgets = (process.argv[4] ?? '50,100,250,500,1000,2000,5000').split(',').map(Number);
const settings = (process.argv[5] ?? 'w19n,w22p').split(',');
const read = (file) => readFileSync(join(folder, file), 'utf8');
const given = JSON.parse(read('statistics.json'));
const pack = given.tables ? given : statisticsOf(given);
const statistics = { ...pack, settings: { ...pack.settings, max_parallel_workers_per_gather: workers } };
const all = JSON.parse(read('plans.json'));
const left = new Set(['q02', 'q17', 'q20']);
const results = [];
for (const name of settings) {
  for (const budget of budgets) results.push(await run(name, budget));
}
mkdirSync(new URL('results/', import.meta.url), { recursive: true });
writeFileSync(
  new URL(`results/advisor-${basename(folder)}.json`, import.meta.url),
  `${JSON.stringify({ machine: machine(), pack: basename(folder), workers, results }, undefined, 2)}\n`,
);

async function run(name, budget) {
  const lab = await openEmbeddedLab();
  await lab.connection.exec(read('schema.sql'));
  if (name === 'w19n') await withoutKeys(lab.connection);
  const catalog = await lab.introspect();
  const traits = postgres.traits('18.4');
  await lab.believe(catalog, statistics);
  const queries = [];
  for (const { id, statements } of all) {
    if (name === 'w19n' && left.has(id)) continue;
    const sql = statements.find((one) => !/^\s*(create|drop)/i.test(one));
    queries.push({ sql, name: id, facts: await postgres.readFacts(sql, catalog, traits, id) });
  }
  const started = performance.now();
  const cpu = process.cpuUsage();
  const advice = await advise({
    lab,
    engine: postgres,
    traits,
    catalog,
    lookups: lookups(catalog),
    statistics,
    queries,
    options: { budgetBytes: budget * 1e6, objective: process.env.OBJECTIVE ?? 'sum', timeLimitMilliseconds: 60_000 },
    progress: () => {},
    clock: () => performance.now(),
    signal: new AbortController().signal,
  });
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  await lab.close();
  const sum = (pick) => advice.perQuery.reduce((total, one) => total + pick(one), 0);
  const [before, after] = [sum((one) => one.costBefore), sum((one) => one.costAfter)];
  const row = {
    setting: name,
    budgetMegabytes: budget,
    cost: Math.round(after),
    relativeCost: Number((after / before).toFixed(6)),
    megabytes: Math.round(advice.create.reduce((total, one) => total + one.size.bytes, 0) / 1e6),
    indexes: advice.create.length,
    candidates: advice.candidates,
    calls: advice.calls,
    complete: advice.complete,
    seconds: Number(seconds.toFixed(1)),
    cpuSeconds: Number(((user + system) / 1e6).toFixed(1)),
    worse: advice.perQuery.filter((one) => one.worse).length,
  };
  console.log(JSON.stringify(row));
  if (process.env.VERBOSE) {
    for (const { change, size } of advice.create) {
      const keys = change.keys.map((key) => key.column ?? key.expression).join(', ');
      console.log(
        `  ${change.table.name} (${keys}) + (${(change.include ?? []).join(', ')}) ${change.predicate ?? ''} ${Math.round(size.bytes / 1e6)} MB`,
      );
    }
    for (const one of advice.perQuery)
      console.log(`  ${queries[one.query].name} ${Math.round(one.costBefore)} -> ${Math.round(one.costAfter)}`);
  }
  return row;
}

async function withoutKeys(connection) {
  for (const type of ['f', 'p']) {
    const rows = await connection.query(
      `select conrelid::regclass::text as owner, conname as name from pg_constraint where contype = '${type}' and connamespace = 'public'::regnamespace`,
    );
    for (const { owner, name } of rows) await connection.exec(`alter table ${owner} drop constraint "${name}" cascade`);
  }
}
