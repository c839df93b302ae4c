// Wall time and peak memory of the command line on the corpus, each the median of several runs of a fresh process.
// Run: npm run build && node bench/review.mjs [runs]    Writes bench/results/review.json.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import driver from 'node-sqlite3-wasm';
import { machine, median } from './machine.mjs';
import { madeCatalog } from './made-schema.mjs';

const runs = Number(process.argv[2] ?? 5);
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const corpus = path('../test/corpus/postgres/');
const all = join(tmpdir(), `relvar-bench-${process.pid}.sql`);
writeFileSync(all, oneDatabase());
const file = join(tmpdir(), `relvar-bench-${process.pid}.db`);
writeSqliteFile(file, madeCatalog(200));

const cases = [
  { name: '--help', arguments: ['--help'], target: { seconds: 0.2 } },
  { name: 'examples/shop', arguments: ['review', path('../examples/shop')] },
  { name: 'chinook.sql', arguments: ['review', join(corpus, 'chinook.sql')], target: { seconds: 1.5 } },
  { name: 'dhis2.sql', arguments: ['review', join(corpus, 'dhis2.sql')], target: { seconds: 5 } },
  { name: 'SQLite file of 200 tables', arguments: ['review', file], target: { seconds: 1 } },
  { name: 'all corpus schemas in one database', arguments: ['review', all], target: { seconds: 8, mebibytes: 1024 } },
];
const results = [];
for (const one of cases) {
  const measured = [];
  for (let run = 0; run <= runs; run++) {
    const result = await measure(one.arguments);
    // The first run warms the file cache.
    if (run > 0) measured.push(result);
  }
  const seconds = median(measured.map((run) => run.seconds));
  const mebibytes = Math.max(...measured.map((run) => run.mebibytes));
  const row = {
    case: one.name,
    seconds: Number(seconds.toFixed(3)),
    peakMebibytes: Math.round(mebibytes),
    target: one.target,
    exitCode: measured[0].code,
  };
  results.push(row);
  console.log(
    `${row.case.padEnd(36)} ${row.seconds.toFixed(2).padStart(6)} s  ${String(row.peakMebibytes).padStart(5)} MiB  exit ${row.exitCode}  target ${JSON.stringify(one.target ?? {})}`,
  );
}
rmSync(all);
rmSync(file);
mkdirSync(path('results/'), { recursive: true });
writeFileSync(path('results/review.json'), `${JSON.stringify({ machine: machine(), runs, results }, undefined, 2)}\n`);

function measure(args) {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const child = spawn(process.execPath, ['--import', path('peak-memory.mjs'), path('../dist/cli/main.js'), ...args], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    let peak = '';
    child.stdio[3].on('data', (chunk) => (peak += chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ seconds: Number(process.hrtime.bigint() - started) / 1e9, mebibytes: Number(peak) / 1024, code }),
    );
  });
}

/** Every corpus schema as one script, each in a schema of its own, so that equal names do not meet. */
function oneDatabase() {
  return readdirSync(corpus)
    .filter((file) => file.endsWith('.sql'))
    .map((file) => {
      const name = file.replace(/\.sql$/, '');
      const sql = readFileSync(join(corpus, file), 'utf8')
        .replaceAll(/^SELECT pg_catalog\.set_config\('search_path', '', false\);$/gm, '')
        .replaceAll(/\bpublic\./g, `${name}.`)
        .replaceAll(/(WITH SCHEMA|ON SCHEMA|ALTER SCHEMA|CREATE SCHEMA) public/g, `$1 ${name}`);
      return `create schema if not exists ${name};\nset search_path to ${name}, public;\n${sql}\n`;
    })
    .join('\n');
}

/** A database file with the tables of a catalog, in the types that applications declare, and every second reference indexed. */
function writeSqliteFile(path, { tables }) {
  const types = {
    bigint: 'BIGINT',
    boolean: 'BOOLEAN',
    integer: 'INTEGER',
    jsonb: 'JSON',
    'numeric(12,2)': 'DECIMAL(12,2)',
    text: 'VARCHAR(200)',
    'timestamp with time zone': 'DATETIME',
    uuid: 'CHAR(36)',
  };
  const database = new driver.Database(path);
  database.exec('BEGIN');
  for (const { name, columns, foreignKeys } of tables) {
    const parts = columns.map((column) =>
      column.name === 'id'
        ? 'id INTEGER PRIMARY KEY AUTOINCREMENT'
        : `${column.name} ${types[column.type.text]}${column.nullable ? '' : ' NOT NULL'}`,
    );
    for (const key of foreignKeys) parts.push(`FOREIGN KEY (${key.columns}) REFERENCES ${key.references.name} (id)`);
    database.exec(`CREATE TABLE ${name} (${parts.join(', ')})`);
    const [first] = foreignKeys;
    if (first && name.length % 2 === 1) {
      database.exec(`CREATE INDEX ${name}_${first.columns} ON ${name} (${first.columns})`);
    }
  }
  database.exec('COMMIT');
  database.close();
}
