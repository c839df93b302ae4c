import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefusal, relvar } from './run-cli.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'relvar-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const shop =
  'create table users (id bigint primary key); create table orders (id bigint primary key, user_id bigint references users);';

describe('the command line', () => {
  it('shows help without an argument, with 2', async () => {
    const outcome = await relvar([]);
    expect(outcome.code).toBe(2);
    expect(outcome.error).toContain('review');
  });

  it('shows help within 80 columns', async () => {
    for (const argv of [['--help'], ['review', '--help'], ['rules', '--help']]) {
      const outcome = await relvar(argv);
      expect(outcome.code).toBe(0);
      for (const line of outcome.out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    }
  });

  it('lists the rules and explains each', async () => {
    const { out } = await relvar(['rules', '--format', 'json']);
    const rules = JSON.parse(out) as { id: string }[];
    expect(rules.length).toBeGreaterThan(60);
    for (const { id } of rules) {
      const page = await relvar(['rules', id]);
      expect(page.out).toContain(`# ${id}`);
      expect(page.out).toContain('## Example');
    }
  });

  it('reviews standard input', async () => {
    const outcome = await relvar(['review', '-', '--format', 'json'], { input: shop });
    expect(outcome.code).toBe(0);
    const report = JSON.parse(outcome.out) as { findings: { rule: string }[]; source: { name: string } };
    expect(report.findings.map((finding) => finding.rule)).toContain('foreign-key-without-index');
    expect(report.source.name).toBe('standard input');
  });

  it('fails on a priority, and only when there is a finding at or above it', async () => {
    const path = file('fail-on.sql', shop);
    expect((await relvar(['review', path, '--rule', 'foreign-key-without-index', '--fail-on', 'P2'])).code).toBe(1);
    expect((await relvar(['review', path, '--rule', 'invalid-index', '--fail-on', 'P2'])).code).toBe(0);
    expect((await relvar(['review', path, '--rule', 'foreign-key-without-index'])).code).toBe(0);
  });

  it.each([
    [
      'PostgreSQL',
      [],
      'create table t (id int primary key); create table u (id no_such_type); grant select on t to nobody;',
    ],
    ['SQLite', ['--engine', 'sqlite'], 'create table t (id integer primary key); create table t (id text);'],
    ['MySQL', ['--engine', 'mysql'], 'create table t (id int primary key); create table u (id);'],
  ])('passes nothing that it could not read, where it is asked whether it may: %s', async (_, flags, sql) => {
    const path = file('unread.sql', sql);
    const run = (...more: string[]) => relvar(['review', path, '--rule', 'invalid-index', ...flags, ...more]);
    const asked = await run('--fail-on', 'P0');
    expect([asked.code, asked.error]).toEqual([2, expect.stringContaining('1 statement was not loaded')]);
    expect(asked.error).toMatch(/relvar: .*not reviewed; the first: .*unread\.sql:1: .*\n$/);
    expect(asked.out).toContain('unread.sql');
    expect((await run('--fail-on', 'P0', '--despite-errors')).code).toBe(0);
    expect((await run()).code).toBe(0);
  });

  it('counts no statement as lost that is not of the schema', async () => {
    const path = file(
      'psql.sql',
      String.raw`\set ON_ERROR_STOP on
create extension if not exists postgis; create extension if not exists no_such_extension;
create table t (id int primary key, at geography(Point, 4326));
select pg_catalog.set_config('search_path', '', false); alter table public.t owner to somebody;
copy public.t (id) from stdin;
1
\.
`,
    );
    const { code, error } = await relvar(['review', path, '--rule', 'invalid-index', '--fail-on', 'P0']);
    expect([code, error]).toEqual([0, '']);
  });

  it('gives the same bytes twice, whatever the order of the statements', async () => {
    const tables = [
      'create table a (id int primary key);',
      'create table b (id int primary key, a_id int references a);',
      'create table "C d" (x json, y money);',
    ];
    const reports = [];
    for (const order of [tables, [...tables].reverse()]) {
      const path = file('order.sql', order.join('\n'));
      const { out } = await relvar(['review', path, '--format', 'json']);
      reports.push(out.replaceAll(/,?\s*"(?:line|file)": [^,\n]*/g, ''));
    }
    expect(reports[0]).toBe(reports[1]);
  });

  it('takes a folder with its volumes', async () => {
    const { out } = await relvar([
      'review',
      'examples/shop',
      '--format',
      'json',
      '--rule',
      'foreign-key-without-index',
    ]);
    const report = JSON.parse(out) as { statistics: { rows: number } };
    expect(report.statistics.rows).toBeGreaterThan(1e9);
  });

  it('writes fixes for the server that a dump names, or for the one asked for', async () => {
    const sql =
      'create table t (id bigint primary key, created_at timestamptz default now(), is_open boolean default true);';
    const engine = async (argv: readonly string[]) => {
      const { out } = await relvar(['review', ...argv, '--format', 'json']);
      return (JSON.parse(out) as { source: { engine: string } }).source.engine;
    };
    expect(await engine([file('plain.sql', sql)])).toBe('PostgreSQL 18');
    expect(await engine([file('dump.sql', `--\n-- Dumped from database version 15.20 (Debian)\n${sql}`)])).toBe(
      'PostgreSQL 15',
    );
    expect(await engine([file('plain.sql', sql), '--target', '13'])).toBe('PostgreSQL 13');
  });

  it('writes a baseline, and passes over what it lists', async () => {
    const path = file('baseline.sql', shop);
    const baseline = join(folder, 'known.json');
    const config = file('config.json', JSON.stringify({ baseline: 'known.json' }));
    expect((await relvar(['review', path, '--config', config, '--baseline', 'write'])).error).toContain('known.json');
    expect(existsSync(baseline)).toBe(true);
    const { out } = await relvar(['review', path, '--config', config, '--format', 'json']);
    expect((JSON.parse(out) as { findings: unknown[] }).findings).toEqual([]);
  });

  it('honours a comment in the SQL', async () => {
    const path = file(
      'comment.sql',
      `create table users (id bigint primary key);\n-- relvar: ignore foreign-key-without-index never joined\ncreate table orders (id bigint primary key, user_id bigint references users);`,
    );
    const { out } = await relvar(['review', path, '--format', 'json', '--rule', 'foreign-key-without-index']);
    const report = JSON.parse(out) as { findings: unknown[]; suppressed: { reason: string }[] };
    expect(report.findings).toEqual([]);
    expect(report.suppressed.map((one) => one.reason)).toEqual(['never joined']);
  });

  it('writes the report whole, in the form that the name tells', async () => {
    const target = join(folder, 'report.html');
    const outcome = await relvar(['review', file('html.sql', shop), '-o', target]);
    expect(outcome.code).toBe(0);
    expect(outcome.out).toBe('');
    expect(readFileSync(target, 'utf8')).toMatch(/^<!doctype html>/i);
  });
});

describe('bad input gets one line and 2', () => {
  it('no such file', async () =>
    expectRefusal(await relvar(['review', join(folder, 'none.sql')]), /there is no such file or folder/));
  it('an empty file', async () => expectRefusal(await relvar(['review', file('empty.sql', '')]), /is empty/));
  it('nothing but comments', async () =>
    expectRefusal(await relvar(['review', file('comments.sql', '-- nothing\n\n')]), /holds no schema/));
  it('prose', async () =>
    expectRefusal(
      await relvar(['review', file('prose.sql', 'Dear all,\nplease find the schema attached.\n')]),
      /holds no schema/,
    ));
  it('nothing on standard input', async () => expectRefusal(await relvar(['review', '-']), /standard input/));
  it('a binary', async () =>
    expectRefusal(
      await relvar(['review', file('binary.sql', new Uint8Array([1, 0, 2, 0, 3]))]),
      /is binary, not SQL text/,
    ));
  it('a pg_dump archive', async () =>
    expectRefusal(await relvar(['review', file('archive.dump', 'PGDMP\u0001\u000e')]), /pg_restore/));
  it('MySQL where PostgreSQL was said', async () =>
    expectRefusal(
      await relvar([
        'review',
        file('mysql.sql', 'CREATE TABLE `a` (`id` int NOT NULL AUTO_INCREMENT, PRIMARY KEY (`id`)) ENGINE=InnoDB;'),
        '--engine',
        'postgres',
      ]),
      /looks like MySQL or MariaDB/,
    ));
  it('PostgreSQL of which MySQL can read one table, without a report on that one', async () =>
    expectRefusal(
      await relvar([
        'review',
        file(
          'part.sql',
          `CREATE TABLE a (id int);
           CREATE TYPE mood AS ENUM ('sad', 'ok');
           CREATE TABLE b (id bigint GENERATED ALWAYS AS IDENTITY, tags text[], at timestamp with time zone);
           ALTER TABLE ONLY public.a OWNER TO postgres;`,
        ),
        '--engine',
        'mysql',
      ]),
      /looks like PostgreSQL: 3 of its 4 statements failed/,
    ));
  it('a folder without SQL', async () => {
    mkdirSync(join(folder, 'nothing'));
    expectRefusal(await relvar(['review', join(folder, 'nothing')]), /holds no SQL files/);
  });
  it('an unknown scheme', async () =>
    expectRefusal(await relvar(['review', 'oracle://u:secret@h/x']), /^(?!.*secret).*oracle:\/\//s));
  it('nobody listening, without the password', async () =>
    expectRefusal(
      await relvar(['review', 'postgres://u:hunter2@127.0.0.1:1/x']),
      /^(?!.*hunter2).*nothing listens there/s,
    ));
  it('an unknown rule, with the closest', async () =>
    expectRefusal(
      await relvar(['review', file('rule.sql', shop), '--rule', 'foreign-key-without-indx']),
      /did you mean foreign-key-without-index/,
    ));
  it('an unknown rule to explain', async () =>
    expectRefusal(await relvar(['rules', 'money-as-floats']), /did you mean money-as-float/));
  it('a table that is not there, with the closest', async () =>
    expectRefusal(await relvar(['review', file('t.sql', shop), '--table', 'oders']), /did you mean orders/));
  it('a target that is no version', async () =>
    expectRefusal(await relvar(['review', file('v.sql', shop), '--target', '9']), /choose one of 13/));
  it('rows that are no number', async () =>
    expectRefusal(await relvar(['review', file('rows.sql', shop), '--rows', 'orders=50Q']), /50Q/));
  it('a baseline that is not there', async () =>
    expectRefusal(
      await relvar(['review', file('b.sql', shop), '--baseline', join(folder, 'no.json')]),
      /baseline cannot be read/,
    ));
  it('a configuration that is not JSON', async () =>
    expectRefusal(await relvar(['review', file('c.sql', shop), '--config', file('bad.json', '{')]), /not JSON/));
  it('a configuration with an unknown key', async () =>
    expectRefusal(
      await relvar(['review', file('d.sql', shop), '--config', file('key.json', '{"rulez":{}}')]),
      /rulez/,
    ));
  it('an output folder that is not there', async () =>
    expectRefusal(
      await relvar(['review', file('e.sql', shop), '-o', join(folder, 'no', 'x.html')]),
      /its folder does not exist/,
    ));
  it('an output that is a folder', async () => {
    mkdirSync(join(folder, 'taken'));
    expectRefusal(await relvar(['review', file('f.sql', shop), '-o', join(folder, 'taken')]), /it is a folder/);
  });
  it.skipIf(process.getuid?.() === 0)('a file without permission', async () => {
    const path = file('closed.sql', shop);
    chmodSync(path, 0);
    expectRefusal(await relvar(['review', path]), /permission denied/);
  });
  it('an unknown option', async () => {
    const outcome = await relvar(['review', 'x.sql', '--colour']);
    expect(outcome.code).toBe(2);
    expect(outcome.error).toContain("unknown option '--colour'");
  });
  it('an interruption', async () => {
    const outcome = await relvar(['review', file('g.sql', shop), '-o', join(folder, 'never.html')], {
      signal: AbortSignal.abort(),
    });
    expect(outcome.code).toBe(130);
    expect(existsSync(join(folder, 'never.html'))).toBe(false);
  });
});

describe('half-good input goes on', () => {
  it('tells of a syntax error with its line, and reviews the rest', async () => {
    const lines = [
      shop,
      '',
      'create tabel oops (id int);',
      ...Array.from({ length: 500 }, (_, at) => `comment on table users is '${at}';`),
    ];
    const path = file('error.sql', lines.join('\n'));
    const outcome = await relvar(['review', path, '--format', 'json']);
    expect(outcome.code).toBe(0);
    const report = JSON.parse(outcome.out) as {
      diagnostics: { severity: string; line: number; message: string }[];
      statistics: { tables: number };
    };
    expect(report.diagnostics.filter((one) => one.severity === 'error')).toMatchObject([{ line: 3 }]);
    expect(report.statistics.tables).toBe(2);
  });

  it('takes names with quotes, spaces, emoji and 63 bytes', async () => {
    const long = 'x'.repeat(63);
    const path = file(
      'names.sql',
      `create table "Ünï ""q"" 😀" ("a b" int primary key); create table "${long}" (id int, r int references "Ünï ""q"" 😀");`,
    );
    for (const format of ['pretty', 'markdown', 'html', 'json', 'sarif', 'github', 'sql']) {
      const outcome = await relvar(['review', path, '--format', format]);
      expect(outcome.error).toBe('');
      expect(outcome.code).toBe(0);
    }
  });
});
