import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectRefusal, relvar } from './run-cli.ts';

let folder: string;
let shop: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relvar-refine-'));
  shop = join(folder, 'shop');
  const brief = join(folder, 'brief.yaml');
  await writeFile(
    brief,
    'title: Shop\nentities:\n  customer: {rows: 1k, attributes: {email: {type: email, unique: true}}}\n  order: {rows: 5k, attributes: {placed_at: instant}, references: [customer]}\naccess:\n  - {about: a customer’s orders, of: order, equal: [customer], order: [placed_at desc], limit: 20}\n',
  );
  const { code, error } = await relvar(['design', '--brief', brief, '-o', shop]);
  expect([code, error]).toEqual([0, expect.not.stringContaining('bug')]);
}, 120_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const read = (name: string) => readFile(join(shop, name), 'utf8');

it('keeps what was changed by hand, adds what is said, and writes the migration', async () => {
  const schema = await read('schema.sql');
  await writeFile(
    join(shop, 'schema.sql'),
    schema.replace('placed_at timestamptz', 'remark text,\n  placed_at timestamptz'),
  );
  const { code, out } = await relvar(['refine', shop, 'Customers have a nickname.']);
  expect(out).toContain('customer.nickname is new');
  expect(out).toContain('Changes made by hand to schema.sql were kept.');
  expect(code).toBe(0);
  const merged = await read('schema.sql');
  expect(merged).toContain('remark text,');
  expect(merged).toContain('nickname');
  const migration = await read('migration.sql');
  expect(migration).toMatch(/ALTER TABLE public\.customers ADD COLUMN nickname/);
  expect(migration).not.toContain('remark');
  expect(await read('brief.yaml')).toMatch(/nickname[\s\S]*came_from:[\s\S]*Customers have a nickname\./);
}, 120_000);

it('takes new columns beside lines that were changed by hand, and new triggers behind appended statements', async () => {
  const schema = await read('schema.sql');
  await writeFile(
    join(shop, 'schema.sql'),
    `${schema.replace('nickname varchar(200)', 'nickname text,\n  points integer NOT NULL DEFAULT 0')}CREATE INDEX my_own_idx ON customers (points);\n`,
  );
  const { code, out } = await relvar([
    'refine',
    shop,
    'add a birthday to customers; orders can be split into shipments',
  ]);
  expect(out).not.toContain('wanted was');
  expect(code).toBe(0);
  const merged = await read('schema.sql');
  for (const part of [
    'nickname text',
    'points integer',
    'birthday date',
    'CREATE INDEX my_own_idx',
    'CREATE TABLE shipments',
  ])
    expect(merged).toContain(part);
  expect(merged).toMatch(/COMMENT ON COLUMN customers\.birthday/);
  expect(merged).toMatch(/CREATE TRIGGER shipments_set_updated_at/);
}, 120_000);

it('remembers why a table is as large as it is, and what was assumed', async () => {
  expect(await read('DESIGN.md')).toContain('brief.yaml: entities.customer');
  const words = join(folder, 'words');
  const made = await relvar([
    'design',
    'A shop: customers with several addresses, orders with items. 2M customers.',
    '-o',
    words,
  ]);
  expect(made.error).not.toContain('bug');
  const page = () => readFile(join(words, 'DESIGN.md'), 'utf8');
  const before = await page();
  expect(before).toContain('"2M customers"');
  const { code, out } = await relvar(['refine', words, 'Orders have a remark.']);
  expect([code, out]).toEqual([0, expect.not.stringContaining('wanted was')]);
  const after = await page();
  expect(after).toContain('"2M customers"');
  const assumed = (text: string) => text.slice(text.indexOf('## Assumed')).split('\n\n')[1];
  expect(assumed(after)).toBe(assumed(before));
  expect(await readFile(join(words, 'volumes.yaml'), 'utf8')).toContain('# "2M customers"');
}, 180_000);

it('leaves out and tells what does not fit a change made by hand', async () => {
  const renamed = join(folder, 'renamed');
  const made = await relvar(['design', '--brief', join(folder, 'brief.yaml'), '-o', renamed]);
  expect(made.error).not.toContain('bug');
  const file = join(renamed, 'schema.sql');
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll('customers', 'people'));
  const { code, out } = await relvar(['refine', renamed, 'Customers have a nickname.']);
  expect(out).toMatch(/! schema\.sql:\d+: table customers was changed by hand, and left so; wanted was:/);
  expect(code).toBe(1);
  expect(await readFile(file, 'utf8')).not.toContain('nickname');
  expect(await readFile(join(renamed, 'DESIGN.md'), 'utf8')).toContain('## Changed by hand');
}, 180_000);

it('tells what would change, and writes nothing, with --dry-run', async () => {
  const before = await read('brief.yaml');
  const { out } = await relvar(['refine', shop, 'remove orders', '--dry-run']);
  expect(out).toMatch(/order is left out\.[\s\S]*Nothing was written/);
  expect(await read('brief.yaml')).toBe(before);
});

it('refuses a folder that holds no design, and words that change nothing', async () => {
  expectRefusal(await relvar(['refine', folder, 'remove orders']), /is no folder of a design/);
  expectRefusal(await relvar(['refine', shop, 'remove unicorns']), /nothing in "remove unicorns" changes the design/);
});

it('goes on for the version that the design was made for', async () => {
  const older = join(folder, 'older');
  expect(await relvar(['design', 'Sailors own several boats.', '--target', '15', '-o', older])).toMatchObject({
    code: 0,
  });
  expect(await readFile(join(older, 'brief.yaml'), 'utf8')).toContain('engine: postgresql 15');
  const { code, out } = await relvar(['refine', older, 'Sailors have a required phone.']);
  expect(code).toBe(0);
  expect(out).not.toContain('by hand');
  const migration = await readFile(join(older, 'migration.sql'), 'utf8');
  expect(migration).toContain('phone');
  // PostgreSQL 15 has no NOT NULL of this form.
  expect(migration).not.toMatch(/ADD CONSTRAINT \w+ NOT NULL/);
}, 120_000);
