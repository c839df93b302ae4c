import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { catalogDigests } from '../src/catalog/hash.ts';
import { splitScript } from '../src/engines/postgres/load/split.ts';
import { catalogAt } from './apply/sample.ts';
import { relvar } from './run-cli.ts';
import { describeWithPostgres, type PostgresDatabase, withDatabase } from './servers/postgres.ts';

async function folderOf(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'relvar-refine-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** As psql does: each statement by itself. */
async function run(database: PostgresDatabase, script: string): Promise<void> {
  for await (const part of splitScript([script], 'migration.sql', { keepInserts: true }))
    if (part.kind === 'statement') await database.query(part.sql);
}

describeWithPostgres([18], 'the migration of refine, on tables with rows', (server) => {
  it('comes to the new schema when what only a person knows is filled in', async () => {
    const folder = await folderOf();
    const brief = join(folder, 'brief.yaml');
    const shop = join(folder, 'shop');
    await writeFile(
      brief,
      'title: Shop\nentities:\n  customer: {rows: 2M, attributes: {email: {type: email, unique: true}}}\n  order: {rows: 5M, attributes: {placed_at: instant, status: [new, paid]}, references: [customer]}\n',
    );
    expect((await relvar(['design', '--brief', brief, '-o', shop])).code).toBe(0);
    const before = await readFile(join(shop, 'schema.sql'), 'utf8');
    const words =
      'Customers have a country. Orders have a channel. Orders can be split into shipments. Order statuses are configurable by admins.';
    const { code, out } = await relvar(['refine', shop, words]);
    expect([code, out]).toEqual([0, expect.not.stringContaining('changed by hand')]);
    const migration = await readFile(join(shop, 'migration.sql'), 'utf8');
    expect(migration).not.toContain('does not work');
    const open = [...migration.matchAll(/^-- (UPDATE public\.(\w+) SET (\w+) = )…/gm)].map(
      (one) => `${one[2]}.${one[3]}`,
    );
    expect(open).toEqual(expect.arrayContaining(['customers.country', 'orders.channel']));

    await withDatabase(server, async (database) => {
      await database.query(before);
      await database.query(
        "insert into customers (email) select 'c' || i || '@example.org' from generate_series(1, 50) i; insert into orders (customer_id, placed_at) select id, now() from customers",
      );
      // As it is written, it ends before anything is broken.
      await expect(run(database, migration)).rejects.toThrow();
      await database.query('rollback');
      expect(await database.query('select count(*)::int as n from orders')).toMatchObject([{ n: 50 }]);
    });
    const filled = migration
      .replaceAll(/^-- (UPDATE .* SET country = )…/gm, "$1'PT'")
      .replaceAll(/^-- (UPDATE .* SET \w+ = )…/gm, "$1'low'");
    const wanted = await withDatabase(server, async (database) => {
      await database.query(await readFile(join(shop, 'schema.sql'), 'utf8'));
      return catalogDigests(await catalogAt(database.url));
    });
    await withDatabase(server, async (database) => {
      await database.query(before);
      await database.query(
        "insert into customers (email) select 'c' || i || '@example.org' from generate_series(1, 50) i; insert into orders (customer_id, placed_at) select id, now() from customers",
      );
      await run(database, filled);
      expect(catalogDigests(await catalogAt(database.url))).toEqual(wanted);
      expect(
        await database.query('select count(*)::int as n, count(distinct customer_id)::int as c from orders'),
      ).toMatchObject([{ n: 50, c: 50 }]);
      expect(await database.query('select code from order_statuses order by 1')).toEqual([
        { code: 'new' },
        { code: 'paid' },
      ]);
    });
  }, 300_000);
});
