// How often the shadow plans as a loaded server did: builds it from a pack's schema and statistics alone and compares
// its query plans with the expected ones.
// Run: npm run build && node bench/fidelity.mjs <pack> [workers]    Writes bench/results/fidelity-<pack>.json.
//
// A pack is a folder with schema.sql, statistics.json (settings, relations, columns; or Relvar's own statistics) and
// plans.json: a list of { id, statements, plans: { workers_0: <Plan of EXPLAIN (FORMAT JSON)>, … }, settings? }.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { machine, median } from './machine.mjs';
import { columnOf, statisticsOf } from './pack.mjs';

const dist = process.env.RELVAR_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const load = (path) => import(pathToFileURL(join(dist, path)).href);
const { openEmbeddedLab } = await load('lab/embedded-lab.js');
const { textOrder } = await load('lab/collation.js');
const { arrayElements } = await load('engines/postgres/array-text.js');

const folder = resolve(process.argv[2] ?? '');
const workers = process.argv[3] === undefined ? [] : [Number(process.argv[3])];
const read = (file) => readFileSync(join(folder, file), 'utf8');
const pack = JSON.parse(read('statistics.json'));
const queries = JSON.parse(read('plans.json'));
const statistics = pack.tables ? pack : statisticsOf(pack);
const variants =
  workers.length > 0
    ? workers.map((one) => `workers_${one}`)
    : [...new Set(queries.flatMap((query) => Object.keys(query.plans)))];

const schema = read('schema.sql');
const extensions = [...schema.matchAll(/create extension (?:if not exists )?"?([\w-]+)/gi)].map(([, name]) => name);
const started = performance.now();
const lab = await openEmbeddedLab({ extensions, textOrder: textOrder(statistics.settings) ?? 'code units' });
await lab.connection.exec(schema);
if (pack.extended) statistics.multivariate = await multivariateOf(pack);
const told = await lab.believe(await lab.introspect(), statistics);
const ready = performance.now() - started;
for (const sentence of told) console.log(`told: ${sentence}`);

const name = basename(folder);
const results = [];
for (const variant of variants) results.push(await compare(variant));
await lab.close();
mkdirSync(new URL('results/', import.meta.url), { recursive: true });
writeFileSync(
  new URL(`results/fidelity-${name}.json`, import.meta.url),
  `${JSON.stringify({ machine: machine(), pack: name, readyMilliseconds: Math.round(ready), told: told.length, results }, undefined, 2)}\n`,
);

/** Plans every query with the settings of a variant: `workers_2`, or what a query's own `variants` say. */
async function compare(variant) {
  const misses = [];
  const times = [];
  const ratios = [];
  let count = 0;
  let same = 0;
  let exact = 0;
  let doubted = 0;
  for (const query of queries) {
    const expected = planIn(query.plans[variant]);
    if (!expected) continue;
    count++;
    const settings = { ...query.settings, ...query.variants?.[variant], ...settingsOf(variant) };
    const outcome = await planned(query.statements, settings);
    if (outcome.error) {
      misses.push({ id: query.id, why: `refused: ${outcome.error}` });
      continue;
    }
    times.push(outcome.milliseconds);
    const [real, shadow] = [expected['Total Cost'], outcome.plan['Total Cost']];
    const ratio = real === shadow ? 1 : shadow / real;
    ratios.push(ratio);
    if (outcome.doubts.length > 0) doubted++;
    const sameTree = JSON.stringify(shape(expected)) === JSON.stringify(shape(outcome.plan));
    if (sameTree) same++;
    if (JSON.stringify(numbers(expected)) === JSON.stringify(numbers(outcome.plan))) exact++;
    if (!sameTree || Math.abs(ratio - 1) > 0.001) {
      misses.push({
        id: query.id,
        sameTree,
        ratio: Number(ratio.toFixed(6)),
        why: difference(expected, outcome.plan),
        doubts: outcome.doubts,
      });
    }
  }
  const sorted = ratios.toSorted((a, b) => a - b);
  const largest = Math.max(0, ...ratios.map((ratio) => Math.abs(ratio - 1)));
  const row = {
    variant,
    queries: count,
    sameTree: same,
    exactNumbers: exact,
    within1Thousandth: ratios.filter((ratio) => Math.abs(ratio - 1) <= 0.001).length,
    within1Hundredth: ratios.filter((ratio) => Math.abs(ratio - 1) <= 0.01).length,
    largestCostError: Number(largest.toFixed(6)),
    costRatio: { least: sorted[0], median: median(sorted), greatest: sorted.at(-1) },
    doubted,
    medianMilliseconds: Number(median(times).toFixed(2)),
    greatestMilliseconds: Number(Math.max(...times).toFixed(2)),
    misses,
  };
  for (const miss of misses) {
    const doubts = miss.doubts?.length > 0 ? ` | doubted: ${miss.doubts.join(' ')}` : '';
    console.log(
      `${variant} ${miss.id}: ${miss.sameTree ? 'same tree' : 'other tree'}, ratio ${miss.ratio}: ${miss.why}${doubts}`,
    );
  }
  console.log(
    `${name} ${variant}: ${same} of ${count} trees, ${exact} exact, largest cost error ${(largest * 100).toFixed(3)}%, ${doubted} doubted, median ${row.medianMilliseconds} ms`,
  );
  return row;
}

function settingsOf(variant) {
  const number = /^workers_(\d+)$/.exec(variant)?.[1];
  return number === undefined ? {} : { max_parallel_workers_per_gather: number };
}

async function planned(statements, settings) {
  let plan;
  let doubts = [];
  let milliseconds = 0;
  try {
    for (const statement of statements) {
      if (/^\s*(create|drop)/i.test(statement)) await lab.connection.exec(statement);
      else {
        const before = performance.now();
        const answer = await lab.plan({ sql: statement, settings });
        milliseconds = performance.now() - before;
        plan = JSON.parse(answer.json)[0].Plan;
        doubts = answer.doubts;
      }
    }
  } catch (error) {
    return { error: error.message };
  }
  return { plan, doubts, milliseconds };
}

/** A pack may hold the Plan itself or what EXPLAIN printed. */
function planIn(value) {
  const one = Array.isArray(value) ? value[0] : value;
  return one?.Plan ?? one;
}

function shape(node) {
  return {
    type: node['Node Type'],
    relation: node['Relation Name'],
    index: node['Index Name'],
    join: node['Join Type'],
    strategy: node.Strategy,
    children: (node.Plans ?? []).map(shape),
  };
}

function numbers(node) {
  return [
    node['Startup Cost'],
    node['Total Cost'],
    node['Plan Rows'],
    node['Plan Width'],
    (node.Plans ?? []).map(numbers),
  ];
}

function label(node) {
  return [node['Node Type'], node['Join Type'], node['Relation Name'], node['Index Name']].filter(Boolean).join(' ');
}

/** Where the two first differ, from the leaves up. */
function difference(real, shadow) {
  const [ours, theirs] = [shadow.Plans ?? [], real.Plans ?? []];
  const same = label(real) === label(shadow) && real.Strategy === shadow.Strategy && ours.length === theirs.length;
  if (!same) return `${label(real)} at cost ${real['Total Cost']} became ${label(shadow)} at ${shadow['Total Cost']}`;
  for (const [at, child] of theirs.entries()) {
    const below = difference(child, ours[at]);
    if (below) return below;
  }
  const differing = ['Plan Rows', 'Plan Width', 'Startup Cost', 'Total Cost'].filter(
    (key) => real[key] !== shadow[key],
  );
  return differing.length === 0
    ? undefined
    : `${label(real)}: ${differing.map((key) => `${key} ${real[key]} became ${shadow[key]}`).join(', ')}`;
}

/** The extended statistics of a pack, whose columns are named by their numbers. */
async function multivariateOf({ extended, extendedExpressions = [] }) {
  const names = await lab.connection.query(
    "select c.relname as relation, a.attnum::int as place, a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid where c.relkind in ('r', 'p', 'm') and a.attnum > 0",
  );
  const objects = {};
  for (const one of extended) {
    const expressions = one.exprs == null ? [] : arrayElements(one.exprs);
    const nameOf = (place) =>
      Number(place) < 0
        ? expressions[-Number(place) - 1]
        : names.find((row) => row.relation === one.table && row.place === Number(place))?.name;
    const object = {};
    if (one.n_distinct != null) {
      object.distinct = Object.entries(JSON.parse(one.n_distinct)).map(([places, distinct]) => ({
        columns: places.split(',').map(nameOf),
        distinct,
      }));
    }
    if (one.dependencies != null) {
      object.dependencies = Object.entries(JSON.parse(one.dependencies)).map(([places, degree]) => {
        const [from, to] = places.split('=>');
        return { columns: from.split(',').map(nameOf), determines: nameOf(to), degree };
      });
    }
    if (one.most_common_vals != null) {
      const columns = (one.attnames == null ? 0 : arrayElements(one.attnames).length) + expressions.length;
      const values = nested(one.most_common_vals, columns);
      const nulls = nested(one.most_common_val_nulls, columns);
      const fractions = arrayElements(one.most_common_freqs).map(Number);
      const baseFractions = arrayElements(one.most_common_base_freqs).map(Number);
      object.commonValues = values.map((row, at) => ({
        values: row.map((value, column) => (nulls[at][column] === 't' ? null : value)),
        fraction: fractions[at],
        baseFraction: baseFractions[at],
      }));
    }
    const own = extendedExpressions.filter((row) => row.name === one.name && row.inherited === one.inherited);
    if (own.length > 0) object.expressions = Object.fromEntries(own.map((row) => [row.expr, columnOf(row)]));
    objects[`public.${one.name}`] = object;
  }
  return objects;
}

/** A two-dimensional array as text, as rows of so many values. */
function nested(text, columns) {
  const flat = text.match(/"(?:[^"\\]|\\.)*"|[^{},]+/g) ?? [];
  const values = flat.map((value) => (value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1') : value));
  return Array.from({ length: values.length / columns }, (_, row) => values.slice(row * columns, (row + 1) * columns));
}
