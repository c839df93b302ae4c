import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { displayWidth } from '../src/output/width.ts';
import { relvar } from './run-cli.ts';
import { describeWithPostgres, withDatabase } from './servers/postgres.ts';

const schema = readFileSync(new URL('../schemas/check.schema.json', import.meta.url), 'utf8');
const isAsPublished = new Ajv2020().compile(JSON.parse(schema));

let folder: string;
const path = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'relvar-check-'));
  writeFileSync(
    path('schema.sql'),
    'create table orders (id bigint primary key, status text, note text); create table small (id int primary key);',
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function checkOn(schema: string, sql: string) {
  writeFileSync(path('plain-items.sql'), 'create table items (id int primary key, a text);');
  writeFileSync(path('failing.sql'), sql);
  return await relvar(['migrate', 'check', path('failing.sql'), '--on', path(schema), '--format', 'json']);
}

interface Json {
  readonly statements: readonly {
    readonly line: number;
    readonly class: string;
    readonly known: string;
    readonly limit?: string;
    readonly error?: string;
    readonly transaction?: number;
    readonly locks: readonly { readonly mode: string }[];
  }[];
  readonly files: readonly { readonly mode: string }[];
  readonly findings: readonly {
    readonly rule: string;
    readonly line: number;
    readonly file: string;
    readonly instead: readonly string[];
  }[];
  readonly suppressed: readonly { readonly rule: string; readonly reason: string }[];
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[];
}

/** Checks a file of this text on the schema; more arguments follow. */
async function check(sql: string, ...more: readonly string[]): Promise<Json> {
  writeFileSync(path('change.sql'), sql);
  const { out, error, code } = await relvar([
    'migrate',
    'check',
    path('change.sql'),
    '--on',
    path('schema.sql'),
    '--format',
    'json',
    ...more,
  ]);
  expect([code, error]).toEqual([0, '']);
  const report = JSON.parse(out);
  expect(isAsPublished(report), JSON.stringify(isAsPublished.errors)).toBe(true);
  return report as Json;
}

const rules = ({ findings }: Json) => [...new Set(findings.map((finding) => finding.rule))].sort();

describe('time stamps that become instants', () => {
  const change = 'alter table stamps alter column at type timestamptz;';

  it('are rewritten where the zone is not UTC, which few sessions set', async () => {
    writeFileSync(path('stamped.sql'), 'create table stamps (id bigint primary key, at timestamp);');
    const [one] = (await check(change, '--on', path('stamped.sql'))).statements;
    expect(one?.class).toBe('rewrite');
    const zoned = await check(`set timezone to 'UTC';\n${change}`, '--on', path('stamped.sql'));
    expect(zoned.statements.at(-1)?.class).toBe('brief lock');
    const local = `begin; set local time zone 'UTC'; ${change} commit;`;
    expect(
      (await check(local, '--on', path('stamped.sql'))).statements.map((statement) => statement.class),
    ).not.toContain('rewrite');
  });
});

describe('relvar migrate check', () => {
  it('tells the class of each statement, with its line', async () => {
    const { statements } = await check(
      'create table fresh (a int);\n\nalter table orders add column a int;\ncreate index on orders (status);\nalter table orders alter column id type numeric;\nalter table orders drop column note;',
    );
    expect(statements.map(({ line, class: weight }) => [line, weight])).toEqual([
      [1, 'online'],
      [3, 'brief lock'],
      [4, 'long lock'],
      [5, 'rewrite'],
      [6, 'data loss'],
    ]);
  });

  it('leaves small tables alone, where rows are known', async () => {
    const small = await check('alter table small alter column id type bigint;', '--rows', 'small=500,orders=50M');
    expect(rules(small)).toEqual([]);
    expect(rules(await check('alter table small alter column id type bigint;'))).toContain('table-rewrite');
  });

  it('is less sure of what was not rehearsed', async () => {
    writeFileSync(path('plain.sql'), 'create table plain (id bigint primary key, a int);');
    const sure = async (column: string) => {
      const report = await check(`create index on plain (${column});`, '--on', path('plain.sql'));
      const [found] = report.findings.filter(({ rule }) => rule === 'index-build-blocks-writes');
      return (found as unknown as { readonly confidence: number }).confidence;
    };
    const [rehearsed, read] = [await sure('a'), await sure(':x')];
    expect(rehearsed).toBeGreaterThanOrEqual(8);
    expect(read).toBeLessThan(rehearsed);
    expect(read).toBeGreaterThan(1);
  });

  it('silences what a comment says', async () => {
    const { findings, suppressed } = await check(
      "set lock_timeout = '1s';\n-- relvar: ignore table-dropped nobody uses it\ndrop table small;",
    );
    expect(findings).toEqual([]);
    expect(suppressed).toEqual([expect.objectContaining({ rule: 'table-dropped', reason: 'nobody uses it' })]);
  });

  it('names the query that breaks, where it stands', async () => {
    writeFileSync(path('queries.sql'), 'select id from orders;\n\nselect note from orders where id = $1;\n');
    const { findings } = await check('alter table orders drop column note;', '--queries', path('queries.sql'));
    expect(findings).toContainEqual(
      expect.objectContaining({ rule: 'query-broken', file: path('queries.sql'), line: 3 }),
    );
  });

  it('says for older servers what they do', async () => {
    const newer = await check('alter table orders add constraint c not null status not valid;', '--target', '15');
    expect(rules(newer)).toContain('needs-newer-server');
    const id = 'alter table orders add column public_id uuid default uuidv7();';
    expect(rules(await check(id, '--target', '17'))).toContain('needs-newer-server');
    const own = `create function uuidv7() returns uuid language sql as 'select gen_random_uuid()';`;
    expect(rules(await check(`${own} ${id}`, '--target', '17'))).not.toContain('needs-newer-server');
    const { findings } = await check('alter table orders alter column status set not null;', '--target', '15');
    const [fix] = findings.filter((finding) => finding.rule === 'constraint-checked-under-lock');
    expect(fix?.instead.join(' ')).toMatch(/CHECK \(status IS NOT NULL\)/);
  });

  it('tells from its form what it cannot run, and goes on', async () => {
    const told = await check(
      '\\set known orders\nalter table :known add column a int;\nalter table :unknown alter column a type bigint;\n\\copy orders from x\ncreate extension nowhere_to_be_had;\nalter table orders add column b int;',
    );
    expect(told.statements.map(({ known, limit }) => (limit === undefined ? known : 'told'))).toEqual([
      'rehearsed',
      'told',
      'told',
      'told',
      'rehearsed',
    ]);
    expect(told.diagnostics.map((one) => one.code)).toEqual(expect.arrayContaining(['psql-command', 'not-rehearsed']));
    expect(rules(told)).not.toContain('fails');
  });

  it('classes a command of psql that copies rows by its form, and says that it did not run', async () => {
    const told = await check(
      `\\copy orders (id, status) from 'new orders.csv' with (format csv)\n\\COPY orders TO PROGRAM 'gzip'\n`,
    );
    expect(
      told.statements.map(({ class: named, limit, locks }) => [named, limit, locks.map(({ mode }) => mode)]),
    ).toEqual(
      ['ROW EXCLUSIVE', 'ACCESS SHARE'].map((mode) => ['online', expect.stringContaining('a file of its own'), [mode]]),
    );
    expect(told.diagnostics.filter(({ code }) => code === 'not-rehearsed')).toHaveLength(2);
    expect(told.files[0]?.mode).toBe('each');
  });

  it('stands in for types of an absent extension that only the migration names', async () => {
    writeFileSync(path('places.sql'), 'create extension postgis; create table places (id bigint primary key);');
    const { out } = await checkOn('places.sql', 'alter table places add column at geometry(Point,4326);');
    expect(JSON.parse(out).statements[0].class).toBe('brief lock');
    expect(out).not.toContain('not rehearsed');
  });

  it('tells no type of an absent extension to spare the rows: a stand-in takes all values as they are', async () => {
    writeFileSync(
      path('shops.sql'),
      'create extension postgis; create table shops (id bigint primary key, loc geography);',
    );
    const { out } = await checkOn('shops.sql', 'alter table shops alter column loc type geography(Point,4326);');
    const [statement] = JSON.parse(out).statements;
    expect(statement.class).toBe('rewrite');
    expect(out).toContain('which does not show whether rows are written anew');
  });

  it('is less sure of a failure that stand-ins for extensions may be the reason of', async () => {
    writeFileSync(
      path('vectors.sql'),
      'create extension nowhere_to_be_had; create table items (id int primary key, a text);',
    );
    const failing = `alter table items alter column a type int using 'x'::int;`;
    const told = async (on: string, sql: string) => {
      const { findings } = JSON.parse((await checkOn(on, sql)).out);
      return findings.find((one: { rule: string }) => one.rule === 'fails');
    };
    const [beside, alone] = [await told('vectors.sql', failing), await told('plain-items.sql', failing)];
    expect(beside.confidence).toBeLessThan(alone.confidence);
    expect(JSON.stringify(beside.evidence)).toContain('stand-ins for extensions, and these may be why');
  });

  it('tells where it stops, and what is left', async () => {
    const { findings, statements } = await check(
      'alter table orders add column a int; alter table nope add column b int; alter table orders add column c int;',
    );
    expect(findings.filter((finding) => finding.rule === 'fails')).toHaveLength(1);
    expect(statements.map((statement) => statement.error !== undefined)).toEqual([false, true, false]);
  });

  it('counts nothing as left that its transaction took back', async () => {
    const sql =
      'begin; alter table orders add a int; alter table nope add b int; commit; alter table small add a int; lock table small;';
    const { findings } = JSON.parse(JSON.stringify(await check(sql, '--transaction', 'each')));
    expect(
      findings.map(({ rule, message }: { rule: string; message: string }) => `${rule}: ${message}`),
    ).toContainEqual(expect.stringMatching(/^fails: .*; 1 statement before it has been done and stays$/));
  });

  it('checks of a folder what the schema does not hold yet', async () => {
    const migrations = mkdtempSync(join(folder, 'migrations-'));
    const write = (name: string, sql: string) => writeFileSync(join(migrations, name), sql);
    write('V1__orders.sql', 'create table orders (id bigint primary key);');
    write(
      'V2__status.sql',
      'alter table orders add column status text; alter table orders add column note text; create table small (id int primary key);',
    );
    write('V3__index.sql', 'create index concurrently orders_status_idx on orders (status);');
    write('V4__more.sql', 'alter table orders add column more text;');
    const run = async (...more: readonly string[]) =>
      JSON.parse(
        (await relvar(['migrate', 'check', migrations, '--on', path('schema.sql'), '--format', 'json', ...more])).out,
      ) as Json;
    const told = await run();
    expect(told.statements).toHaveLength(2);
    expect(told.diagnostics).toContainEqual(expect.objectContaining({ code: 'already-applied' }));
    expect(told.statements.map((one) => one.error)).toEqual([undefined, undefined]);
    expect((await run('--from', 'V4')).statements).toHaveLength(1);
  });

  it('says that what ends in ROLLBACK does not stay', async () => {
    const told = await check('begin; delete from orders; alter table orders drop column note; rollback;');
    expect(told.diagnostics).toContainEqual(expect.objectContaining({ code: 'rolled-back' }));
    expect(rules(told)).not.toContain('rows-removed');
    expect(rules(told)).not.toContain('column-dropped');
    expect(told.statements.map((one) => one.class)).not.toContain('data loss');
    expect(rules(await check('begin; delete from orders; commit;'))).toContain('rows-removed');
  });

  it.each(['pretty', 'markdown', 'sarif', 'github'])('writes %s', async (format) => {
    writeFileSync(path('change.sql'), 'create index on orders (status);');
    const { out, code } = await relvar([
      'migrate',
      'check',
      path('change.sql'),
      '--on',
      path('schema.sql'),
      '--format',
      format,
      '--fail-on',
      'P1',
    ]);
    expect(code).toBe(1);
    expect(out).toContain('index-build-blocks-writes');
    expect(out).toMatch(/change\.sql/);
    // A path is not broken.
    const lines = format === 'pretty' ? out.split('\n').filter((line) => !line.includes(folder)) : [];
    for (const line of lines) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
  });

  it('fits a terminal with a loop over batches', async () => {
    writeFileSync(path('fill.sql'), "update orders set status = note where status is null and note <> 'x';");
    const more = ['--on', path('schema.sql'), '--rows', 'orders=50M'];
    const { out } = await relvar(['migrate', 'check', path('fill.sql'), ...more]);
    expect(out).toContain('DO $batches$');
    for (const line of out.split('\n').filter((line) => !line.includes(folder)))
      expect(displayWidth(line), line).toBeLessThanOrEqual(80);
  });

  it('shows in its table of Markdown which statements fail, and why', async () => {
    writeFileSync(path('failing.sql'), 'create index concurrently a on orders (note);\nalter table nowhere add x int;');
    const more = ['--on', path('schema.sql'), '--format', 'markdown'];
    const { out } = await relvar(['migrate', 'check', path('failing.sql'), ...more]);
    const rows = out.split('\n').filter((line) => line.startsWith('| ') && line.includes('failing.sql'));
    expect(rows.map((row) => row.split(' | ')[2])).toEqual(['online', 'fails']);
    expect(rows[1]).toContain('fails: relation "nowhere" does not exist');
    expect(rows[0]).not.toContain('fails');
  });

  it.each([
    ['no schema', [], /on which schema/],
    ['a database as a migration', ['postgres://localhost/x', '--on', 'x'], /is no migration/],
    ['an unknown version', ['--target', '9'], /--target/],
    ['a name that is none of the folder', ['--from', 'zzz'], /no such migration/],
  ])('refuses %s', async (_, more, message) => {
    writeFileSync(path('change.sql'), 'select 1;');
    const source = more[0]?.startsWith('postgres')
      ? more
      : [path('change.sql'), ...(more.length > 0 ? ['--on', path('schema.sql')] : []), ...more];
    const { code, error } = await relvar(['migrate', 'check', ...source]);
    expect(code).toBe(2);
    expect(error).toMatch(message);
  });
});

describeWithPostgres([18], 'relvar migrate check on a live database', (server) => {
  it('passes over what the history of its tool says is applied', async () => {
    const migrations = path('noted');
    mkdirSync(migrations, { recursive: true });
    writeFileSync(join(migrations, 'V1__a.sql'), 'create table a (id int);');
    writeFileSync(join(migrations, 'V2__b.sql'), 'update a set id = 1;');
    writeFileSync(join(migrations, 'V3__c.sql'), 'alter table a add column c int;');
    await withDatabase(server, async (database) => {
      await database.query(`create table a (id int);
        create table flyway_schema_history (version text, script text, success boolean);
        insert into flyway_schema_history values ('1', 'V1__a.sql', true), ('2', 'V2__b.sql', true), ('3', 'V3__c.sql', false)`);
      const { out, code } = await relvar(['migrate', 'check', migrations, '--on', database.url, '--format', 'json']);
      expect(code).toBe(0);
      const told = JSON.parse(out) as Json;
      expect(told.statements).toHaveLength(1);
      expect(told.diagnostics.map((one) => one.message)).toContainEqual(
        expect.stringContaining('2 of 3 migrations stand in public.flyway_schema_history as applied'),
      );
    });
  });
});

describe('statements that do not end', () => {
  it.each([
    [
      'an endless recursion',
      'insert into small with recursive n(n) as (select 1 union all select n from n) select count(*) from n',
    ],
    ['a row for each of a million millions', 'insert into small select generate_series(1, 1000000000000)'],
    ['a loop without an end', 'do $$ begin loop end loop; end $$'],
    [
      'a value of a function without an end',
      'insert into small values (forever())',
      `create function forever() returns int language plpgsql as 'begin loop end loop; end'`,
    ],
  ])(
    'are given up: %s',
    async (_, endless, before = 'alter table orders add column a int') => {
      const found = await check(`${before};\n${endless};\ncreate index later on orders (id);`, '--time-limit', '3s');
      const limit = 'it did not end within 3 s (--time-limit gives it longer)';
      expect(found.statements.map((one) => [one.line, one.known, one.limit])).toEqual([
        [1, 'rehearsed', undefined],
        [2, 'facts', limit],
        [3, 'rehearsed', undefined],
      ]);
      expect(found.diagnostics.map((one) => one.message)).toEqual([
        `not rehearsed: ${limit}; its locks and class are those of its form`,
      ]);
    },
    60_000,
  );

  it('leave those alone that end', async () => {
    const found = await check('insert into small select generate_series(1, 1000)');
    expect(found.statements.map((one) => one.known)).toEqual(['rehearsed']);
    expect(found.diagnostics).toEqual([]);
  });
});

describe('a schema whose statements do not end', () => {
  it.each([
    ['schema.sql', 'create table t (id int primary key);', 'do $$ begin loop end loop; end $$'],
    [
      'schema-called.sql',
      `create table t (id int primary key); create function forever() returns int language plpgsql as 'begin loop end loop; end';`,
      'select forever()',
    ],
    [
      'sqlite.sql',
      'create table t (id integer primary key autoincrement, n text) strict;',
      'create table u as with recursive n(n) as (select 1 union all select n from n) select n from n',
    ],
  ])(
    'is loaded without them: %s',
    async (name, before, endless) => {
      const folder = mkdtempSync(join(tmpdir(), 'relvar-endless-'));
      try {
        const [on, change] = [join(folder, name), join(folder, 'change.sql')];
        writeFileSync(on, `${before}\n${endless};\ncreate index later on t (id);`);
        writeFileSync(change, 'drop index later;');
        const options = ['--time-limit', '2s', '--format', 'json'];
        const { out } = await relvar(['migrate', 'check', change, '--on', on, ...options]);
        const told = JSON.parse(out) as Json;
        expect(told.diagnostics.map((one) => one.message)).toContain(
          'the statement did not end within 2 s and was left out',
        );
        expect(told.statements).toHaveLength(1);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    60_000,
  );
});
