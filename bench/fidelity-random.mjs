// Random queries over the pack `harbour`, planned by the loaded server and by the shadow under random limits of memory:
// where hash tables and sorts only just fit or only just do not, 32-bit words tell.
// Run: npm run build
//      node scripts/make-pack.mjs test/packs/harbour <url> --load --keep
//      node bench/fidelity-random.mjs <url of harbour_pack> [queries] [seed]    Writes bench/results/fidelity-random.json.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import pg from 'pg';
import { machine } from './machine.mjs';

const dist = process.env.RELVAR_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const load = (path) => import(pathToFileURL(join(dist, path)).href);
const { openEmbeddedLab } = await load('lab/embedded-lab.js');
const { textOrder } = await load('lab/collation.js');

const [url, count = '500', seed = '7'] = process.argv.slice(2);
const random = generator(Number(seed));
const below = (bound) => Math.floor(random() * bound);
const pick = (list) => list[below(list.length)];

/** Alias: table, conditions, columns to group and order by. */
const tables = {
  b: {
    name: 'bookings',
    columns: ['customer_id', 'state', 'region', 'voyage_id'],
    conditions: () => [
      `b.booked_at >= timestamptz '2024-01-01' + interval '${below(650)} days'`,
      `b.region = '${pick(['Asia', 'Europe', 'Africa'])}'`,
      `b.state = '${pick(['closed', 'open', 'held', 'shipped'])}'`,
      `b.weight_kg < ${below(200_000)}`,
      `b.customer_id < ${below(80_000)}`,
    ],
  },
  c: {
    name: 'customers',
    columns: ['country', 'segment', 'name', 'id', 'city'],
    conditions: () => [
      `c.segment = '${pick(['retail', 'farming', 'industry'])}'`,
      `c.country = '${pick(['CN', 'NO', 'BD'])}'`,
      `c.name < '${pick(['D', 'K', 'R', 'W'])}'`,
      `c.joined > date '2009-01-01' + ${below(6000)}`,
    ],
  },
  i: {
    name: 'booking_items',
    columns: ['container_id', 'commodity_id', 'packages'],
    conditions: () => [
      `i.packages > ${below(400)}`,
      `i.gross_kg < ${below(25_000)}`,
      `i.commodity_id = ${below(4800)}`,
    ],
  },
  y: {
    name: 'voyages',
    columns: ['vessel_id', 'to_port', 'number'],
    conditions: () => [`y.state = '${pick(['arrived', 'sailing', 'planned'])}'`, `y.to_port < ${below(1200)}`],
  },
  n: {
    name: 'invoices',
    columns: ['currency', 'issued', 'customer_id'],
    conditions: () => ['n.paid is null', `n.issued > date '2024-01-01' + ${below(600)}`, `n.amount > ${below(20_000)}`],
  },
  k: {
    name: 'containers',
    columns: ['iso_type', 'number', 'home_port'],
    conditions: () => ['k.refrigerated', `k.built > ${2004 + below(20)}`, `k.iso_type in ('22G1', '45R1')`],
  },
  p: {
    name: 'payments',
    columns: ['method', 'invoice_id'],
    conditions: () => [`p.method = 'card'`, `p.received > timestamptz '2025-01-01' + interval '${below(700)} days'`],
  },
  v: {
    name: 'vessels',
    columns: ['name', 'class'],
    conditions: () => [`v.class = 'feeder'`, `v.teu > ${below(20_000)}`],
  },
  w: {
    name: 'movements',
    columns: ['port_id', 'kind', 'truck'],
    conditions: () => [`w.moved_at >= timestamptz '2024-01-01' + interval '${below(700)} days'`, `w.kind = 'inspect'`],
  },
  q: { name: 'port_calls', columns: ['port_id'], conditions: () => [`q.moves > ${below(2400)}`] },
  m: { name: 'commodities', columns: ['description', 'chapter'], conditions: () => ['m.hazardous'] },
  t: { name: 'contracts', columns: ['rate'], conditions: () => [`t.rate < ${400 + below(4000)}`] },
  d: { name: 'documents', columns: ['title'], conditions: () => [`d.id < ${below(60_000)}`] },
  o: { name: 'ports', columns: ['name'], conditions: () => [`o.country = 'NL'`] },
};
const joins = ['c.id = b.customer_id', 'i.booking_id = b.id', 'y.id = b.voyage_id', 'n.booking_id = b.id'].concat(
  ['d.booking_id = b.id', 'k.id = i.container_id', 'm.id = i.commodity_id', 'p.invoice_id = n.id'],
  ['v.id = y.vessel_id', 'q.voyage_id = y.id', 'o.id = q.port_id', 'w.container_id = k.id', 't.customer_id = c.id'],
);

const pack = new URL('../test/packs/harbour/', import.meta.url);
const statistics = JSON.parse(readFileSync(new URL('statistics.json', pack), 'utf8'));
const order = textOrder(statistics.settings) ?? 'code units';
const lab = await openEmbeddedLab({ extensions: ['btree_gist'], textOrder: order });
await lab.connection.exec(readFileSync(new URL('schema.sql', pack), 'utf8'));
await lab.believe(await lab.introspect(), statistics);
const server = new pg.Client({ connectionString: url });
await server.connect();

const result = { queries: Number(count), sameTree: 0, exact: 0, within1Hundredth: 0, doubted: 0 };
const misses = [];
for (let at = 0; at < result.queries; at++) {
  const sql = randomQuery();
  const settings = {
    work_mem: pick(['64kB', '256kB', '1MB', '2MB', '4MB', '8MB', '16MB', '64MB']),
    max_parallel_workers_per_gather: pick(['0', '2', '4']),
    hash_mem_multiplier: pick(['1', '2', '2', '2']),
  };
  const real = await planOfServer(sql, settings);
  const { json, doubts } = await lab.plan({ sql, settings });
  const plan = JSON.parse(json)[0].Plan;
  const ratio = Number((plan['Total Cost'] / real['Total Cost']).toFixed(4));
  const sameTree = JSON.stringify(shape(plan)) === JSON.stringify(shape(real));
  if (sameTree) result.sameTree++;
  if (JSON.stringify(numbers(plan)) === JSON.stringify(numbers(real))) result.exact++;
  if (Math.abs(ratio - 1) <= 0.01) result.within1Hundredth++;
  if (doubts.length > 0) result.doubted++;
  if (!sameTree || Math.abs(ratio - 1) > 0.01)
    misses.push({ sameTree, ratio, doubted: doubts.length > 0, settings, sql });
}
await server.end();
await lab.close();
console.log(result, `misses that nobody doubted: ${misses.filter((miss) => !miss.doubted).length}`);
mkdirSync(new URL('results/', import.meta.url), { recursive: true });
writeFileSync(
  new URL('results/fidelity-random.json', import.meta.url),
  `${JSON.stringify({ machine: machine(), seed: Number(seed), ...result, misses }, undefined, 2)}\n`,
);

function randomQuery() {
  const used = [pick(Object.keys(tables))];
  let from = `${tables[used[0]].name} ${used[0]}`;
  for (let more = 1 + below(4); more > 0; more--) {
    const open = joins.filter((join) => used.includes(join[0]) !== used.includes(otherOf(join)));
    const join = pick(open);
    const next = used.includes(join[0]) ? otherOf(join) : join[0];
    from += ` ${pick(['join', 'join', 'left join'])} ${tables[next].name} ${next} on ${join}`;
    used.push(next);
  }
  const where = shuffled(used)
    .slice(0, 1 + below(2))
    .map((alias) => pick(tables[alias].conditions()))
    .join(' and ');
  const all = used.flatMap((alias) => tables[alias].columns.map((column) => `${alias}.${column}`));
  const columns = shuffled(all)
    .slice(0, 1 + below(3))
    .join(', ');
  return pick([
    `select ${columns}, count(*) from ${from} where ${where} group by ${columns}`,
    `select ${columns} from ${from} where ${where} order by ${columns}`,
    `select distinct ${columns} from ${from} where ${where}`,
    `select ${columns} from ${from} where ${where} order by ${columns} limit ${1 + below(1000)}`,
    `select ${columns} from ${from} where ${where}`,
  ]);
}

function otherOf(join) {
  return join.split(' = ')[1][0];
}

function shuffled(list) {
  return list
    .map((one) => [random(), one])
    .sort((a, b) => a[0] - b[0])
    .map(([, one]) => one);
}

async function planOfServer(sql, settings) {
  await server.query('begin');
  for (const [name, value] of Object.entries(settings))
    await server.query('select set_config($1, $2, true)', [name, value]);
  const { rows } = await server.query(`explain (format json) ${sql}`);
  await server.query('rollback');
  return rows[0]['QUERY PLAN'][0].Plan;
}

function shape(node) {
  const facts = ['Node Type', 'Relation Name', 'Alias', 'Index Name', 'Join Type', 'Strategy', 'Partial Mode'];
  return [facts.map((fact) => node[fact] ?? null), (node.Plans ?? []).map(shape)];
}

function numbers(node) {
  const facts = ['Startup Cost', 'Total Cost', 'Plan Rows', 'Plan Width'];
  return [facts.map((fact) => node[fact]), (node.Plans ?? []).map(numbers)];
}

/** Numbers from 0 to 1, the same for a seed (Marsaglia's xorshift of 32 bits, "Xorshift RNGs", 2003). */
function generator(seed) {
  let state = Math.imul(seed + 1, 0x9e3779b9) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
