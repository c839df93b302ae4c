import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { relvar } from './run-cli.ts';
import { writeDatabase } from './sqlite.ts';

const schema = readFileSync(new URL('../schemas/check.schema.json', import.meta.url), 'utf8');
const isAsPublished = new Ajv2020().compile(JSON.parse(schema));

let folder: string;
const path = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'relvar-sqlite-check-'));
  await writeDatabase(
    path('app.db'),
    `create table customers (id integer primary key, name text);
     create table orders (id integer primary key, customer_id integer references customers (id) on delete cascade, status text, note text);
     create index orders_status on orders (status);
     create view open_orders as select id, note from orders where status = 'open';
     create table schema_migrations (version text primary key);
     insert into schema_migrations values ('1'), ('2');`,
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function check(sql: string, ...more: readonly string[]) {
  writeFileSync(path('change.sql'), sql);
  const { out, error, code } = await relvar([
    'migrate',
    'check',
    path('change.sql'),
    '--on',
    path('app.db'),
    '--format',
    'json',
    ...more,
  ]);
  expect([code, error]).toEqual([0, '']);
  const report = JSON.parse(out);
  expect(isAsPublished(report), JSON.stringify(isAsPublished.errors)).toBe(true);
  return report;
}

const rulesOf = (report: { readonly findings: readonly { readonly rule: string }[] }) =>
  report.findings.map(({ rule }) => rule).sort();

it('runs a rebuild by hand on a copy, and tells what it loses and whom it keeps waiting', async () => {
  const before = readFileSync(path('app.db'));
  const report = await check(
    `PRAGMA foreign_keys = OFF;
     BEGIN;
     CREATE TABLE fresh (id integer primary key, customer_id integer references customers (id), status text NOT NULL, note text);
     INSERT INTO fresh SELECT id, customer_id, status, note FROM orders;
     PRAGMA legacy_alter_table = ON;
     DROP TABLE orders;
     ALTER TABLE fresh RENAME TO orders;
     PRAGMA foreign_key_check;
     COMMIT;`,
    '--rows',
    'orders=50M',
  );
  expect(rulesOf(report)).toEqual(['lost-in-rebuild', 'writers-wait']);
  const wait = report.findings.find(({ rule }: { readonly rule: string }) => rule === 'writers-wait');
  expect(wait.message).toMatch(
    /main\.orders \(50 000 000 rows \(declared\)\) is written anew: about \d+ s \(predicted/,
  );
  expect(report.statements.map((one: { readonly class: string }) => one.class)).toContain('rewrite');
  expect(readFileSync(path('app.db')).equals(before)).toBe(true);
});

it.each([
  ['g INT GENERATED ALWAYS AS (id * 2) STORED', /where the table has rows: cannot add a STORED column/],
  ['h INT REFERENCES customers (id) DEFAULT 5', /rows: Cannot add a REFERENCES column .* PRAGMA foreign_keys = ON/],
  ["i TEXT DEFAULT (datetime('now'))", /where the table has rows: Cannot add a column with non-constant default/],
])('tells what a table with rows does not take: %s', async (column, message) => {
  const report = await check(`ALTER TABLE orders ADD COLUMN ${column};`, '--rows', 'orders=5M');
  const [failure] = report.findings.filter(({ rule }: { readonly rule: string }) => rule === 'fails');
  expect(failure?.message).toMatch(message);
});

it('gives the rebuild for what ALTER TABLE does not know', async () => {
  const report = await check('ALTER TABLE orders ALTER COLUMN status SET DEFAULT 1;');
  const [failure] = report.findings.filter(({ rule }: { readonly rule: string }) => rule === 'fails');
  expect(failure.instead.join('\n')).toMatch(
    /CREATE TABLE relvar_new_orders[\s\S]*DEFAULT 1[\s\S]*CREATE INDEX orders_status/,
  );
});

it('does not reach beyond the lab', async () => {
  const report = await check(`ATTACH '${path('other.db')}' AS other; VACUUM INTO '${path('copy.db')}';`);
  expect(report.diagnostics.map(({ code }: { readonly code: string }) => code)).toEqual([
    'not-rehearsed',
    'not-rehearsed',
  ]);
  expect(() => readFileSync(path('other.db'))).toThrow();
  expect(() => readFileSync(path('copy.db'))).toThrow();
});

it.each([
  ['pretty', /writers-wait/],
  ['markdown', /writers-wait/],
  ['sarif', /"ruleId": ?"writers-wait"/],
  ['github', /^::warning .*writers-wait/m],
])('reports as %s', async (format, told) => {
  writeFileSync(path('index.sql'), 'create index orders_note on orders (note);');
  const { out, code } = await relvar([
    'migrate',
    'check',
    path('index.sql'),
    '--on',
    path('app.db'),
    '--rows',
    'orders=5M',
    '--format',
    format,
  ]);
  expect(code).toBe(0);
  expect(out).toMatch(told);
});

it.each([
  [
    'an endless recursion',
    "insert into customers (name) with recursive n(n) as (select 1 union all select n from n) select 'x' from n",
  ],
  [
    'a trigger without an end',
    'insert into customers (name) values (1)',
    'create trigger t after insert on customers begin update customers set name = (with recursive n(n) as (select 1 union all select n from n) select count(*) from n); end',
  ],
])(
  'gives up what does not end: %s',
  async (_, endless, before = 'alter table orders add column a integer') => {
    const sql = `${before};\n${endless};\ncreate index later on orders (note);`;
    const { statements } = await check(sql, '--time-limit', '2s');
    expect(statements.map((one: { line: number; limit?: string }) => [one.line, one.limit])).toEqual([
      [1, undefined],
      [2, 'it did not end within 2 s (--time-limit gives it longer)'],
      [3, undefined],
    ]);
  },
  60_000,
);

it('runs in a copy what may take long, with the rows and settings of the lab', async () => {
  const { statements } = await check(
    'insert into customers (name) select name from customers; delete from customers where id = 1;',
  );
  expect(statements.map((one: { limit?: string }) => one.limit)).toEqual([undefined, undefined]);
});
