// What the shadow costs: from the start of a process until it is ready to plan, a query plan, a supposed index, and
// memory. Each case is a process of its own.
// Run: npm run build && node bench/shadow.mjs [runs]    Writes bench/results/shadow.json.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { machine, median } from './machine.mjs';

const own = fileURLToPath(import.meta.url);
const dist = process.env.RELVAR_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const cases = [
  {
    name: '20 tables, 200 columns',
    tables: 20,
    columns: 10,
    rows: 1e6,
    target: { readySeconds: 1.5, planMilliseconds: 2 },
  },
  {
    name: '500 tables, 5 000 columns',
    tables: 500,
    columns: 10,
    rows: 1e6,
    target: { readySeconds: 6, planMilliseconds: 2 },
  },
  { name: '20 tables, 1 MB declared', tables: 20, columns: 10, rows: 500, target: {} },
  { name: '20 tables, 1 TB declared', tables: 20, columns: 10, rows: 5e8, target: { readySeconds: 1.5 } },
];

if (process.argv[2] === 'case') await measure(cases[Number(process.argv[3])]);
else drive(Number(process.argv[2] ?? 3));

function drive(runs) {
  const results = cases.map((one, at) => {
    const measured = Array.from({ length: runs }, () => {
      const { stdout, stderr, status } = spawnSync(process.execPath, [own, 'case', String(at)], { encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
      return JSON.parse(stdout);
    });
    const figures = Object.fromEntries(
      Object.keys(measured[0]).map((key) => [key, Number(median(measured.map((run) => run[key])).toFixed(3))]),
    );
    console.log(`${one.name.padEnd(28)} ${JSON.stringify(figures)}`);
    return { case: one.name, ...figures, target: one.target };
  });
  mkdirSync(new URL('results/', import.meta.url), { recursive: true });
  writeFileSync(
    new URL('results/shadow.json', import.meta.url),
    `${JSON.stringify({ machine: machine(), runs, results }, undefined, 2)}\n`,
  );
}

async function measure({ tables, columns, rows }) {
  const { openEmbeddedLab } = await import(pathToFileURL(join(dist, 'lab/embedded-lab.js')).href);
  const lab = await openEmbeddedLab();
  const opened = performance.now();
  await lab.connection.exec(schemaOf(tables, columns));
  const loaded = performance.now();
  const catalog = await lab.introspect();
  const told = await lab.believe(catalog, statisticsOf(tables, columns, rows));
  if (told.length > 0) throw new Error(told.join('\n'));
  const ready = performance.now();
  const table = { schema: 'public', name: 't1' };
  const declared = (
    await lab.connection.query(
      "select sum(pg_relation_size(oid))::float8 as bytes from pg_class where relkind in ('r', 'i')",
    )
  )[0].bytes;
  const times = { one: [], join: [], supposed: [] };
  for (let run = 0; run < 40; run++) {
    times.one.push(await timed(() => lab.plan({ sql: `select * from t1 where id = ${run}` })));
    times.join.push(
      await timed(() =>
        lab.plan({ sql: 'select t2.c2, count(*) from t1 join t2 on t2.id = t1.c1 where t1.c4 < 500 group by 1' }),
      ),
    );
    times.supposed.push(
      await timed(() =>
        lab.suppose({ changes: [{ kind: 'create index', table, name: 'tried', keys: [{ column: 'c2' }] }] }, [
          { sql: 'select * from t1 where c2 = 5' },
        ]),
      ),
    );
  }
  console.log(
    JSON.stringify({
      // From the start of the process; milliseconds from here on are since then.
      readySeconds: ready / 1000,
      openMilliseconds: opened,
      loadMilliseconds: loaded - opened,
      believeMilliseconds: ready - loaded,
      planMilliseconds: median(times.one),
      planJoinMilliseconds: median(times.join),
      supposeMilliseconds: median(times.supposed),
      residentMebibytes: process.memoryUsage().rss / 2 ** 20,
      declaredGibibytes: declared / 2 ** 30,
    }),
  );
  await lab.close();
}

async function timed(run) {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

function schemaOf(tables, columns) {
  const lines = ['begin;'];
  for (let table = 1; table <= tables; table++) {
    const own = Array.from({ length: columns - 1 }, (_, at) => `c${at + 1} ${at % 3 === 2 ? 'text' : 'integer'}`);
    lines.push(`create table t${table} (id bigint primary key, ${own.join(', ')});`, `create index on t${table} (c1);`);
  }
  return [...lines, 'commit;'].join('\n');
}

/** Every column with 100 common values and 101 bounds, as a server tells them at the usual target. */
function statisticsOf(tables, columns, rows) {
  const value = (at, text) => (text ? `value ${at}` : String(at));
  const column = (text) => ({
    nullFraction: 0.01,
    averageWidth: text ? 12 : 4,
    distinct: -0.1,
    commonValues: Array.from({ length: 100 }, (_, at) => ({ value: value(at, text), fraction: 0.002 })),
    histogram: Array.from({ length: 101 }, (_, at) => value(1000 + at, text)),
    correlation: 0.5,
  });
  const own = { id: { nullFraction: 0, averageWidth: 8, distinct: -1, correlation: 1 } };
  for (let at = 1; at < columns; at++) own[`c${at}`] = column(at % 3 === 0);
  return {
    settings: {},
    tables: Object.fromEntries(
      Array.from({ length: tables }, (_, at) => [
        `public.t${at + 1}`,
        { origin: 'declared', rows, pages: Math.ceil(rows / 80), columns: own },
      ]),
    ),
    indexes: {},
    sequences: {},
  };
}
