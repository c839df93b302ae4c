import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Keepable, keptHow } from '../src/design/structure/summaries.ts';
import { openEmbeddedLab } from '../src/lab/embedded-lab.ts';
import type { Lab } from '../src/lab/lab.ts';
import { relvar } from './run-cli.ts';

/** A dashboard that is old by hours, one of this moment, and one over any range of days; and what needs no sums. */
const brief = `title: Shop
entities:
  order:
    rows: 100M
    attributes:
      status: [new, paid]
      amount: {type: money}
      placed_at: {type: instant, default: now}
  ticket: {rows: 1k, attributes: {status: [open, done]}}
access:
  - {about: revenue by day, of: order, range: placed_at, summary: {group_by: [], sum: amount, per: day}, goal_ms: 200}
  - {about: live revenue by month and status, of: order, range: placed_at, summary: {group_by: [status], sum: amount, per: month, fresh: true}, goal_ms: 200}
  - {about: orders of a status in a range of time, of: order, equal: [status], range: placed_at, summary: {group_by: []}, goal_ms: 10}
  - {about: tickets by status, of: ticket, summary: {group_by: [status]}}
`;

describe('sums that are kept', () => {
  let folder: string;
  let lab: Lab;
  let out: string;
  const file = (name: string) => readFile(join(folder, 'shop', name), 'utf8');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'relvar-sums-'));
    await writeFile(join(folder, 'brief.yaml'), brief);
    const made = await relvar([
      'design',
      '--brief',
      join(folder, 'brief.yaml'),
      '-o',
      join(folder, 'shop'),
      '--verbose',
    ]);
    expect(made.code).toBe(0);
    out = made.out;
    lab = await openEmbeddedLab();
    await lab.connection.exec(await file('schema.sql'));
  }, 60_000);
  afterAll(async () => {
    await lab?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('are read by the queries that cannot meet their goal otherwise, and by no other', async () => {
    const queries = await file('queries.sql');
    expect(queries).toContain(
      'SELECT day, rows, total_amount\nFROM orders_by_day\nWHERE day >= $1\n  AND day < $2\nORDER BY day;',
    );
    expect(queries).toContain('FROM orders_by_month_and_status\n');
    expect(queries).toContain('SELECT coalesce(sum(rows), 0) AS rows\nFROM orders_by_status_and_day\n');
    expect(queries).toContain('SELECT status, count(*) AS rows\nFROM tickets\nGROUP BY status;');
    expect(out).toMatch(/revenue by day[^\n]*\n\s+by orders_by_day_key; goal 200 ms: plausible at 10×/);
    expect(out).toContain('3 kept values (histories, sums) are right after a change of rows');
    expect(await file('volumes.yaml')).toMatch(/orders_by_day: \{ rows: 730 \}/);
    const design = await file('DESIGN.md');
    expect(design).toContain(
      'What "revenue by day" adds up is kept in orders_by_day, a materialized view that is refreshed',
    );
    expect(design).toContain('orders_by_month_and_status, a table that triggers write with each change');
    expect(design).toMatch(
      /Why: adding up takes about .* and the goal is 200 ms; it has about 730 rows instead of 100M\./,
    );
  });

  it('stay right whatever changes, and views are refreshed while they are read', async () => {
    const { connection } = lab;
    const sums = 'SELECT month::text, status, rows, total_amount FROM orders_by_month_and_status ORDER BY 1, 2';
    const added = `SELECT date_trunc('month', placed_at AT TIME ZONE 'UTC')::date::text AS month, status, count(*) AS rows, sum(amount) AS total_amount FROM orders GROUP BY 1, 2 ORDER BY 1, 2`;
    const steps = [
      "INSERT INTO orders (status, amount, placed_at) SELECT (ARRAY['new', 'paid'])[1 + i % 2], i, timestamptz '2026-01-01 00:30+00' + i * interval '7 hours' FROM generate_series(1, 300) i",
      "SET timezone = 'Pacific/Auckland'; UPDATE orders SET status = 'paid', amount = amount + 1 WHERE amount < 50",
      "UPDATE orders SET placed_at = placed_at + interval '31 days' WHERE amount > 200",
      "DELETE FROM orders WHERE placed_at >= '2026-03-01+00' AND placed_at < '2026-04-01+00'",
    ];
    for (const sql of steps) {
      await connection.exec(sql);
      const kept = await connection.query(sums);
      expect(kept.length).toBeGreaterThan(1);
      expect(kept).toEqual(await connection.query(added));
    }
    await connection.exec('REFRESH MATERIALIZED VIEW CONCURRENTLY orders_by_day');
    expect(
      await connection.query(
        'SELECT sum(rows) = (SELECT count(*) FROM orders) AS same, count(*) > 50 AS many FROM orders_by_day',
      ),
    ).toEqual([{ same: true, many: true }]);
    await connection.exec('TRUNCATE orders');
    expect(await connection.query(sums)).toEqual([]);
  });

  it('come from the brief that is written, byte for byte', async () => {
    const again = await relvar(['design', '--brief', join(folder, 'shop', 'brief.yaml'), '-o', join(folder, 'again')]);
    expect(again.code).toBe(0);
    for (const name of ['schema.sql', 'queries.sql', 'brief.yaml'])
      expect(await readFile(join(folder, 'again', name), 'utf8')).toBe(await file(name));
  }, 60_000);
});

describe('how sums are kept', () => {
  const of = (more: Partial<Keepable>, fresh = false): Pick<Keepable, 'designed' | 'tenantColumn' | 'byTriggers'> => ({
    designed: {
      access: { summary: { groupBy: [], ...(fresh ? { fresh: true } : {}) } },
    } as unknown as Keepable['designed'],
    byTriggers: true,
    ...more,
  });
  it.each([
    ['as a view', of({}), true, 'view'],
    ['by triggers where there are no such views', of({}), false, 'table'],
    ['by triggers where they must be of this moment', of({}, true), true, 'table'],
    ['as a view where triggers cannot', of({ byTriggers: false }, true), true, 'view'],
    ['by triggers among tenants, whom no view keeps apart', of({ tenantColumn: 'tenant_id' }), true, 'table'],
    [
      'not at all where nothing can keep tenants apart',
      of({ tenantColumn: 'tenant_id', byTriggers: false }),
      true,
      undefined,
    ],
    ['not at all without views and triggers', of({ byTriggers: false }), false, undefined],
  ])('%s', (_, one, materializedViews, kept) => {
    expect(keptHow(one, { materializedViews })).toBe(kept);
  });
});
