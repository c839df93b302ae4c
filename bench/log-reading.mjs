// Wall and CPU time, peak memory and totals of reading one log of 1 GB: `relvar workload` against pgBadger (Debian's package,
// which must be installed), one after the other in the same run. The log is of a real server (bench/workload-log.mjs).
// Run: npm run build && node bench/log-reading.mjs [folder] [runs]    Writes bench/results/log-reading.json.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { machine, median } from './machine.mjs';
import { logging, repeat, shop } from './workload-log.mjs';

const folder = process.argv[2] ?? join(tmpdir(), 'relvar-log-reading');
const runs = Number(process.argv[3] ?? 3);
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const [small, large] = [join(folder, 'small.log'), join(folder, 'large.log')];
const prefix = '%m [%p] %q%u@%d ';
const program = process.env.RELVAR_PROGRAM ?? path('../dist/cli/main.js');

mkdirSync(folder, { recursive: true });
if (!existsSync(large)) {
  await logging(folder, small, { log_line_prefix: prefix }, (url) => shop(url, 5000));
  repeat(small, large, 2 ** 30);
}

const loadBefore = Number(loadavg()[0].toFixed(1));
const ours = join(folder, 'workload.json');
const theirs = join(folder, 'pgbadger.json');
const relvar = Array.from({ length: runs }, () => timed(process.execPath, [program, 'workload', large, '-o', ours]));
const pgbadger = timed('pgbadger', ['-q', '-f', 'stderr', '-p', prefix, '-x', 'json', '-o', theirs, large]);
const { totals } = JSON.parse(readFileSync(ours, 'utf8'));
const { overall_stat: stat } = JSON.parse(readFileSync(theirs, 'utf8'));
const durations = stat.postgres.queries_duration;
const seconds = median(relvar.map((one) => one.seconds));
const cpuSeconds = median(relvar.map((one) => one.cpuSeconds));
const results = {
  megabytes: Math.round(statSync(large).size / 1e6),
  relvar: { seconds, cpuSeconds, peakMebibytes: Math.max(...relvar.map((one) => one.mebibytes)) },
  pgbadger: {
    version: execFileSync('pgbadger', ['--version'], { encoding: 'utf8' }).trim(),
    seconds: pgbadger.seconds,
    cpuSeconds: pgbadger.cpuSeconds,
    peakMebibytes: pgbadger.mebibytes,
  },
  timesFaster: Number((pgbadger.seconds / seconds).toFixed(1)),
  // What counts where others run on the same cores.
  timesLessCpu: Number((pgbadger.cpuSeconds / cpuSeconds).toFixed(1)),
  loadBefore,
  target: { timesFaster: 5, mebibytes: 500 },
  totals: {
    relvar: {
      queries: totals.executions,
      milliseconds: rounded(totals.milliseconds),
      preparing: rounded(totals.preparingMilliseconds),
    },
    pgbadger: {
      queries: stat.queries_number,
      milliseconds: rounded(durations.execute),
      preparing: rounded(durations.prepare + durations.bind),
    },
  },
};
const equal = JSON.stringify(results.totals.relvar) === JSON.stringify(results.totals.pgbadger);
console.log(JSON.stringify(results, undefined, 2), equal ? 'totals are equal' : 'TOTALS DIFFER');
mkdirSync(path('results/'), { recursive: true });
writeFileSync(
  path('results/log-reading.json'),
  `${JSON.stringify({ machine: machine(), runs, ...results }, undefined, 2)}\n`,
);
process.exitCode = equal ? 0 : 1;

function timed(command, args) {
  const report = join(folder, 'time.txt');
  execFileSync('/usr/bin/time', ['-f', '%e %U %S %M', '-o', report, command, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [seconds, user, system, kilobytes] = readFileSync(report, 'utf8').trim().split(' ').map(Number);
  return { seconds, cpuSeconds: Number((user + system).toFixed(2)), mebibytes: Math.round(kilobytes / 1024) };
}

function rounded(value) {
  return Number(value.toFixed(1));
}
