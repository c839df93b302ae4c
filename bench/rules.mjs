// All rules together on a loaded catalog of at least 1 900 tables and 14 000 columns, made from the corpus: every
// schema is read once and repeated under other schema names. The median of several runs in one process, after one
// that is not counted, and the first run of the process (cold) beside it.
// Run: npm run build && node bench/rules.mjs [runs]    Writes bench/results/rules.json.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openSource } from '../dist/app/open-source.js';
import { emptyCatalog } from '../dist/catalog/catalog.js';
import { noStatistics } from '../dist/catalog/statistics.js';
import { allRules } from '../dist/rules/registry.js';
import { runRules } from '../dist/rules/run.js';
import { machine, median } from './machine.mjs';

const runs = Number(process.argv[2] ?? 5);
const wanted = { tables: 1900, columns: 14_000 };
const target = { seconds: 1 };
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const corpus = path('../test/corpus/postgres/');

const catalogs = [];
let traits;
for (const file of readdirSync(corpus)
  .filter((name) => name.endsWith('.sql'))
  .sort()) {
  const signal = new AbortController().signal;
  const opened = await openSource({
    source: join(corpus, file),
    config: {},
    environment: {},
    input: process.stdin,
    volumes: [],
    signal,
    progress: () => {},
  });
  catalogs.push(opened.catalog);
  traits = opened.traits;
  await opened.close();
}
let catalog = emptyCatalog;
const columns = () => catalog.tables.reduce((sum, table) => sum + table.columns.length, 0);
for (let at = 0; catalog.tables.length < wanted.tables || columns() < wanted.columns; at++) {
  catalog = joined(catalog, inSchema(catalogs[at % catalogs.length], `copy_${at}`));
}

const measured = [];
const byRule = new Map();
let items = 0;
for (let run = 0; run <= runs; run++) {
  const started = performance.now();
  const results = runRules(allRules, { catalog, statistics: noStatistics, traits, now: new Date(0) });
  measured.push((performance.now() - started) / 1000);
  items = results.reduce((sum, result) => sum + result.items.length, 0);
}
for (const rule of allRules) {
  const started = performance.now();
  runRules([rule], { catalog, statistics: noStatistics, traits, now: new Date(0) });
  byRule.set(rule.id, performance.now() - started);
}
const seconds = median(measured.slice(1));
const slowest = [...byRule].sort((a, b) => b[1] - a[1]).slice(0, 8);
console.log(`${catalog.tables.length} tables, ${columns()} columns, ${allRules.length} rules, ${items} cases`);
console.log(`median ${seconds.toFixed(3)} s, first ${measured[0].toFixed(3)} s, target ${target.seconds} s`);
for (const [id, milliseconds] of slowest) console.log(`  ${milliseconds.toFixed(0).padStart(5)} ms  ${id}`);
mkdirSync(path('results/'), { recursive: true });
const result = {
  machine: machine(),
  runs,
  tables: catalog.tables.length,
  columns: columns(),
  rules: allRules.length,
  cases: items,
  seconds: Number(seconds.toFixed(3)),
  firstSeconds: Number(measured[0].toFixed(3)),
  target,
  slowestMilliseconds: Object.fromEntries(slowest.map(([id, milliseconds]) => [id, Math.round(milliseconds)])),
};
writeFileSync(path('results/rules.json'), `${JSON.stringify(result, undefined, 2)}\n`);

/** The catalog with every name of a schema of its own replaced; text that the engine wrote keeps the old one. */
function inSchema(given, name) {
  const own = new Set(given.schemas.map((schema) => schema.name));
  const rename = (value) => {
    if (Array.isArray(value)) return value.map(rename);
    if (typeof value !== 'object' || value === null) return value;
    const copy = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, rename(one)]));
    return typeof copy.schema === 'string' && own.has(copy.schema)
      ? { ...copy, schema: `${name}_${copy.schema}` }
      : copy;
  };
  return { ...rename(given), schemas: given.schemas.map((schema) => ({ ...schema, name: `${name}_${schema.name}` })) };
}

function joined(a, b) {
  return Object.fromEntries(Object.keys(a).map((key) => [key, [...a[key], ...b[key]]]));
}
