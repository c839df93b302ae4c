import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { relvar } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'relvar-dialects-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const shop = fileURLToPath(new URL('../examples/shop', import.meta.url));

test.each(['sqlite', 'mysql'])(
  'a schema is no other than itself in %s, and what was lost on the way is told',
  async (to) => {
    const { out: script } = await relvar(['convert', shop, '--to', to]);
    const file = join(folder, `${to}.sql`);
    writeFileSync(file, script);
    const { out, code } = await relvar(['diff', shop, file]);
    expect(code).toBe(0);
    expect(out).toContain('no difference');
    expect(out).toContain('it was converted for');
    expect(out).toMatch(/not carried over: .*function order_total: it is in another language/);
    writeFileSync(file, script.replace(/^.*\bline2\b.*varchar.*\n/m, ''));
    expect((await relvar(['diff', shop, file])).out).toMatch(/line2/);
  },
);

test('a script is of the engine of its statements, whatever its comments speak of', async () => {
  const { out: script } = await relvar(['convert', shop, '--to', 'sqlite']);
  const file = join(folder, 'told.sql');
  writeFileSync(file, script);
  expect((await relvar(['review', file, '--format', 'json'])).out).toContain('"SQLite 3');
});

const chinook = (engine: string) => fileURLToPath(new URL(`corpus/${engine}/chinook.sql`, import.meta.url));

test.each([
  ['postgres', 'mysql'],
  ['postgres', 'sqlite'],
  ['mysql', 'sqlite'],
  ['sqlite', 'mysql'],
  ['sqlite', 'postgres'],
])('the same schema in the dialect of %s and of %s differs in nothing', async (from, to) => {
  const { out, code } = await relvar(['diff', chinook(from), chinook(to)]);
  expect(code).toBe(0);
  expect(out).toContain('no difference');
  if ((from === 'postgres') !== (to === 'postgres'))
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'names are compared without case and underscores: 75 names differ in nothing else',
    );
});

const corpus = (engine: string) =>
  readdirSync(new URL(`corpus/${engine}/`, import.meta.url))
    .filter((name) => name.endsWith('.sql'))
    .map((name) => `${engine}/${name}`);
const conversions = [
  ...corpus('mysql').flatMap((name) => ['sqlite', 'postgres', 'mariadb'].map((to) => [name, to] as const)),
  ...corpus('sqlite').flatMap((name) => ['mysql', 'mariadb', 'postgres'].map((to) => [name, to] as const)),
  ...corpus('postgres').flatMap((name) => ['mysql', 'mariadb', 'sqlite'].map((to) => [name, to] as const)),
];
/** All of them take some minutes; else those of the small schemas, for PostgreSQL the smallest alone. */
const tried =
  process.env['RELVAR_TEST_CASES'] === 'all'
    ? conversions
    : conversions.filter(([name, to]) =>
        to === 'postgres'
          ? name === 'sqlite/employee.sql'
          : !name.startsWith('postgres/') || /employee|chinook/.test(name),
      );

test.each(tried)('%s and its conversion for %s differ in nothing, whichever is named first', async (name, to) => {
  const source = fileURLToPath(new URL(`corpus/${name}`, import.meta.url));
  const file = join(folder, `${name.replace(/\W/g, '-')}-${to}.sql`);
  const { out: script, code } = await relvar(['convert', source, '--engine', name.replace(/\/.*/, ''), '--to', to]);
  expect(code).toBe(0);
  writeFileSync(file, script);
  for (const [one, two] of [
    [source, file],
    [file, source],
  ] as const) {
    const { out } = await relvar(['diff', one, two]);
    expect(out).toContain('no difference');
    // What was lost on the way there is told as it was in the script.
    if (one === source && !script.includes('-- All of it is here')) expect(out).toContain('not carried over');
  }
});

test('keys over the same columns keep each its name', async () => {
  const [source, file] = [join(folder, 'twice.sql'), join(folder, 'twice-sqlite.sql')];
  writeFileSync(
    source,
    // In one CREATE TABLE the server would take them for one.
    `create table parts (id int primary key, code text not null, constraint parts_code_key unique (code));
     alter table parts add constraint uk_parts unique (code);`,
  );
  writeFileSync(file, (await relvar(['convert', source, '--engine', 'postgres', '--to', 'sqlite'])).out);
  for (const [one, two] of [
    [source, file],
    [file, source],
  ] as const)
    expect((await relvar(['diff', one, two])).out).toContain('no difference');
});

test('what is other than in a conversion is told, whichever is named first', async () => {
  const { out: script } = await relvar(['convert', chinook('mysql'), '--to', 'mariadb']);
  const file = join(folder, 'edited.sql');
  writeFileSync(file, script.replace(/^.*\bComposer\b.*\n/m, ''));
  expect((await relvar(['diff', chinook('mysql'), file])).out).toMatch(/1 change\b[\s\S]*- column "Composer"/);
  expect((await relvar(['diff', file, chinook('mysql')])).out).toMatch(/1 change\b[\s\S]*\+ column "Composer"/);
});

test('what differs besides is told by the names of the second', async () => {
  const here = join(folder, 'here.sql');
  const there = join(folder, 'there.sql');
  writeFileSync(
    here,
    `create table invoice_line (invoice_line_id integer primary key, unit_price numeric(8,2) not null,
       constraint price_check check (unit_price > 0)); create index line_price on invoice_line (unit_price);`,
  );
  writeFileSync(
    there,
    `CREATE TABLE \`InvoiceLine\` (\`InvoiceLineId\` int NOT NULL, \`UnitPrice\` decimal(8,2), \`Quantity\` int,
       PRIMARY KEY (\`InvoiceLineId\`), KEY \`IFK_Price\` (\`UnitPrice\`)) ENGINE=InnoDB;`,
  );
  const { out } = await relvar(['diff', here, there]);
  expect(out).toMatch(/InvoiceLine/);
  expect(out).toMatch(/Quantity/);
  expect(out).toMatch(/UnitPrice[^\n]*NULL|UnitPrice[^\n]*null/);
  expect(out).toMatch(/price_check/);
  expect(out).not.toMatch(/IFK_Price|line_price|loses all rows/);
});
