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
