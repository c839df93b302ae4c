// What each part of the statistics is worth: the plans of a fidelity pack without one part after the other.
// Run: npm run build && node bench/fidelity-without.mjs [pack]    Writes bench/results/fidelity-without.json.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { machine } from './machine.mjs';

const dist = process.env.RELVAR_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const load = (path) => import(pathToFileURL(join(dist, path)).href);
const { openEmbeddedLab } = await load('lab/embedded-lab.js');
const { textOrder } = await load('lab/collation.js');

const folder = resolve(process.argv[2] ?? fileURLToPath(new URL('../test/packs/harbour', import.meta.url)));
const read = (file) => readFileSync(join(folder, file), 'utf8');
const queries = JSON.parse(read('plans.json'));
const schema = read('schema.sql');
const extensions = [...schema.matchAll(/create extension (?:if not exists )?"?([\w-]+)/gi)].map(([, name]) => name);

const tables = (change) => (statistics) => Object.values(statistics.tables).forEach(change);
const columns = (change) => tables((table) => Object.values(table.columns).forEach(change));
const indexes = (change) => (statistics) => Object.values(statistics.indexes).forEach(change);
const cases = {
  nothing: () => {},
  'the collation': (statistics) => delete statistics.settings.locale && delete statistics.settings.lc_collate,
  'statistics of columns together': (statistics) => delete statistics.multivariate,
  'the ends of indexes': indexes((index) => delete index.ends),
  'the counts of inverted indexes': indexes((index) => delete index.counts),
  'the heights of trees': indexes((index) => delete index.height),
  'the columns of indexes on expressions': indexes((index) => delete index.columns),
  'all of indexes': (statistics) => (statistics.indexes = {}),
  'pages now, but as last analysed': (statistics) => {
    for (const one of [...Object.values(statistics.tables), ...Object.values(statistics.indexes)]) {
      if (one.analyzedPages > 0) one.pages = one.analyzedPages;
    }
  },
  elements: columns((column) => delete column.elements),
  ranges: columns((column) => delete column.ranges),
  'inherited columns': tables((table) => delete table.inheritedColumns),
  correlation: columns((column) => delete column.correlation),
  histograms: columns((column) => delete column.histogram),
  'common values': columns((column) => delete column.commonValues),
  'all of columns': tables((table) => (table.columns = {})),
};

const results = [];
for (const [without, change] of Object.entries(cases)) {
  const statistics = JSON.parse(read('statistics.json'));
  change(statistics);
  const row = { without, ...(await measured(statistics)) };
  results.push(row);
  console.log(
    `${without.padEnd(38)} ${row.sameTree} of ${row.plans} trees, ${row.within1Hundredth} costs within 1%, furthest ${row.furthest.ratio} (${row.furthest.query})`,
  );
}
mkdirSync(new URL('results/', import.meta.url), { recursive: true });
writeFileSync(
  new URL('results/fidelity-without.json', import.meta.url),
  `${JSON.stringify({ machine: machine(), pack: basename(folder), results }, undefined, 2)}\n`,
);

async function measured(statistics) {
  const lab = await openEmbeddedLab({ extensions, textOrder: textOrder(statistics.settings) ?? 'code units' });
  await lab.connection.exec(schema);
  await lab.believe(await lab.introspect(), statistics);
  const row = { plans: 0, sameTree: 0, within1Hundredth: 0, furthest: { ratio: 1, query: '' } };
  for (const { id, statements, variants, plans } of queries) {
    for (const [variant, real] of Object.entries(plans)) {
      const { json } = await lab.plan({ sql: statements[0], settings: variants[variant] });
      const plan = JSON.parse(json)[0].Plan;
      const ratio = Number((plan['Total Cost'] / real['Total Cost']).toFixed(3));
      row.plans++;
      if (JSON.stringify(shape(plan)) === JSON.stringify(shape(real))) row.sameTree++;
      if (Math.abs(ratio - 1) <= 0.01) row.within1Hundredth++;
      if (Math.abs(Math.log(ratio)) > Math.abs(Math.log(row.furthest.ratio))) row.furthest = { ratio, query: id };
    }
  }
  await lab.close();
  return row;
}

function shape(node) {
  const facts = ['Node Type', 'Relation Name', 'Alias', 'Index Name', 'Join Type', 'Strategy', 'Partial Mode'];
  return [facts.map((fact) => node[fact] ?? null), (node.Plans ?? []).map(shape)];
}
