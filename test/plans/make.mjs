// Makes the corpus of query plans from real servers.
// Run: node test/plans/make.mjs <url>…    Writes test/plans/postgres-<version>.txt, one for each server.
//
// Each URL names a server in which databases may be created, by a superuser; logging_collector = on and
// log_destination = 'stderr,csvlog' give the log lines of auto_explain, too. A plan stands below a line
// `=== <name> | <options> | <form>`.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import pg from 'pg';
import { queries } from './queries.mjs';

const forms = ['TEXT', 'JSON', 'YAML', 'XML'];
const usual = { max_parallel_workers_per_gather: '0', jit: 'off', work_mem: '4MB', timezone: 'UTC', datestyle: 'ISO' };
const parallel = {
  max_parallel_workers_per_gather: '2',
  parallel_setup_cost: '0',
  parallel_tuple_cost: '0',
  min_parallel_table_scan_size: '0',
  min_parallel_index_scan_size: '0',
};

// What the text form and the others must agree on, run by run: no times, no pages.
const alike = 'ANALYZE, TIMING OFF, SUMMARY OFF';

for (const url of process.argv.slice(2)) await make(url);

async function make(url) {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  const { rows } = await admin.query(`select current_setting('server_version_num')::int / 10000 as version`);
  const { version } = rows[0];
  await admin.query('drop database if exists relvar_plans');
  await admin.query(`create database relvar_plans template template0 encoding 'UTF8' locale 'C'`);
  const database = new URL(url);
  database.pathname = '/relvar_plans';
  execFileSync('psql', [
    '-X',
    '-q',
    '-v',
    'ON_ERROR_STOP=1',
    '-f',
    new URL('schema.sql', import.meta.url).pathname,
    database.href,
  ]);
  execFileSync('psql', [
    '-X',
    '-q',
    '-v',
    'ON_ERROR_STOP=1',
    database.href,
    '-c',
    `alter server elsewhere options (host '127.0.0.1', port '${database.port}', dbname 'relvar_plans'${version >= 14 ? ", async_capable 'true'" : ''}); create user mapping for current_user server elsewhere options (user '${database.username}')`,
  ]);
  const entries = [];
  for (const query of queries) {
    if (version < (query.from ?? 0) || version > (query.to ?? 99)) continue;
    for (const { options, form } of wanted(query, version)) {
      const text = await fresh(query, (href) => explain(href, query, options, form, version));
      entries.push({ name: query.name, options, form, text });
    }
  }
  entries.push(...(await logged(database.href, version)));
  await admin.query('drop database relvar_plans');
  await admin.end();
  const text = entries.map((one) => `=== ${one.name} | ${one.options} | ${one.form}\n${one.text.trimEnd()}\n`).join('');
  writeFileSync(new URL(`postgres-${version}.txt`, import.meta.url), text);
  console.log(`${version}: ${entries.length} plans, ${Math.round(text.length / 1024)} kB`);

  /** What writes gets a copy of the database: even undone it leaves dead rows, which change the next plan. */
  async function fresh(query, use) {
    if (!/^(?:insert|update|delete|merge|with gone)/.test(query.sql) || query.plain) return use(database.href);
    await admin.query('create database relvar_plans_copy template relvar_plans');
    const copy = new URL(url);
    copy.pathname = '/relvar_plans_copy';
    try {
      return await use(copy.href);
    } finally {
      await admin.query('drop database relvar_plans_copy with (force)');
    }
  }
}

/** The oldest and the newest version in up to all forms, those between them in two, and not everything. */
function wanted(query, version) {
  const outer = version === 13 || version === 18;
  const number = queries.indexOf(query);
  if (!outer && query.from === undefined && !query.parallel && number % 4 > 0) return [];
  const own = query.options === undefined ? '' : `, ${query.options}`;
  const buffers = version >= 18 ? ', BUFFERS OFF' : '';
  const base = query.plain || query.parallel ? (own === '' ? 'COSTS' : own.slice(2)) : `${alike}${buffers}${own}`;
  const some = outer
    ? [forms, ['TEXT', 'JSON', 'YAML'], ['TEXT', 'JSON', 'XML'], ['TEXT', 'JSON']][number % 4]
    : ['TEXT', 'JSON'];
  const found = some.map((form) => ({ options: base, form }));
  if (query.plain) return found;
  const more = ['SETTINGS', 'WAL'].concat(version >= 17 ? ['MEMORY', 'SERIALIZE'] : []).join(', ');
  const everything = `ANALYZE, VERBOSE, BUFFERS, ${more}`;
  if (query.parallel) for (const form of outer ? ['TEXT', 'JSON'] : ['TEXT']) found.push({ options: everything, form });
  else if (number % 3 === 0) found.push({ options: everything, form: 'TEXT' });
  else if (number % 3 === 1 && outer) found.push({ options: 'COSTS OFF', form: 'TEXT' });
  else if (outer) found.push({ options: 'ANALYZE, BUFFERS', form: 'TEXT' });
  return found;
}

async function explain(url, query, options, form, version) {
  const client = new pg.Client({ connectionString: url, types: { getTypeParser: () => (value) => value } });
  await client.connect();
  try {
    const settings = { ...usual, track_io_timing: 'on', ...(query.parallel ? parallel : {}), ...query.set };
    for (const [name, value] of Object.entries(settings)) {
      if (name === (version >= 16 ? 'force_parallel_mode' : 'debug_parallel_query')) continue;
      await client.query(`set ${name} = ${name === 'search_path' ? value : `'${value}'`}`);
    }
    await client.query('begin');
    if (query.before) await client.query(query.before);
    const { rows } = await client.query(`explain (${options}, format ${form}) ${query.sql}`);
    await client.query('rollback');
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  } catch (error) {
    throw new Error(`${query.name} (${options}, ${form}): ${error.message}`, { cause: error });
  } finally {
    await client.end();
  }
}

/** What auto_explain writes of a function's query, an insertion with a trigger and one with parameters. */
async function logged(url, version) {
  const found = [];
  let client;
  const read = async (kind) => {
    const { rows } = await client.query(`select pg_current_logfile($1) as file`, [kind]);
    return rows[0].file === null
      ? undefined
      : (await client.query('select pg_read_file($1) as text', [rows[0].file])).rows[0].text;
  };
  const kinds = ['stderr', 'csvlog'];
  for (const form of forms) {
    // A session of its own: what a foreign key plans is kept from one statement to the next.
    client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(`load 'auto_explain'`);
    const before = await Promise.all(kinds.map(async (kind) => (await read(kind))?.length ?? 0));
    for (const setting of [
      'log_min_duration = 0',
      'log_analyze = on',
      'log_timing = off',
      'log_nested_statements = on',
      'log_triggers = on',
      `log_format = ${form}`,
      ...(version >= 18 ? ['log_buffers = off'] : []),
    ])
      await client.query(`set auto_explain.${setting}`);
    await client.query('begin');
    await client.query(`insert into lines\n  select id, 1, 1 -- "some"\n  from orders where id < 3`);
    await client.query(`select * from customers where name = $1 and region < $2`, ["it's", 5]);
    await client.query('rollback');
    await client.query('set auto_explain.log_min_duration = -1');
    await new Promise((resolve) => setTimeout(resolve, 500));
    for (const [at, kind] of kinds.entries()) {
      const text = await read(kind);
      if (text !== undefined)
        found.push({ name: `log of ${kind}`, options: 'auto_explain', form, text: text.slice(before[at]) });
    }
    await client.end();
  }
  return found;
}
