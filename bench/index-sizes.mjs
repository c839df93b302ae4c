// How near the size model comes to indexes that a real server builds. Fills the tables of bench/index-sizes/*.sql,
// reads their statistics as `relvar snapshot` does, before any index is there, builds the indexes, and compares.
//
// Run: npm run build && node bench/index-sizes.mjs [--major 18 | --server <url>] [--sets shop,archive,clinic] [--hypopg]
//                                                  [--facts <folder>] [--again]
//   --major   starts a server of that major (18 comes with npm ci, 13, 15 and 17 with npm run servers)
//   --server  a running one, whose user may create databases
//   --hypopg  asks HypoPG, which that server must have, for the size of the same indexes
//   --facts   keeps what was read and built in a folder;  --again: compares with what is kept there and builds nothing
// Writes bench/results/index-sizes.json: one entry for each major.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { machine, median } from './machine.mjs';
import { startServer } from './servers.mjs';

const dist = process.env.RELVAR_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const load = (path) => import(pathToFileURL(join(dist, path)).href);
const { postgres } = await load('engines/postgres/index.js');
const { qualified } = await load('catalog/names.js');

const { values: flags } = parseArgs({
  options: {
    major: { type: 'string', default: '18' },
    server: { type: 'string' },
    sets: { type: 'string', default: 'shop,archive,clinic' },
    facts: { type: 'string' },
    hypopg: { type: 'boolean', default: false },
    again: { type: 'boolean', default: false },
  },
});
const sets = flags.sets.split(',');
const started = Date.now();
const say = (text) => process.stderr.write(`${((Date.now() - started) / 1000).toFixed(1).padStart(7)} s  ${text}\n`);
const kept = (set) => join(flags.facts, `${set}-${flags.major}.json`);

const facts = flags.again ? sets.map((set) => JSON.parse(readFileSync(kept(set), 'utf8'))) : await measure();
report(facts);

async function measure() {
  const own = flags.server
    ? undefined
    : await startServer(Number(flags.major), { shared_buffers: '256MB', max_wal_size: '8GB' });
  try {
    const all = [];
    for (const set of sets) {
      const found = await measureSet(own?.url ?? flags.server, set);
      if (flags.facts) {
        mkdirSync(flags.facts, { recursive: true });
        writeFileSync(kept(set), JSON.stringify(found));
      }
      all.push(found);
    }
    return all;
  } finally {
    await own?.stop();
  }
}

/** Fills a database with a set's tables, builds its indexes, and drops it. */
async function measureSet(server, set) {
  const name = `relvar_sizes_${set}_${process.pid}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  const { rows: versions } = await admin.query('show server_version_num');
  const major = Math.floor(Number(versions[0].server_version_num) / 10_000);
  await admin.query(`create database ${name} template template0 encoding 'UTF8' locale 'C'`);
  await admin.query(`alter database ${name} set timezone = 'UTC'`);
  const client = new pg.Client({ connectionString: url.href });
  try {
    await client.connect();
    const sql = readFileSync(new URL(`index-sizes/${set}.sql`, import.meta.url), 'utf8');
    const [filling, building] = sql.split(/^vacuum analyze;\n/m).map((part) => statementsOf(part, major));
    await client.query('set max_parallel_maintenance_workers = 0');
    for (const statement of filling) await client.query(statement);
    await client.query('vacuum analyze');
    say(`${set}: filled`);
    await client.query('reset max_parallel_maintenance_workers');
    const { statistics } = await connected(url.href, (connection) => postgres.readStatistics(connection));
    const hypothetical = flags.hypopg ? await askHypopg(client, building) : {};
    for (const statement of building) await client.query(statement);
    say(`${set}: built ${building.length} indexes`);
    const catalog = await connected(url.href, (connection) => postgres.introspect(connection));
    const { rows } = await client.query(
      `select relname as name, pg_relation_size(oid)::float8 as bytes from pg_class where relkind = 'i' and relnamespace = 'public'::regnamespace`,
    );
    return {
      set,
      major,
      catalog: { tables: catalog.tables, statistics: catalog.statistics, others: catalog.others },
      statistics: { ...statistics, sequences: {} },
      bytes: Object.fromEntries(rows.map((row) => [row.name, row.bytes])),
      hypothetical,
    };
  } finally {
    await client.end();
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  }
}

/** On a connection of its own: each sees one moment only. */
async function connected(url, use) {
  const connection = await postgres.connect(url);
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}

/** Statements end with a semicolon at the end of a line; `-- from 14` above one leaves it out before that major. */
function statementsOf(sql, major) {
  return sql.split(/;\n/).flatMap((text) => {
    const from = Number(/^-- from (\d+)$/m.exec(text)?.[1] ?? 0);
    const statement = text.replace(/^(\s*--.*\n|\s+)*/, '').trim();
    return statement === '' || from > major ? [] : [statement];
  });
}

/** Bytes by HypoPG of what it can make. */
async function askHypopg(client, statements) {
  await client.query('create extension if not exists hypopg');
  const bytes = {};
  for (const statement of statements) {
    const key = /^alter table (\w+) add constraint (\w+) primary key (\(.*\))/.exec(statement);
    const create = key ? `create unique index ${key[2]} on ${key[1]} ${key[3]}` : statement;
    const [, name] = /index (\w+) on/.exec(create) ?? [];
    try {
      const { rows } = await client.query(
        'select hypopg_relation_size(indexrelid)::float8 as bytes from hypopg_create_index($1)',
        [create],
      );
      bytes[name] = rows[0].bytes;
    } catch (error) {
      bytes[name] = error.message;
    }
    await client.query('select hypopg_reset()');
  }
  return bytes;
}

function report(all) {
  const rows = all.flatMap(compared);
  for (const row of rows) {
    const off = Math.abs(row.error) > 15 ? '  <--' : '';
    const other =
      row.hypopg === undefined ? '' : `  hypopg ${typeof row.hypopg === 'number' ? `${row.hypopg}%` : 'none'}`;
    console.log(
      `${row.set.padEnd(8)} ${row.method.padEnd(7)} ${row.index.padEnd(32)} ${String(row.pages).padStart(7)} ${String(row.predicted).padStart(7)} ${String(row.error).padStart(7)}%${other}${off}`,
    );
  }
  const groups = [...new Set(rows.map((row) => row.set)), ...new Set(rows.map((row) => row.method))];
  const summary = ['all', ...groups].map((group) => ({
    group,
    ...summaryOf(rows.filter((row) => group === 'all' || row.set === group || row.method === group)),
  }));
  for (const line of summary) console.log(JSON.stringify(line));
  const file = fileURLToPath(new URL('results/index-sizes.json', import.meta.url));
  const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).servers : {};
  const servers = { ...before, [all[0].major]: { sets: all.map((one) => one.set), summary, indexes: rows } };
  writeFileSync(file, packed({ machine: machine(), servers }));
}

function summaryOf(rows) {
  const errors = rows.map((row) => Math.abs(row.error));
  const asked = rows.filter((row) => typeof row.hypopg === 'number');
  return {
    indexes: rows.length,
    within15: errors.filter((one) => one <= 15).length,
    share: Number((errors.filter((one) => one <= 15).length / rows.length).toFixed(3)),
    medianError: Number(median(errors).toFixed(1)),
    greatestError: Math.max(...errors),
    ...(asked.length > 0 && {
      hypopg: {
        indexes: asked.length,
        within15: asked.filter((row) => Math.abs(row.hypopg) <= 15).length,
        relvarWithin15: asked.filter((row) => Math.abs(row.error) <= 15).length,
        medianError: Number(median(asked.map((row) => Math.abs(row.hypopg))).toFixed(1)),
        none: rows.filter((row) => typeof row.hypopg === 'string').length,
      },
    }),
  };
}

function compared({ set, catalog, statistics, bytes, hypothetical }) {
  return catalog.tables.flatMap((table) =>
    table.indexes.map((index) => {
      const key = qualified(table);
      const known = statistics.tables[key];
      const size = postgres.sizes.index({
        table,
        index,
        rows: known.rows,
        columns: known.columns,
        heapPages: known.pages,
        context: postgres.sizes.context(catalog, statistics, table),
      });
      const real = bytes[index.name];
      const percent = (one) => Number(((one / real - 1) * 100).toFixed(1));
      const other = hypothetical[index.name];
      return {
        set,
        table: table.name,
        index: index.name,
        method: index.method,
        rows: Math.round(known.rows),
        pages: real / 8192,
        predicted: size.pages,
        error: percent(size.bytes),
        ...(other !== undefined && { hypopg: typeof other === 'number' ? percent(other) : 'none' }),
      };
    }),
  );
}

/** One index on a line. */
function packed({ machine, servers }) {
  const line = (one) => `      ${JSON.stringify(one)}`;
  const server = ([major, { sets, summary, indexes }]) =>
    `    ${JSON.stringify(major)}: {\n      "sets": ${JSON.stringify(sets)},\n      "summary": [\n${summary.map(line).join(',\n')}\n      ],\n      "indexes": [\n${indexes.map(line).join(',\n')}\n      ]\n    }`;
  return `{\n  "machine": ${JSON.stringify(machine)},\n  "servers": {\n${Object.entries(servers).map(server).join(',\n')}\n  }\n}\n`;
}
