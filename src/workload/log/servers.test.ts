import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBinaries } from '../../../test/servers/binaries.ts';
import { startPostgres } from '../../../test/servers/start.ts';
import { type Gathered, gather } from '../../../test/workload.ts';
import { readPlan } from '../../engines/postgres/explain/read.ts';

/** A server that logs all it can at once, in every form that its version has. */
async function log(binaries: string, folder: string, settings: Readonly<Record<string, string>>): Promise<void> {
  const server = await startPostgres(binaries, {
    logging_collector: 'on',
    log_directory: folder,
    log_filename: 'postgresql.log',
    log_file_mode: '0644',
    log_min_duration_statement: '0',
    log_timezone: 'UTC',
    ...settings,
  });
  try {
    const client = await connected(server.url);
    await client.query('create table orders (id int primary key, note text, at timestamptz default now())');
    await client.query(`insert into orders (id, note) select n, 'Nöte ' || n from generate_series(1, 50) n`);
    for (let id = 1; id <= 7; id++) await client.query('select * from orders where id = $1', [id]);
    for (const note of ["it's", 'a "b", c', 'two\nlines', 'Größe'])
      await client.query(`select id\n\tfrom orders\n where note = $1 -- the note\n and id > ${note.length}`, [note]);
    await client.query("select id from orders where note = 'x;\n\ty' or id in (1, 2, 3)");
    await client.query('select note from orders where note = $1 or id = 5', [null]);
    await client.query('select nothing from orders').catch(() => {});
    await client.query('begin; select 1 from orders limit 1; commit');
    await client.query('set work_mem = 5000');
    await client.end();
  } finally {
    await server.stop();
  }
}

/** The collector takes the line that says when. */
async function connected(url: string): Promise<pg.Client> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ connectionString: url, application_name: 'the shop' });
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (attempt > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

for (const major of [13, 15, 18] as const) {
  const binaries = findBinaries(major);
  describe.skipIf('why' in binaries)(`logs of PostgreSQL ${major}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'relvar-log-'));
    chmodSync(folder, 0o777);
    const destinations = major >= 15 ? 'stderr,csvlog,jsonlog' : 'stderr,csvlog';
    const read = new Map<string, Gathered>();
    beforeAll(async () => {
      if (!('folder' in binaries)) return;
      await log(binaries.folder, folder, { log_destination: destinations, log_line_prefix: '%m [%p] %q%u@%d/%a ' });
      for (const file of readdirSync(folder))
        read.set(file.split('.').at(-1) ?? '', await gather([join(folder, file)]));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    test('say the same in every form', () => {
      const [first, ...others] = [...read.values()];
      expect(others).toHaveLength(major >= 15 ? 2 : 1);
      for (const other of others) {
        expect(other.totals).toEqual(first?.totals);
        expect(other.workload).toEqual(first?.workload);
      }
      expect([...read.values()].map(({ inputs }) => inputs[0]?.kind).sort()).toEqual(
        major >= 15 ? ['csvlog', 'jsonlog', 'stderr log'] : ['csvlog', 'stderr log'],
      );
    });

    test('give calls, values and the order within the session', () => {
      const { workload, totals, notes, prefix } = read.get('log') as Gathered;
      expect(prefix).toBe('%m [%p] %q%u@%d/%a ');
      const byKey = workload.queries.find((query) => query.sql === 'select * from orders where id = $1');
      expect(byKey).toMatchObject({ calls: 7, sessions: 1, user: 'postgres', databases: ['postgres'] });
      expect(byKey?.applications).toEqual(['the shop']);
      expect(byKey?.totalMilliseconds).toBeGreaterThan(0);
      expect(byKey?.examples).toHaveLength(3);
      expect(workload.repeated).toMatchObject([{ query: byKey?.fingerprint, occurrences: 1, calls: 7, parameter: 1 }]);
      const byNote = workload.queries.find((query) => /note = \$1\s+and/.test(query.sql));
      expect(byNote).toMatchObject({ calls: 4, sql: 'select id\n\tfrom orders\n where note = $1  \n and id > $2' });
      const values = (byNote?.examples ?? []).map((one) => one.parameters[0]);
      for (const value of values) expect(["it's", 'a "b", c', 'two\nlines', 'Größe']).toContain(value);
      const nulls = workload.queries.find((query) => query.sql.includes('or id = $2'));
      expect(nulls?.examples?.[0]?.parameters).toEqual([null, '5']);
      expect(totals.keptOut.map(({ why, count }) => [why, count])).toEqual([['utility', 3]]);
      expect(notes.find(({ kind }) => kind === 'statement that failed')?.count).toBe(1);
    });
  });
}

const newest = findBinaries(18);
describe.skipIf('why' in newest).each(['text', 'json', 'yaml', 'xml'])('auto_explain as %s', (format) => {
  const folder = mkdtempSync(join(tmpdir(), 'relvar-log-'));
  chmodSync(folder, 0o777);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each([
    ['beside the durations', '0'],
    ['alone', '-1'],
  ])('gives plans, %s, and counts no call twice', async (_, duration) => {
    if (!('folder' in newest)) return;
    await log(newest.folder, folder, {
      log_min_duration_statement: duration,
      log_truncate_on_rotation: 'on',
      session_preload_libraries: 'auto_explain',
      'auto_explain.log_min_duration': '0',
      'auto_explain.log_analyze': 'on',
      'auto_explain.log_format': format,
      log_filename: `postgresql${duration}.log`,
    });
    const { workload } = await gather([join(folder, `postgresql${duration}.log`)]);
    const byKey = workload.queries.find((query) => query.sql === 'select * from orders where id = $1');
    expect(byKey?.calls).toBe(7);
    const [plan] = await readPlan(byKey?.plan?.text ?? '', 'the plan');
    expect(plan?.root.relation).toBe('orders');
    const several = workload.queries.find((query) => /note = \$1\s+and/.test(query.sql));
    expect(several?.calls).toBe(4);
    expect(several?.plan?.text).toContain('orders');
  });
});
