// Processor time of comparing schemas: a schema of 800 tables with itself, and 500 changes found and ordered.
// Run: npm run build && node bench/diff.mjs [runs]    Writes bench/results/diff.json.
import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { machine, median } from './machine.mjs';

setFlagsFromString('--liftoff-only');
const { openEmbedded } = await import('../dist/lab/embedded.js');
const { postgres } = await import('../dist/engines/postgres/index.js');
const { diff } = await import('../dist/diff/diff.js');
const { findRenames } = await import('../dist/diff/renames/find.js');

const runs = Number(process.argv[2] ?? 5);
const traits = postgres.traits('18');

const large = await read(schema(800));
const changed = await read(schema(100), edits(100));
const small = await read(schema(100));
const results = [
  { case: 'a schema of 800 tables and itself', ...time(large, large), target: { seconds: 1 } },
  {
    case: 'about 500 changes of 100 tables, found and ordered',
    ...time(small, changed),
    target: { seconds: 2 },
  },
];
for (const row of results) console.log(`${row.case}: ${row.changes} changes, ${row.seconds} s`);
writeFileSync(
  new URL('results/diff.json', import.meta.url),
  `${JSON.stringify({ machine: machine(), unit: 'seconds of processor time, median', runs, results }, undefined, 2)}\n`,
);
process.exit(0);

function compare(from, to) {
  findRenames(from.catalog, to.catalog, new Map());
  return diff(from, to, traits).changes;
}

function time(from, to) {
  let changes = 0;
  const seconds = [];
  for (let run = 0; run <= runs; run++) {
    // What is found of a catalog is kept as long as that: each run has its own.
    const sides = [structuredClone(from), structuredClone(to)];
    const start = process.cpuUsage();
    changes = compare(...sides).length;
    const { user, system } = process.cpuUsage(start);
    // The first run warms the compiler.
    if (run > 0) seconds.push((user + system) / 1e6);
  }
  return { seconds: Number(median(seconds).toFixed(3)), changes };
}

async function read(...statements) {
  const database = await openEmbedded();
  await database.exec(statements.join('\n'));
  const side = {
    catalog: await postgres.introspect(database),
    dependencies: await postgres.readDependencies(database),
  };
  await database.close();
  return side;
}

function schema(tables) {
  return Array.from({ length: tables }, (_, at) => {
    const parent = at === 0 ? '' : `, parent_id int references t${at - 1}`;
    return `create table t${at} (id serial primary key, name text not null default 'x', code varchar(20) unique, amount numeric(10, 2) check (amount > 0),
      state text, created_at timestamptz not null default now(), updated_at timestamptz, note text${parent});
      create index on t${at} (state, created_at); create view v${at} as select id, name, amount from t${at} where state = 'open';`;
  }).join('\n');
}

/** Five changes of each table, one of which has a view and a constraint to be made anew. */
function edits(tables) {
  return Array.from(
    { length: tables },
    (_, at) => `alter table t${at} add column extra int; alter table t${at} alter note set default 'none';
      alter table t${at} alter updated_at set not null; create index on t${at} (note); drop view v${at};`,
  ).join('\n');
}
