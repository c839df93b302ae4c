import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { readUrl } from '../src/app/open-url.ts';
import { snapshotCommand } from '../src/app/snapshot-command.ts';
import { readConfig } from '../src/config/config.ts';
import { loadStatements } from '../src/engines/postgres/load/load.ts';
import { readSnapshot } from '../src/sources/snapshot/snapshot.ts';
import { fill } from './fill.ts';
import { type Given, relvar } from './run-cli.ts';
import { dropRoles, schemas, statementsOf, textOf, writable } from './schemas-on-servers.ts';
import { findBinaries, majors } from './servers/binaries.ts';
import { describeWithPostgres, type PostgresServer, withDatabase } from './servers/postgres.ts';
import { type StartedServer, startPostgres } from './servers/start.ts';

const ajv = new Ajv2020({ allowUnionTypes: true });
addFormats.default(ajv);
const firstForm = readFileSync('test/snapshots/version-1.snapshot.json', 'utf8');
const validate = ajv.compile(JSON.parse(readFileSync('schemas/snapshot.schema.json', 'utf8')));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'relvar-snapshot-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the queries of a log take the place of what the server counted', async () => {
  const [source, log, out] = ['first.snapshot.json', 'server.log', 'with-log.snapshot.json'].map((name) =>
    join(folder, name),
  );
  writeFileSync(source as string, firstForm);
  writeFileSync(
    log as string,
    "2026-01-01 10:00:00.000 UTC [7] me@app LOG:  duration: 9.000 ms  statement: select id from t where name = 'secret'\n",
  );
  const told = await relvar([
    ...['snapshot', source as string, '--workload', log as string, '--no-values', '-o', out as string],
  ]);
  expect(told.code).toBe(0);
  const text = readFileSync(out as string, 'utf8');
  expect(text).not.toContain('secret');
  expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
  expect(readSnapshot(text, 'it').snapshot.workload.queries).toMatchObject([
    { sql: 'select id from t where name = $1', calls: 1 },
  ]);
});

async function take(source: string, more: { readonly values?: boolean; readonly ends?: boolean } = {}) {
  return await snapshotCommand({
    source,
    config: await readConfig(folder, undefined),
    environment: {},
    input: (async function* nothing(): AsyncGenerator<Uint8Array> {})(),
    values: more.values ?? true,
    ends: more.ends ?? false,
    workload: [],
    signal: new AbortController().signal,
    progress: () => {},
  });
}

for (const version of majors) {
  const binaries = findBinaries(version);
  describe.skipIf('why' in binaries)(`a snapshot of PostgreSQL ${version}`, () => {
    // A server of its own: what it counts is this test's alone.
    let started: StartedServer;
    let server: PostgresServer;
    beforeAll(async () => {
      if (!('folder' in binaries)) return;
      started = await startPostgres(binaries.folder, { shared_preload_libraries: 'pg_stat_statements' });
      server = { url: started.url, version, started: true };
    }, 60_000);
    afterAll(() => started?.stop());

    test.each(schemas)('of %s with rows is read back as it was taken', async (name) => {
      await withDatabase(server, async (database) => {
        const writer = await writable(database.url);
        const statements = await statementsOf(name, textOf(name, version));
        const { roles } = await loadStatements(writer, statements, { hasExtension: (one) => one === 'plpgsql' });
        onTestFinished(() => dropRoles(server, roles));
        const filled = await fill(writer);
        await writer.exec('create extension if not exists pg_stat_statements');
        await writer.close();
        const { snapshot, text } = await take(database.url);
        const tables = snapshot.catalog.tables.filter((table) => table.kind === 'table' && !table.partitionOf);
        if (tables.length > 0) expect(filled).toBeGreaterThan(name.endsWith('.sql') ? tables.length / 2 : 0);
        const read = readSnapshot(text, 'a.json');
        expect(read.snapshot).toStrictEqual(snapshot);
        expect(read.diagnostics).toEqual(snapshot.diagnostics);
        validate(JSON.parse(text));
        expect(validate.errors).toBeNull();
      });
    });

    test('locks nothing, scans nothing, and counts nothing as used', async () => {
      await withDatabase(server, async (database) => {
        await database.query(`create table parent (id int primary key, at date); create table child (extra text) inherits (parent);
          create table parted (id int, name text) partition by list (id); create table parted_1 partition of parted for values in (1, 2);
          insert into parent select i, date '2024-01-01' + i from generate_series(1, 1000) i; insert into parted select 1, 'a' from generate_series(1, 100);
          create index on parent (at); create index on parted (lower(name)); create materialized view seen as select * from parent; create sequence counter;
          create extension pageinspect; analyze`);
        await database.query('select nextval($1)', ['counter']);
        const counters = async () => {
          await new Promise((resolve) => setTimeout(resolve, 1500));
          return await database.query(`select pg_stat_clear_snapshot()::text, relid, seq_scan, idx_scan, seq_tup_read, null::oid as index from pg_stat_user_tables
            union all select null, relid, null, idx_scan, idx_tup_read, indexrelid from pg_stat_user_indexes order by relid, index`);
        };
        // What this session did itself is counted when it is idle.
        await counters();
        const before = await counters();
        const other = new pg.Client({ connectionString: database.url });
        await other.connect();
        const modes = new Set<string>();
        const look = async () => {
          const { rows } = await other.query<{ mode: string }>(
            `select distinct l.mode from pg_locks l join pg_stat_activity a using (pid) where a.application_name = 'relvar' and l.locktype = 'relation'`,
          );
          for (const { mode } of rows) modes.add(mode);
          return rows.length;
        };
        let reading = true;
        const watch = (async () => {
          while (reading) await look();
        })();
        const watched = { progress: () => {}, signal: new AbortController().signal };
        let held = 0;
        await readUrl(database.url, watched, async (read) => {
          held = await look();
          return read;
        });
        reading = false;
        await watch;
        await other.end();
        expect(held, 'seen while its transaction is open').toBe(1);
        expect([...modes]).toEqual(['AccessShareLock']);
        expect(await counters()).toEqual(before);
      });
    });
  });
}

/** The codes of what a report tells of the snapshot itself. */
function codes(report: { readonly diagnostics: readonly { readonly code: string }[] }): readonly string[] {
  return report.diagnostics.map((one) => one.code).filter((code) => code.startsWith('snapshot'));
}

describe('the command', () => {
  let written = 0;
  const place = (name = `${++written}.snapshot.json`) => join(folder, name);
  const file = (content: string | Uint8Array, name?: string) => {
    const path = place(name);
    writeFileSync(path, content);
    return path;
  };
  /** One line on standard error, nothing on standard output, exit code 2, and nothing written. */
  const refused = async (argv: readonly string[], message: string | RegExp, given?: Given) => {
    const before = readdirSync(folder);
    const outcome = await relvar(argv, given);
    expect(outcome.error).toMatch(message);
    expect(outcome.error.trimEnd().split('\n')).toHaveLength(1);
    expect(outcome).toMatchObject({ out: '', code: 2 });
    expect(readdirSync(folder)).toEqual(before);
  };

  test('takes a snapshot of a snapshot, whole or without values', async () => {
    const path = file(firstForm);
    expect(readSnapshot((await relvar(['snapshot', path])).out, 'a').snapshot).toStrictEqual(
      readSnapshot(firstForm, 'a').snapshot,
    );
    const target = place();
    const bare = await relvar(['snapshot', path, '--no-values', '-o', target]);
    expect(bare).toMatchObject({ code: 0, out: '' });
    expect(bare.error).toMatch(
      /written to .*: 6 tables, \d+ indexes, statistics of \d+ columns and \d+ queries; no rows/,
    );
    expect(bare.error).toContain('estimates go wrong');
    const { snapshot } = readSnapshot(readFileSync(target, 'utf8'), 'a');
    expect(snapshot.statistics.valuesLeftOut).toBe(true);
    expect(snapshot.workload.queries.length).toBeGreaterThan(1);
  });

  test('every command takes one, by path or from standard input, in whatever encoding', async () => {
    const path = file(firstForm);
    const report = async (argv: readonly string[], given?: Given) => {
      const { out, error, code } = await relvar(['review', ...argv, '--format', 'json'], given);
      expect([error, code]).toEqual(['', 0]);
      return JSON.parse(out);
    };
    const plain = await report([path]);
    expect(plain.source).toEqual({ name: path, kind: 'snapshot', engine: 'PostgreSQL 18' });
    expect(plain.statistics.tables).toBe(5);
    expect(codes(plain)).toEqual([]);
    const utf16 = Buffer.from(`\ufeff${firstForm}`, 'utf16le');
    for (const given of [
      await report([file(firstForm, 'renamed.txt')]),
      await report([file(`\ufeff\r\n ${firstForm}`)]),
      await report([file(utf16)]),
      await report(['-'], { input: firstForm }),
      await report(['-'], { input: new TextEncoder().encode(firstForm) }),
    ]) {
      expect({ ...given, source: plain.source, nextSteps: [] }).toEqual({ ...plain, nextSteps: [] });
    }
  });

  test('refuses what is no database and no snapshot', async () => {
    await refused(
      ['snapshot', file('create table t (id int);', 'x.sql')],
      /x\.sql is no database: a snapshot is taken of a live one — give a URL/,
    );
    await refused(['snapshot', '-'], /standard input is no database/, { input: 'create table t (id int);' });
    await refused(['snapshot', folder], /holds no SQL|is no database/);
    await refused(['snapshot', place('nowhere.json')], /there is no such file/);
    await refused(['snapshot', file('')], /is empty/);
    await refused(
      ['snapshot', file('{"name": "app"}')],
      /is JSON, but not a snapshot: it holds "name" — a snapshot is made by/,
    );
    await refused(['review', file('[]')], /is JSON, but not a snapshot: it holds a list/);
    await refused(['review', file(firstForm.slice(0, 9000))], /is cut short: it ends after 9000 characters/);
    await refused(['review', '-'], /standard input is cut short/, { input: firstForm.slice(0, -3) });
    await refused(['review', file(firstForm.replace('"version":1', '"version":2'))], /version 2.*upgrade relvar/);
    await refused(['review', file(firstForm.replace('"engine":"postgres"', '"engine":"oracle"'))], /is of oracle/);
    await refused(['snapshot', file(firstForm), '--ends'], /--ends needs the database itself/);
    await refused(
      ['snapshot', file(firstForm), '--ends', '--no-values'],
      /--ends reads values, and --no-values leaves them out/,
    );
    await refused(
      ['snapshot', 'postgres://me:secret@127.0.0.1:1/x', '-o', place()],
      /^relvar: postgres:\/\/me@127\.0\.0\.1:1\/x: nothing listens there/,
    );
    await refused(
      ['snapshot', file(firstForm), '-o', place('no/such/folder.json')],
      /cannot be written: its folder does not exist/,
    );
    await refused(['snapshot', file(firstForm), '-o', folder], /cannot be written: it is a folder/);
  });

  test('tells what was edited, and goes on', async () => {
    const path = file(firstForm.replace('"public.regions":{"origin"', '"public.reigons":{"origin"'));
    const { out, code } = await relvar(['review', path, '--format', 'json']);
    expect(code).toBe(0);
    expect(codes(JSON.parse(out))).toEqual(['snapshot-edited', 'snapshot-unknown-name']);
    expect(out).toContain('statistics of public.reigons: there is no such table in its schema');
    expect(out).toContain('did you mean public.regions?');
  });

  test('replaces a file whole', async () => {
    const target = file('something that was there before');
    expect((await relvar(['snapshot', file(firstForm), '-o', target])).code).toBe(0);
    expect(readSnapshot(readFileSync(target, 'utf8'), 'a').diagnostics).toEqual([]);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describeWithPostgres([18], 'a server', (server) => {
  /** A way to the server that breaks after so many bytes of answers; `broken` is told first. */
  async function fragile(url: string, bytes: number, broken: () => void = () => {}): Promise<string> {
    const target = new URL(url);
    const [port, host] = [Number(target.port), target.hostname];
    const proxy = createServer((socket) => {
      let left = bytes;
      const onward = createConnection(port, host);
      socket.pipe(onward);
      onward.on('data', (data) => {
        left -= data.length;
        if (left > 0) socket.write(data);
        else {
          broken();
          socket.destroy();
          onward.destroy();
        }
      });
      for (const one of [socket, onward]) one.on('error', () => {});
    });
    onTestFinished(() => void proxy.close());
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = proxy.address();
    target.port = String(address !== null && typeof address === 'object' ? address.port : 0);
    return target.href;
  }

  const tables = Array.from({ length: 40 }, (_, i) => `create table t${i} (id int primary key, a text)`).join(';');

  test('that dies midway leaves the file that was there', () =>
    withDatabase(server, async (database) => {
      await database.query(tables);
      const path = join(folder, 'kept.json');
      writeFileSync(path, 'kept');
      const before = readdirSync(folder);
      for (const bytes of [600, 5_000, 40_000, 60_000]) {
        const { code, out, error } = await relvar(['snapshot', await fragile(database.url, bytes), '-o', path]);
        expect([bytes, code, out]).toEqual([bytes, 2, '']);
        expect(error).toMatch(/^relvar: postgres:\/\/postgres@127\.0\.0\.1:\d+\/\w+: .*\n$/);
        expect(error).toMatch(/connection|ends the conversation/);
        expect(readFileSync(path, 'utf8')).toBe('kept');
        expect(readdirSync(folder)).toEqual(before);
      }
    }));

  test('that is being read when the user interrupts leaves nothing', () =>
    withDatabase(server, async (database) => {
      await database.query(tables);
      const before = readdirSync(folder);
      for (const bytes of [5_000, 60_000]) {
        const interrupted = new AbortController();
        const url = await fragile(database.url, bytes, () => interrupted.abort());
        const outcome = await relvar(['snapshot', url, '-o', join(folder, 'never.json')], {
          signal: interrupted.signal,
        });
        expect(outcome).toMatchObject({ code: 130, out: '', error: 'relvar: interrupted; nothing was written\n' });
        expect(readdirSync(folder)).toEqual(before);
      }
    }));

  test.each([
    'create function f() returns int language sql as $$select 1$$',
    `create type mood as enum ('a')`,
    'create sequence s',
  ])('is read that holds no more than: %s', (made) =>
    withDatabase(server, async (database) => {
      expect(await relvar(['snapshot', database.url])).toMatchObject({ code: 2, out: '' });
      await database.query(made);
      expect((await relvar(['snapshot', database.url])).code).toBe(0);
    }),
  );

  test('gives away no password', () =>
    withDatabase(server, async (database) => {
      const url = new URL(database.url);
      url.password = 'hunter2';
      await database.query(
        `create extension postgres_fdw; create server elsewhere foreign data wrapper postgres_fdw options (host 'db', dbname 'x', password_required 'hunter2');
        create user mapping for current_user server elsewhere options (user 'a', password 'hunter2');
        create foreign table far (id int) server elsewhere options (schema_name 'public', table_name 'near');
        create subscription s connection 'host=db password=hunter2' publication p with (connect = false);
        create function pull() returns void language plpgsql as $$ begin perform dblink_connect('host=db user=me password=hunter2'); end $$;
        create table t (id int)`.replace("password_required 'hunter2'", "options '-c x=hunter2'"),
      );
      try {
        const { snapshot, text } = await take(url.href);
        expect(text).not.toContain('hunter2');
        expect(text).toContain("dblink_connect('host=db user=me password=***')");
        expect(snapshot.catalog.tables.find((table) => table.name === 'far')?.options).toEqual({
          schema_name: 'public',
          table_name: 'near',
        });
        expect(snapshot.diagnostics).toContainEqual(
          expect.objectContaining({ message: 'passwords were blotted out in public.pull' }),
        );
      } finally {
        await database.query(
          'alter subscription s disable; alter subscription s set (slot_name = none); drop subscription s',
        );
      }
    }));

  test('is read with the ends of its indexes when asked to', () =>
    withDatabase(server, async (database) => {
      await database.query(
        'create table t (id int primary key); insert into t select generate_series(1, 100); analyze; set enable_seqscan = off',
      );
      await database.query('select * from t where id = 7');
      for (let patience = 0; patience < 50; patience++) {
        const [row] = await database.query(
          `select pg_stat_clear_snapshot(), idx_scan::int as scans from pg_stat_user_indexes`,
        );
        if (Number(row?.['scans']) > 0) break;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect((await take(database.url)).snapshot.statistics.indexes['public.t_pkey']).not.toHaveProperty('ends');
      const { snapshot } = await take(database.url, { ends: true });
      expect(snapshot.statistics.indexes['public.t_pkey']?.ends).toEqual({ least: '1', greatest: '100' });
    }));
});
