import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { catalogHash } from '../src/catalog/hash.ts';
import { catalogAt } from './apply/sample.ts';
import { relvar } from './run-cli.ts';
import { describeWithPostgres, withDatabase } from './servers/postgres.ts';

const at = (name: string) => fileURLToPath(new URL(`apply/${name}`, import.meta.url));

const rows = `insert into shop.customers select n, 'f' || n || ' l' || n, 'c' || n from generate_series(1, 50) n;
  insert into shop.orders select n, 1 + n % 50, n * 1.5, '2025-06-01 12:00+00'::timestamptz + n * interval '1 day' from generate_series(1, 400) n;
  insert into shop.events select n, 'e' || n from generate_series(1, 1200) n;`;

describeWithPostgres([13, 18], 'a plan with intents', (server) => {
  test('is applied to a database with rows, and taken back', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'relvar-intents-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const place = join(folder, 'plan');
    const planned = await relvar([
      ...['migrate', 'plan', at('intents-old.sql'), at('intents-new.sql'), '--intents', at('intents.yaml')],
      ...['--target', String(server.version), '-o', place],
    ]);
    expect(planned.code, planned.error).toBe(0);
    const plan = JSON.parse(readFileSync(join(place, 'plan.json'), 'utf8'));
    await withDatabase(server, async (database) => {
      await database.query(readFileSync(at('intents-old.sql'), 'utf8'));
      await database.query(rows);
      const read = async (name: string, what: string) => [
        await database.query(`select id, ${name} as name, email from shop.customers order by id`),
        await database.query('select id, customer_id, total, placed from shop.orders order by id'),
        await database.query(`select id, ${what} as what from shop.events order by id`),
      ];
      const before = await read('name', 'what');
      const target = [place, '--to', database.url, '--yes'];
      const applied = await relvar(['migrate', 'apply', ...target]);
      expect(applied.error).toMatch(/stopped at step \d+/);
      const on = await relvar(['migrate', 'apply', ...target, '--continue']);
      expect(on.error).toContain('done: the schema is the one that the plan ends in');
      expect(catalogHash(await catalogAt(database.url))).toBe(plan.to.hash);
      expect(await read(`first_name || ' ' || last_name`, 'substr(what, 2)')).toEqual(before);
      const [parts] = await database.query(
        'select (select count(*)::int from shop.orders_before) as old, (select count(*)::int from shop.orders_since) as new',
      );
      expect(parts).toEqual({ old: 213, new: 187 });
      expect((await relvar(['migrate', 'rollback', ...target])).code).toBe(3);
      const undone = await relvar(['migrate', 'rollback', ...target, '--continue']);
      expect(undone.error).toMatch(/^undone$/m);
      expect(catalogHash(await catalogAt(database.url))).toBe(plan.from.hash);
      expect(await read('name', 'what')).toEqual(before);
    });
  });
});
