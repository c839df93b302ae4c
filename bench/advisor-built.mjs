// Whether what the index advisor predicts comes true: loads a pack (see test/packs/README.md) into a real server, takes
// what its planner knows, lets the advisor choose within a budget, really builds what it recommends, and compares the
// planner's costs and the bytes with those that were predicted.
// Run: npm run build && node bench/advisor-built.mjs [--pack test/packs/harbour] [--budgets 10,40,150,1000]
//                                          [--database <url>]   one that is loaded already, and may be changed
// Writes bench/results/advisor-built-<pack>.json. The server is started for it (PostgreSQL 18) and gone afterwards.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { machine } from './machine.mjs';
import { startServer } from './servers.mjs';

const dist = process.env.RELVAR_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const load = (path) => import(pathToFileURL(join(dist, path)).href);
const { openEmbeddedLab } = await load('lab/embedded-lab.js');
const { postgres } = await load('engines/postgres/index.js');
const { textOrder } = await load('lab/collation.js');
const { lookups } = await load('catalog/lookups.js');
const { advise } = await load('advisor/advise.js');

const { values: flags } = parseArgs({
  options: {
    pack: { type: 'string', default: fileURLToPath(new URL('../test/packs/harbour', import.meta.url)) },
    budgets: { type: 'string', default: '10,40,150,1000' },
    database: { type: 'string' },
  },
});
const folder = resolve(flags.pack);
const name = `relvar_advice_${process.pid}`;
const read = (file) => readFileSync(join(folder, file), 'utf8');
const started = Date.now();
const say = (text) => process.stderr.write(`${((Date.now() - started) / 1000).toFixed(1).padStart(7)} s  ${text}\n`);

if (flags.database) await measure(flags.database);
else {
  const server = await startServer(18, { shared_buffers: '256MB', autovacuum: 'off' });
  try {
    const url = new URL(server.url);
    url.pathname = `/${name}`;
    await withClient(server.url, async (admin) => {
      await admin.query(
        `create database ${name} template template0 encoding 'UTF8' locale 'C' locale_provider icu icu_locale 'en-US'`,
      );
      await admin.query(`alter database ${name} set timezone = 'UTC'`);
    });
    await withClient(url.href, fill);
    say('loaded');
    await measure(url.href);
  } finally {
    await server.stop();
  }
}

async function measure(url) {
  const results = [];
  for (const budget of flags.budgets.split(',').map(Number)) results.push(await run(url, budget));
  mkdirSync(new URL('results/', import.meta.url), { recursive: true });
  writeFileSync(
    new URL(`results/advisor-built-${basename(folder)}.json`, import.meta.url),
    `${JSON.stringify({ machine: machine(), pack: basename(folder), results }, undefined, 2)}
`,
  );
}

async function fill(database) {
  await database.query(`set maintenance_work_mem = '256MB'`);
  const [tables, indexes] = read('schema.sql').split('-- after the rows\n');
  for (const sql of [tables, read('rows.sql'), indexes, read('wear.sql')]) {
    for (const statement of statementsOf(sql)) await database.query(statement);
  }
  // What is predicted is predicted of a vacuumed database.
  await database.query('vacuum analyze');
}

async function run(url, budget) {
  const { catalog, statistics } = await known(url);
  const queries = await queriesOf(catalog);
  const advice = await advised(catalog, statistics, queries, budget);
  const before = await withClient(url, (database) => costs(database, queries));
  const built = await withClient(url, async (database) => {
    const sizes = [];
    for (const [at, { change, size }] of advice.create.entries()) {
      const index = { ...change, name: `advised_${at}` };
      for (const { sql } of postgres.render(index, postgres.traits('18.4'))) {
        await database.query(sql.replace(/\bconcurrently\b/i, ''));
      }
      // A partitioned table's index has its pages in those of the partitions.
      const { rows } = await database.query(
        `select sum(pg_relation_size(indexes.relid))::float8 as bytes
         from (select relid from pg_partition_tree($1) union select $1::regclass) as indexes`,
        [`${index.table.schema}.${index.name}`],
      );
      const real = rows[0].bytes;
      sizes.push({ index: described(change), predicted: size.bytes, built: real, error: percent(size.bytes, real) });
    }
    for (const { change } of advice.drop) {
      for (const { sql } of postgres.render(change, postgres.traits('18.4'))) {
        await database.query(sql.replace(/\bconcurrently\b/i, ''));
      }
    }
    return sizes;
  });
  await withClient(url, (database) => database.query('vacuum'));
  const after = await withClient(url, (database) => costs(database, queries));
  const rows = advice.perQuery.map((one) => ({
    query: queries[one.query].name,
    before: before[one.query],
    predictedBefore: one.costBefore,
    after: after[one.query],
    predicted: one.costAfter,
    error: percent(one.costAfter, after[one.query]),
    errorBefore: percent(one.costBefore, before[one.query]),
  }));
  const sum = (of, pick) => of.reduce((total, one) => total + pick(one), 0);
  const result = {
    budgetMegabytes: budget,
    indexes: built.length,
    dropped: advice.drop.length,
    bytes: { predicted: sum(built, (one) => one.predicted), built: sum(built, (one) => one.built) },
    cost: {
      before: Math.round(sum(rows, (one) => one.before)),
      predicted: Math.round(sum(rows, (one) => one.predicted)),
      built: Math.round(sum(rows, (one) => one.after)),
    },
    queries: rows.length,
    within2: rows.filter((one) => Math.abs(one.error) <= 2).length,
    within2Before: rows.filter((one) => Math.abs(one.errorBefore) <= 2).length,
    bytesWithin15: built.filter((one) => Math.abs(one.error) <= 15).length,
  };
  result.bytes.error = percent(result.bytes.predicted, result.bytes.built);
  result.cost.error = percent(result.cost.predicted, result.cost.built);
  console.log(JSON.stringify(result));
  for (const one of built) if (Math.abs(one.error) > 10) console.log(`   size ${JSON.stringify(one)}`);
  for (const one of rows) if (Math.abs(one.error) > 2) console.log(`   cost ${JSON.stringify(one)}`);
  if (process.env.VERBOSE) {
    for (const { query, after: plan } of advice.perQuery) {
      const row = rows.find((one) => one.query === queries[query].name);
      if (Math.abs(row.error) <= 2) continue;
      console.log(queries[query].sql, JSON.stringify(plan?.root, undefined, 1));
      const explained = await withClient(url, (database) => database.query(`explain ${queries[query].sql}`));
      for (const line of explained.rows) console.log(line['QUERY PLAN']);
    }
  }
  await withClient(url, async (database) => {
    for (const at of advice.create.keys()) await database.query(`drop index advised_${at}`);
    for (const { index, table } of advice.drop) {
      const there = catalog.tables
        .find((one) => one.name === table.name && one.schema === table.schema)
        ?.indexes.find((one) => one.name === index.name);
      if (there) await database.query(there.definition);
    }
  });
  return { ...result, built, perQuery: rows };
}

/** What `relvar snapshot` reads. */
async function known(url) {
  const first = await postgres.connect(url);
  try {
    const catalog = await postgres.introspect(first);
    const read = await postgres.readStatistics(first);
    const { statistics } = await postgres.readEnds(first, catalog, read.statistics);
    return { catalog, statistics };
  } finally {
    await first.close();
  }
}

async function queriesOf(catalog) {
  const queries = [];
  const parts = read('queries.sql')
    .split(/^-- (?=\w+: )/m)
    .slice(1);
  for (const part of parts) {
    const [head, ...lines] = part.split('\n');
    const sql = lines.join('\n').trim().replace(/;$/, '');
    const id = head.split(': ')[0];
    queries.push({ sql, name: id, facts: await postgres.readFacts(sql, catalog, postgres.traits('18.4'), id) });
  }
  return queries;
}

async function advised(catalog, statistics, queries, budget) {
  const schema = read('schema.sql');
  const extensions = [...schema.matchAll(/create extension (?:if not exists )?"?([\w-]+)/gi)].map(([, one]) => one);
  const lab = await openEmbeddedLab({ extensions, textOrder: textOrder(statistics.settings) ?? 'code units' });
  try {
    await lab.connection.exec(schema);
    await lab.believe(await lab.introspect(), statistics);
    return await advise({
      lab,
      engine: postgres,
      traits: postgres.traits('18.4'),
      catalog,
      lookups: lookups(catalog),
      statistics,
      queries,
      options: { budgetBytes: budget * 1e6, objective: 'balanced', timeLimitMilliseconds: 120_000 },
      progress: () => {},
      clock: () => performance.now(),
      signal: new AbortController().signal,
    });
  } finally {
    await lab.close();
  }
}

async function costs(database, queries) {
  const found = [];
  for (const { sql } of queries) {
    const { rows } = await database.query(`explain (format json${/\$\d/.test(sql) ? ', generic_plan' : ''}) ${sql}`);
    found.push(rows[0]['QUERY PLAN'][0].Plan['Total Cost']);
  }
  return found;
}

function percent(predicted, real) {
  return Number(((predicted / real - 1) * 100).toFixed(2));
}

function described({ table, method, keys, include, predicate }) {
  const list = keys.map(
    (key) => (key.column ?? `(${key.expression})`) + (key.operatorClass ? ` ${key.operatorClass}` : ''),
  );
  return [
    `${table.name} ${method ?? 'btree'} (${list.join(', ')})`,
    ...(include?.length ? [`include (${include.join(', ')})`] : []),
    ...(predicate ? [`where ${predicate}`] : []),
  ].join(' ');
}

/** Statements end with a semicolon at the end of a line. */
function statementsOf(sql) {
  return sql
    .split(/;\n/)
    .map((statement) => statement.replace(/^(\s*--.*\n|\s+)*/, '').trim())
    .filter((statement) => statement !== '');
}

async function withClient(to, use) {
  const client = new pg.Client({ connectionString: to });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
