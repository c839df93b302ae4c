// What a plan costs: comparing two schemas that differ by 500 changes, laying down the steps, rehearsing them, and
// rehearsing the way back. Times by the clock and of the processor.
// Run: npm run build && node bench/plan.mjs [runs]    Writes bench/results/plan.json.
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
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
  undos,
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
  load('app/migrate/rehearse-undos.js'),
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
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return [{ clock: (performance.now() - start) / 1000, processor: (user + system) / 1e6 }, result];
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
    heavy.heavyChanges(
      { engine: postgres, traits, lab: fromLab, statistics: noStatistics, catalog: from.catalog },
      changes,
    ),
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
  const [takingBack, back] = await seconds(() =>
    undos.rehearseUndos({ engine: postgres, lab: fromLab, source: { name: 'a' } }, drafts, from.catalog, false),
  );
  if (back.notes.length > 0) throw new Error(back.notes.join(' '));
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
  const stepsTakenBack = back.drafts.length - 1 - back.drafts.findLastIndex(({ undo }) => 'none' in undo);
  told = { changes: changes.length, steps: plan.steps.length, stepsTakenBack, statements, failures: failures.length };
  measured.push({ comparing, drafting, finishing, weighing, rehearsing, takingBack });
  await fromLab.close();
  await toLab.close();
}
const names = ['comparing', 'drafting', 'finishing', 'weighing', 'rehearsing', 'takingBack'];
const middle = (unit) =>
  Object.fromEntries(names.map((name) => [name, Number(median(measured.map((one) => one[name][unit])).toFixed(3))]));
const told500 = (times) => ({
  comparing: times.comparing,
  planning: Number((times.drafting + times.finishing).toFixed(3)),
  weighingPlainForms: times.weighing,
  rehearsing: times.rehearsing,
  rehearsingTheWayBack: times.takingBack,
  rehearsing500Statements: Number(((times.rehearsing / told.statements) * 500).toFixed(3)),
  rehearsing500StatementsAndTheirWayBack: Number(
    (((times.rehearsing + times.takingBack) / told.statements) * 500).toFixed(3),
  ),
});
const result = {
  machine: machine(),
  loadAtTheEnd: Number(loadavg()[0].toFixed(1)),
  runs,
  ...told,
  seconds: told500(middle('clock')),
  processorSeconds: told500(middle('processor')),
  target: { planningSeconds: 2, rehearsing500StatementsSeconds: 10 },
};
mkdirSync(new URL('results', import.meta.url), { recursive: true });
writeFileSync(new URL('results/plan.json', import.meta.url), `${JSON.stringify(result, undefined, 2)}\n`);
console.log(JSON.stringify(result, undefined, 2));
