// How well missing-foreign-key finds the declared foreign keys of the corpus again when they are hidden: precision,
// recall and F1 by schema and over all references together. Keys of a partition count as those of its table.
// Run: npm run build && node bench/missing-foreign-key.mjs [folder] [-v]    -v lists what was missed and what was wrong.
// Without a folder it writes bench/results/missing-foreign-key.json. References that a schema means but does not
// declare count as wrong here, so precision is a lower bound.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openSource } from '../dist/app/open-source.js';
import { noStatistics } from '../dist/catalog/statistics.js';
import { declaredReferences, referenceText, withoutForeignKeys } from '../dist/rules/missing-foreign-key/declared.js';
import { rule } from '../dist/rules/missing-foreign-key/rule.js';
import { runRules } from '../dist/rules/run.js';

const target = 0.87;
const verbose = process.argv.includes('-v');
const given = process.argv.slice(2).find((argument) => argument !== '-v');
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const folder = given ?? path('../test/corpus/postgres/');
const rows = [];
for (const file of readdirSync(folder)
  .filter((name) => name.endsWith('.sql'))
  .sort()) {
  const opened = await open(join(folder, file));
  await opened.close();
  const declared = declaredReferences(opened.catalog);
  const found = new Set(proposals(withoutForeignKeys(opened.catalog), opened.traits));
  const wrong = [...found].filter((text) => !declared.has(text));
  const missed = [...declared].filter((text) => !found.has(text));
  rows.push({ schema: file, ...measures(declared.size - missed.length, wrong.length, missed.length) });
  print(rows.at(-1));
  if (verbose)
    for (const text of [...missed.map((one) => `missed ${one}`), ...wrong.map((one) => `wrong  ${one}`)].sort())
      console.log(`  ${text}`);
}
const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
const all = { schema: 'all', ...measures(sum('found'), sum('wrong'), sum('missed')) };
print(all);
console.log(`target: F1 ${target}`);
if (given === undefined) {
  mkdirSync(path('results/'), { recursive: true });
  writeFileSync(
    path('results/missing-foreign-key.json'),
    `${JSON.stringify({ target: { f1: target }, all, schemas: rows }, undefined, 2)}\n`,
  );
}
process.exitCode = all.f1 >= target ? 0 : 1;

function open(source) {
  const signal = new AbortController().signal;
  return openSource({ source, config: {}, environment: {}, input: noInput(), volumes: [], signal, progress: () => {} });
}

async function* noInput() {}

/** What the rule would have declared. */
function proposals(catalog, traits) {
  const results = runRules([rule], { catalog, statistics: noStatistics, traits, now: new Date(0) });
  return results
    .flatMap((result) => result.items)
    .flatMap((item) => item.changes)
    .filter((change) => change.kind === 'add foreign key')
    .map((change) => referenceText(change.table, change.columns, change.references, change.referencedColumns));
}

function measures(found, wrong, missed) {
  const round = (value) => Number((Number.isNaN(value) ? 1 : value).toFixed(3));
  return {
    found,
    wrong,
    missed,
    precision: round(found / (found + wrong)),
    recall: round(found / (found + missed)),
    f1: round((2 * found) / (2 * found + wrong + missed)),
  };
}

function print(row) {
  const cell = (name, value) => `${name} ${value.toFixed(3)}`;
  console.log(
    `${row.schema.padEnd(18)} found ${String(row.found).padStart(4)}  wrong ${String(row.wrong).padStart(3)}  missed ${String(row.missed).padStart(3)}  ${cell('precision', row.precision)}  ${cell('recall', row.recall)}  ${cell('F1', row.f1)}`,
  );
}
