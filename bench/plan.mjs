// What a plan costs: comparing two schemas that differ by 500 changes, laying down the steps, and rehearsing them.
// Run: npm run build && node bench/plan.mjs [runs]    Writes bench/results/plan.json.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { machine, median } from './machine.mjs';

const dist = process.env.RELVAR_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const load = (path) => import(`${dist}/${path}`);
const [
  { openEmbedded },
  { postgres },
  { diff },
  { draftSteps },
  { planMigration },
  { derive },
  steps,
  heavy,
  rates,
  { noStatistics },
] = await Promise.all([
  load('lab/embedded.js'),
  load('engines/postgres/index.js'),
  load('diff/diff.js'),
  load('plan/draft.js'),
  load('plan/plan-migration.js'),
  load('scale/derive/derive.js'),
  load('app/migrate/rehearse-steps.js'),
  load('app/migrate/heavy-changes.js'),
  load('plan/rates.js'),
  load('catalog/statistics.js'),
]);

const tables = 100;
/** Five changes to each table: a new index, a check, a column, another type, NOT NULL. */
function schema(after) {
  return Array.from({ length: tables }, (_, n) => {
    const parent = Math.max(0, n - 1);
    return `create table t${n} (id int primary key, parent int references t${parent}, a ${after ? 'bigint' : 'int'}, b text${after ? ' not null' : ''}, c numeric${after ? ', d uuid default gen_random_uuid()' : ''}${after ? `, constraint t${n}_c check (c > 0)` : ''});
${after ? `create index t${n}_b on t${n} (b);` : ''}`;
  }).join('\n');
}

const runs = Number(process.argv[2] ?? 3);
const seconds = async (work) => {
  const start = performance.now();
  const result = await work();
  return [(performance.now() - start) / 1000, result];
};
const sideOf = async (lab) => ({
  catalog: await postgres.introspect(lab),
  dependencies: await postgres.readDependencies(lab),
});

const measured = [];
let told;
for (let run = 0; run < runs; run++) {
  const [fromLab, toLab] = [await openEmbedded(), await openEmbedded()];
  await fromLab.exec(schema(false));
  await toLab.exec(schema(true));
  const [from, to] = [await sideOf(fromLab), await sideOf(toLab)];
  const traits = postgres.traits('18.0');
  const [comparing, { changes }] = await seconds(() => diff(from, to, traits));
  const [weighing, isHeavy] = await seconds(() =>
    heavy.heavyChanges({ engine: postgres, traits, lab: fromLab, statistics: noStatistics }, changes),
  );
  const statistics = derive(from.catalog, noStatistics, { sizes: postgres.sizes, traits, now: new Date(0) }).statistics;
  const [drafting, drafts] = await seconds(() =>
    draftSteps(changes, {
      from: from.catalog,
      to: to.catalog,
      renames: { count: 0, after: from.catalog },
      traits,
      mode: 'zero-downtime',
      procedure: (change, situation) => postgres.procedure(change, situation),
      rowsStep: (request) => postgres.rowsStep(request),
      intents: [],
      heavy: isHeavy,
      batch: { rows: 5000, pauseMilliseconds: 100 },
    }),
  );
  const [rehearsing, { effects, failures }] = await seconds(() =>
    steps.rehearseSteps({ engine: postgres, lab: fromLab, traits }, drafts, from.catalog, '18'),
  );
  const frame = {
    from: { name: 'a', hash: '' },
    to: { name: 'b', hash: '' },
    engine: { id: 'postgres', version: '18' },
    mode: 'zero-downtime',
    leftOut: [],
    notes: [],
  };
  const [finishing, plan] = await seconds(() =>
    planMigration(drafts, effects, frame, {
      statistics,
      known: { rates: rates.presumedRates, origin: 'presumed' },
      formerly: (table) => table,
      before: from.catalog,
    }),
  );
  const statements = drafts.reduce(
    (sum, one) => sum + (one.work.kind === 'statements' ? one.work.statements.length : 1),
    0,
  );
  told = { changes: changes.length, steps: plan.steps.length, statements, failures: failures.length };
  measured.push({ comparing, drafting, finishing, weighing, rehearsing });
  await fromLab.close();
  await toLab.close();
}
const middle = (of) => Number(median(measured.map(of)).toFixed(3));
const result = {
  machine: machine(),
  runs,
  ...told,
  seconds: {
    comparing: middle((one) => one.comparing),
    planning: middle((one) => one.drafting + one.finishing),
    weighingPlainForms: middle((one) => one.weighing),
    rehearsing: middle((one) => one.rehearsing),
    rehearsing500Statements: Number(((middle((one) => one.rehearsing) / told.statements) * 500).toFixed(3)),
  },
  target: { planningSeconds: 2, rehearsing500StatementsSeconds: 10 },
};
mkdirSync(new URL('results', import.meta.url), { recursive: true });
writeFileSync(new URL('results/plan.json', import.meta.url), `${JSON.stringify(result, undefined, 2)}\n`);
console.log(JSON.stringify(result, undefined, 2));
