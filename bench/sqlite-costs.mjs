// How far do costs of SQLite's plans, as Relvar adds them up, follow the time that queries take? Queries on made rows, in
// the lab that has none and on a database that has them, each as it is and with the index that explain would try.
// Run after `npm run build`: node bench/sqlite-costs.mjs
import { writeFile } from 'node:fs/promises';
import { openMemory } from '../dist/engines/sqlite/connect.js';
import { introspect } from '../dist/engines/sqlite/introspect/index.js';
import { readStatistics } from '../dist/engines/sqlite/statistics.js';
import { sqliteLab } from '../dist/lab/sqlite/sqlite-lab.js';
import { machine } from './machine.mjs';

const orders = 200_000;
const numbers = (count) =>
  `(WITH RECURSIVE n (v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < ${count}) SELECT v FROM n)`;
const database = await openMemory();
await database.exec(`
  CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, country TEXT, born INT);
  CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INT NOT NULL, status TEXT, total INT, at TEXT);
  CREATE TABLE items (id INTEGER PRIMARY KEY, order_id INT NOT NULL, product INT, price INT, note TEXT);
  CREATE INDEX orders_user ON orders (user_id); CREATE INDEX orders_at ON orders (at); CREATE INDEX items_order ON items (order_id);
  INSERT INTO users SELECT v, 'u' || v || '@x.org', 'c' || v % 40, 1950 + v % 60 FROM ${numbers(10_000)};
  INSERT INTO orders SELECT v, 1 + abs(random()) % 10000, 's' || min(9, abs(random()) % 100), abs(random()) % 5000,
    datetime(1700000000 + abs(random()) % 30000000, 'unixepoch') FROM ${numbers(orders)};
  INSERT INTO items SELECT v, 1 + abs(random()) % ${orders}, abs(random()) % 2000, abs(random()) % 100, hex(randomblob(20)) FROM ${numbers(3 * orders)};
  ANALYZE`);

/** A query, and the columns of an index that may serve it. */
const queries = [
  ['SELECT * FROM orders WHERE user_id = 77', 'orders (user_id, at)'],
  ['SELECT * FROM orders WHERE total = 5', 'orders (total)'],
  ["SELECT * FROM orders WHERE status = 's3'", 'orders (status)'],
  ["SELECT count(*) FROM orders WHERE status = 's9'", 'orders (status)'],
  ["SELECT * FROM orders WHERE at > '2024-10-20'", 'orders (at, total)'],
  ["SELECT * FROM orders WHERE status = 's1' AND total > 4000", 'orders (status, total)'],
  ['SELECT * FROM orders WHERE user_id = 7 ORDER BY at DESC LIMIT 5', 'orders (user_id, at)'],
  ['SELECT * FROM orders ORDER BY total LIMIT 10', 'orders (total)'],
  ['SELECT * FROM orders ORDER BY at LIMIT 10', 'orders (at, id)'],
  ["SELECT * FROM users WHERE country = 'c3'", 'users (country)'],
  ['SELECT * FROM users WHERE born = 1980', 'users (born)'],
  ["SELECT o.* FROM users u JOIN orders o ON o.user_id = u.id WHERE u.country = 'c3'", 'users (country)'],
  ['SELECT i.* FROM orders o JOIN items i ON i.order_id = o.id WHERE o.user_id = 9', 'items (order_id, price)'],
  ['SELECT i.* FROM orders o JOIN items i ON i.order_id = o.id WHERE o.total = 9', 'orders (total)'],
  ['SELECT product, count(*) FROM items GROUP BY product', 'items (product)'],
  ['SELECT product, sum(price) FROM items WHERE product < 20 GROUP BY product', 'items (product, price)'],
  ['SELECT * FROM items WHERE product = 5 AND price = 7', 'items (product, price)'],
  ['SELECT max(total) FROM orders', 'orders (total)'],
  ['SELECT a.id FROM users a JOIN users b ON a.born = b.born AND b.id < 50', 'users (born)'],
  ['SELECT DISTINCT country FROM users', 'users (country)'],
  ['SELECT * FROM users WHERE id IN (SELECT user_id FROM orders WHERE total = 3)', 'orders (total, user_id)'],
  [
    'SELECT u.id, (SELECT count(*) FROM orders o WHERE o.user_id = u.id) FROM users u WHERE u.born = 1960',
    'users (born)',
  ],
];

const catalog = await introspect(database);
const lab = await sqliteLab.open((await sqliteLab.build(catalog, 'bench', {})).lab, '3');
await lab.believe(catalog, (await readStatistics(database)).statistics);

/** The least of several runs, in milliseconds. */
async function timed(sql) {
  let least = Number.POSITIVE_INFINITY;
  const until = performance.now() + 150;
  for (let runs = 0; runs < 3 || performance.now() < until; runs++) {
    const start = performance.now();
    await database.query(`SELECT count(*), max(length(q)) FROM (SELECT quote(1) AS q FROM (${sql}))`);
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

const points = [];
for (const [sql, on] of queries) {
  const [, table, keys] = /^(\w+) \((.*)\)$/.exec(on);
  const change = {
    kind: 'create index',
    table: { schema: 'main', name: table },
    name: 'tried',
    keys: keys.split(', ').map((column) => ({ column })),
  };
  const before = await lab.plan({ sql });
  const [after] = await lab.suppose({ changes: [change] }, [{ sql }]);
  const beforeMs = await timed(sql);
  await database.exec(`CREATE INDEX tried ON ${on}; ANALYZE tried`);
  const afterMs = await timed(sql);
  await database.exec('DROP INDEX tried; ANALYZE sqlite_schema');
  points.push({ sql, on, before: before.plan.root.totalCost, beforeMs, after: after.plan.root.totalCost, afterMs });
}

const ranks = (values) => {
  const order = [...values].sort((a, b) => a - b);
  return values.map((one) => order.indexOf(one));
};
function rankCorrelation(a, b) {
  const [x, y] = [ranks(a), ranks(b)];
  const mean = (x.length - 1) / 2;
  const sum = (f) => x.reduce((total, _, at) => total + f(at), 0);
  return (
    sum((at) => (x[at] - mean) * (y[at] - mean)) /
    Math.sqrt(sum((at) => (x[at] - mean) ** 2) * sum((at) => (y[at] - mean) ** 2))
  );
}
const all = points.flatMap(({ before, beforeMs, after, afterMs }) => [
  [before, beforeMs],
  [after, afterMs],
]);
const whole = rankCorrelation(
  all.map(([cost]) => cost),
  all.map(([, ms]) => ms),
);
// What explain tells: whether the index helps, by a tenth or more.
const agreed = points.filter((one) => one.after < one.before * 0.9 === one.afterMs < one.beforeMs * 0.9).length;
const factors = points.map((one) =>
  Math.abs(Math.log10(one.before / one.after) - Math.log10(one.beforeMs / one.afterMs)),
);
const median = 10 ** [...factors].sort((a, b) => a - b)[Math.floor(factors.length / 2)];
const { cpu, node } = machine();
const figure = (number) =>
  number >= 100 ? Math.round(number).toLocaleString('en').replaceAll(',', ' ') : number.toPrecision(2);
const text = `# Costs of SQLite's plans and the time that queries take

${cpu}, node ${node}; ${orders} orders in memory, ${points.length} queries, each as it is and with one index more. Costs are of the lab,
which has no rows. Times are of reading the results, the least of several runs.

- rank correlation of cost and time over all ${all.length} plans: ${whole.toFixed(2)}
- cost and time agree whether the index helps (a tenth or more): ${agreed} of ${points.length}
- the factor by which it helps is off by, in the median: ${median.toFixed(1)}

| query | index | cost | ms | cost with it | ms |
|---|---|---|---|---|---|
${points.map((one) => `| \`${one.sql}\` | ${one.on} | ${figure(one.before)} | ${one.beforeMs.toFixed(2)} | ${figure(one.after)} | ${one.afterMs.toFixed(2)} |`).join('\n')}
`;
await writeFile(new URL('results/sqlite-costs.md', import.meta.url), text);
process.stdout.write(text);
