// Wall time, peak memory and size of `relvar snapshot` of a database of 1 900 tables with 8 columns each, and of reading
// it back, each the median of several runs of a fresh process. Makes a database on a real server and drops it again.
// Run: npm run build && node bench/snapshot.mjs [url] [runs]    Writes bench/results/snapshot.json.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { machine, median } from './machine.mjs';

const server = process.argv[2] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const runs = Number(process.argv[3] ?? 5);
const tables = 1900;
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'relvar-bench-'));
const file = join(folder, 'prod.snapshot.json');
const name = `relvar_bench_${process.pid}`;
const url = new URL(server);
url.pathname = `/${name}`;

const admin = new pg.Client({ connectionString: server });
await admin.connect();
await admin.query(`create database ${name}`);
try {
  const version = await fill();
  const cases = [
    { name: 'snapshot', arguments: ['snapshot', url.href, '-o', file], target: { seconds: 10 } },
    { name: 'snapshot --no-values', arguments: ['snapshot', url.href, '--no-values', '-o', `${file}.bare`] },
    { name: 'read a snapshot and write it anew', arguments: ['snapshot', file, '-o', `${file}.again`] },
  ];
  const results = [];
  for (const one of cases) {
    const measured = [];
    for (let run = 0; run <= runs; run++) {
      const result = await measure(one.arguments);
      // The first run warms the caches.
      if (run > 0) measured.push(result);
    }
    const row = {
      case: `${one.name}, ${tables} tables`,
      seconds: Number(median(measured.map((run) => run.seconds)).toFixed(3)),
      peakMebibytes: Math.round(Math.max(...measured.map((run) => run.mebibytes))),
      fileMebibytes: Number((statSync(one.arguments.at(-1)).size / 2 ** 20).toFixed(1)),
      target: one.target,
      exitCode: measured[0].code,
    };
    results.push(row);
    console.log(
      `${row.case.padEnd(48)} ${row.seconds.toFixed(2).padStart(6)} s  ${String(row.peakMebibytes).padStart(5)} MiB  file ${row.fileMebibytes} MiB  exit ${row.exitCode}  target ${JSON.stringify(one.target ?? {})}`,
    );
  }
  mkdirSync(path('results/'), { recursive: true });
  writeFileSync(
    path('results/snapshot.json'),
    `${JSON.stringify({ machine: machine(), server: `PostgreSQL ${version}`, runs, results }, undefined, 2)}\n`,
  );
} finally {
  await admin.query(`drop database ${name} with (force)`);
  await admin.end();
  rmSync(folder, { recursive: true });
}

/** 300 rows a table: enough for every kind of statistics. Few tables in a transaction, for the locks it holds. */
async function fill() {
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    for (let first = 1; first <= tables; first += 50) {
      await client.query(`do $$ begin for i in ${first}..${Math.min(first + 49, tables)} loop
        execute format('create table t%s (id bigserial primary key, code text not null unique, state text not null, parent_id bigint, amount numeric(12,2),
          active boolean default true, tags text[], created_at timestamptz not null default now())', i);
        execute format('insert into t%s (code, state, parent_id, amount, active, tags, created_at) select md5(n::text), (array[''new'', ''paid'', ''sent''])[1 + n %% 3], n,
          n * 1.7, n %% 9 > 0, array[''tag '' || n %% 12], timestamptz ''2024-01-01'' + n * interval ''1 hour'' from generate_series(1, 300) n', i);
        execute format('create index on t%s (created_at)', i);
        if i > 1 then execute format('alter table t%s add foreign key (parent_id) references t%s', i, i - 1); end if;
      end loop; end $$`);
    }
    await client.query('analyze');
    const { rows } = await client.query(`select current_setting('server_version') as version`);
    return rows[0].version;
  } finally {
    await client.end();
  }
}

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
