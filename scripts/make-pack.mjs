// Makes a fidelity pack from a real server: what its planner knows, read as `relvar snapshot` reads it, and how it
// plans each query. See docs/fidelity.md.
//
//   npm run build
//   node scripts/make-pack.mjs <folder> <url>          reads a database that is loaded already
//   node scripts/make-pack.mjs <folder> <url> --load   makes the database <folder's name>_pack on that server, loads
//                                                      schema.sql, rows.sql and wear.sql into it, reads it, drops it
//                                                      (--keep: leaves it there for the next run without --load)
//
// The folder holds queries.sql: statements, each below a line `-- <id>: what it is`. Written are statistics.json and
// plans.json. The server is PostgreSQL 18 and the user a superuser: what the planner reads in the first pages of
// indexes is read with pageinspect.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import pg from 'pg';

const dist = process.env.RELVAR_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const { postgres } = await import(pathToFileURL(join(dist, 'engines/postgres/index.js')).href);

/** The settings under which every query is planned. */
const variants = [0, 2].flatMap((workers) =>
  ['4MB', '1MB', '64MB'].map((memory) => ({
    key: `workers_${workers}${memory === '4MB' ? '' : `_work_mem_${memory}`}`,
    settings: { max_parallel_workers_per_gather: `${workers}`, work_mem: memory },
  })),
);

const [folder, url, ...flags] = process.argv.slice(2);
if (folder === undefined || url === undefined) {
  process.stderr.write('usage: node scripts/make-pack.mjs <folder> <url> [--load [--keep]]\n');
  process.exit(2);
}
const file = (name) => join(folder, name);
const name = `${basename(resolve(folder))}_pack`;
const started = Date.now();
const say = (text) => process.stdout.write(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}\n`);

if (flags.includes('--load')) await load();
const from = flags.includes('--load') ? databaseUrl() : url;
// Plans first: what is read of the ends of indexes is read of those that the planner has looked into.
await withClient(from, writePlans);
await withClient(from, writeStatistics);
if (flags.includes('--load') && !flags.includes('--keep')) await dropDatabase();

async function load() {
  await dropDatabase();
  await withClient(url, async (server) => {
    // A collation that sorts as people do: neither C nor what the machine happens to have.
    await server.query(
      `create database ${name} template template0 encoding 'UTF8' locale 'C' locale_provider icu icu_locale 'en-US'`,
    );
    await server.query(`alter database ${name} set timezone = 'UTC'`);
    await server.query(`alter system set autovacuum = off`);
    await server.query('select pg_reload_conf()');
  });
  await withClient(databaseUrl(), async (database) => {
    await database.query(`set maintenance_work_mem = '256MB'`);
    const [tables, indexes] = readFileSync(file('schema.sql'), 'utf8').split('-- after the rows\n');
    for (const [from, sql] of [
      ['schema.sql', tables],
      ['rows.sql', readFileSync(file('rows.sql'), 'utf8')],
      ['schema.sql', indexes],
      ['wear.sql', readFileSync(file('wear.sql'), 'utf8')],
    ]) {
      for (const statement of statementsOf(sql)) {
        try {
          await database.query(statement);
        } catch (error) {
          throw new Error(`${from}: ${error.message}: ${statement.slice(0, 200)}`);
        }
        say(statement.replaceAll(/\s+/g, ' ').slice(0, 100));
      }
    }
  });
}

/** Statements end with a semicolon at the end of a line. */
function statementsOf(sql) {
  return sql
    .split(/;\n/)
    .map((statement) => statement.replace(/^(\s*--.*\n|\s+)*/, '').trim())
    .filter((statement) => statement !== '');
}

async function writePlans(database) {
  const plans = [];
  for (const { id, title, sql } of queriesOf(readFileSync(file('queries.sql'), 'utf8'))) {
    const query = { id, title, statements: [sql], variants: {}, plans: {} };
    for (const { key, settings } of variants) {
      query.variants[key] = settings;
      query.plans[key] = await planOf(database, sql, settings).catch((error) => {
        throw new Error(`${id}: ${error.message}`);
      });
    }
    plans.push(query);
  }
  writeFileSync(file('plans.json'), packed(plans));
  say(`${plans.length} queries under ${variants.length} settings`);
}

function queriesOf(text) {
  const parts = text.split(/^-- (?=\w+: )/m).slice(1);
  return parts.map((part) => {
    const [head, ...lines] = part.split('\n');
    const [id, title] = head.split(': ');
    return { id, title, sql: lines.join('\n').trim().replace(/;$/, '') };
  });
}

async function planOf(database, sql, settings) {
  await database.query('begin');
  for (const [setting, value] of Object.entries(settings)) {
    await database.query('select set_config($1, $2, true)', [setting, value]);
  }
  const { rows } = await database.query(`explain (format json${/\$\d/.test(sql) ? ', generic_plan' : ''}) ${sql}`);
  await database.query('rollback');
  return rows[0]['QUERY PLAN'][0].Plan;
}

async function writeStatistics(database) {
  await database.query('create extension if not exists pageinspect');
  // Counters reach the views a moment after the transactions that counted.
  await new Promise((done) => setTimeout(done, 2000));
  const connection = await postgres.connect(from);
  try {
    const catalog = await postgres.introspect(connection);
    const read = await postgres.readStatistics(connection);
    const { statistics, diagnostics } = await postgres.readEnds(connection, catalog, read.statistics);
    for (const { message } of [...read.diagnostics, ...diagnostics]) say(message);
    const lasting = withoutActivity(statistics);
    writeFileSync(file('statistics.json'), packed(lasting));
    say(`${Object.keys(lasting.tables).length} tables, ${Object.keys(lasting.indexes).length} indexes`);
  } finally {
    await connection.close();
  }
}

/** Without what differs from run to run. */
function withoutActivity({ serverVersion, settings, tables, indexes, sequences, multivariate }) {
  const passing = new Set(
    'frozenAge sequentialScans indexScans inserted updated deleted hotUpdated deadRows modifiedSinceAnalyze lastAnalyze lastVacuum scans lastScan'.split(
      ' ',
    ),
  );
  const lasting = (entries) =>
    Object.fromEntries(
      Object.entries(entries).map(([key, one]) => [
        key,
        Object.fromEntries(Object.entries(one).filter(([fact]) => !passing.has(fact))),
      ]),
    );
  return {
    serverVersion,
    settings: { ...settings },
    tables: lasting(tables),
    indexes: lasting(indexes),
    sequences,
    multivariate,
  };
}

/** One entry of each list or collection on a line: small, and a change shows where it is. */
function packed(value) {
  if (Array.isArray(value)) return `[\n${value.map((entry) => JSON.stringify(entry)).join(',\n')}\n]\n`;
  const parts = Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}: ${lines(entry)}`);
  return `{\n${parts.join(',\n')}\n}\n`;
}

function lines(value) {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}: ${JSON.stringify(entry)}`);
  return entries.length === 0 ? '{}' : `{\n${entries.join(',\n')}\n}`;
}

function databaseUrl() {
  const database = new URL(url);
  database.pathname = `/${name}`;
  return database.href;
}

async function dropDatabase() {
  await withClient(url, (server) => server.query(`drop database if exists ${name} with (force)`));
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
