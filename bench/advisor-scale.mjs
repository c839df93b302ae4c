// The command line's advice on a large made workload: wall time, peak memory, and what is answered when it is ended
// early, by --time or by an interruption.
// Run: npm run build && node bench/advisor-scale.mjs [tables] [queries] [seed]
// Writes bench/results/advisor-scale.json. On a machine with other work: RELVAR_BENCH_CLOCK=processor (resource-use.mjs).
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { madeWorkload } from './advisor-made.mjs';
import { machine } from './machine.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const [tables = 200, queries = 1000, seed = 1] = process.argv.slice(2).map(Number);
const target = { seconds: 120, mebibytes: 1536, candidates: 10_000 };
const folder = mkdtempSync(join(tmpdir(), 'relvar-scale-'));
const made = madeWorkload({ tables, queries, seed });
const file = (name, text) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const given = [
  ...['indexes', file('schema.sql', made.schema), '--volumes', file('volumes.yaml', made.volumes)],
  ...['--workload', file('queries.sql', made.queries)],
];
const clock = process.env.RELVAR_BENCH_CLOCK ?? 'wall';
const results = [];
for (const { name, more = [], interruptAfter } of [
  { name: 'to the end' },
  { name: '--time 10s', more: ['--time', '10s'] },
  { name: 'interrupted after 20 s', interruptAfter: 20 },
]) {
  const row = { case: name, ...(await measure([...given, ...more], interruptAfter)) };
  results.push(row);
  console.log(JSON.stringify(row));
}
rmSync(folder, { recursive: true });
mkdirSync(path('results/'), { recursive: true });
writeFileSync(
  path('results/advisor-scale.json'),
  `${JSON.stringify({ machine: machine(), clock, tables, queries, seed, target, results }, undefined, 2)}\n`,
);

function measure(args, interruptAfter) {
  return new Promise((resolve, reject) => {
    const output = join(folder, 'report.json');
    const started = performance.now();
    const child = spawn(
      process.execPath,
      ['--import', path('resource-use.mjs'), path('../dist/cli/main.js'), ...args, '--format', 'json', '-o', output],
      {
        stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
        env: { ...process.env, ...(interruptAfter ? { RELVAR_BENCH_INTERRUPT: String(interruptAfter) } : {}) },
      },
    );
    let [used, errors] = ['', ''];
    child.stdio[3].on('data', (chunk) => (used += chunk));
    child.stderr.on('data', (chunk) => (errors += chunk));
    const timer = interruptAfter && clock === 'wall' && setTimeout(() => child.kill('SIGINT'), interruptAfter * 1000);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      const seconds = (performance.now() - started) / 1000;
      if (code !== 0 && !(interruptAfter && code === 130)) return reject(new Error(`exit ${code}: ${errors}`));
      const { create, search, totals } = JSON.parse(readFileSync(output, 'utf8'));
      const { workloadCost: before } = totals.before;
      const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(used);
      resolve({
        seconds: Number(seconds.toFixed(1)),
        // On a machine with other work, the processor's time tells more than the clock's.
        cpuSeconds: Number(((userCPUTime + systemCPUTime) / 1e6).toFixed(1)),
        peakMebibytes: Math.round(maxRSS / 1024),
        created: create.length,
        relativeCost: Number((totals.after.workloadCost / before).toFixed(6)),
        ...search,
      });
    });
  });
}
