import { expect, test } from 'vitest';
import { embedded, resetDatabase } from '../../../test/embedded.ts';
import { withAdvice } from '../../../test/workload-advice.ts';
import type { Advice } from '../../advisor/advice.ts';
import { noStatistics } from '../../catalog/statistics.ts';
import { postgres } from '../../engines/postgres/index.ts';
import { runRules } from '../../rules/run.ts';
import { rule as unusedIndex } from '../../rules/unused-index/rule.ts';
import { heldBack, type ProvenDrops, proveDrops, usersText } from './prove-drops.ts';

const statistics = {
  takenAt: '2026-01-01T00:00:00Z',
  countersSince: '2025-06-01T00:00:00Z',
  tables: {
    'public.jobs': { origin: 'observed', rows: 5_000_000, sequentialScans: 5, indexScans: 1, inserted: 9, columns: {} },
  },
  indexes: { 'public.jobs_key_idx': { bytes: 50_000_000, scans: 0 } },
} as const;

/** What becomes of the finding that an index nobody read can go, beside this workload. */
async function proven(workload: string, spent = false): Promise<ProvenDrops> {
  const database = await embedded();
  await resetDatabase();
  await database.exec('create table jobs (id bigint primary key, key text); create index jobs_key_idx on jobs (key);');
  const catalog = await postgres.introspect(database);
  return withAdvice(catalog, { statistics, workload }, async ({ entries, advice, lab }) => {
    const results = runRules([unusedIndex], {
      catalog,
      statistics: { ...noStatistics, ...statistics },
      traits: postgres.traits('18.0'),
      now: new Date('2026-01-01T00:00:00Z'),
    });
    expect(results[0]?.items).toHaveLength(1);
    return proveDrops(results, entries, advice, lab, () => spent);
  });
}

test('an index that a query of the workload needs is not to be dropped, whatever its counters say', async () => {
  const { results, rejected } = await proven('-- name: by key\nselect * from jobs where key = $1;');
  expect(results[0]?.items).toEqual([]);
  expect(rejected).toEqual([
    expect.objectContaining({
      rule: 'unused-index',
      item: 'unused-index:public.jobs:jobs_key_idx',
      kind: 'planned',
      reason: expect.stringMatching(
        /^the query "by key" \(queries\.sql:2\) uses jobs_key_idx, and costs [\d ]+ instead of/,
      ),
    }),
  ]);
});

test('that no query uses it confirms the counters', async () => {
  const { results, rejected } = await proven('select * from jobs where id = $1;');
  expect(rejected).toEqual([]);
  expect(results[0]?.items[0]?.evidence).toContainEqual({
    kind: 'planned',
    text: 'no query of the workload (1) uses jobs_key_idx in its plan',
  });
});

test('when the time is up, findings stay as they are', async () => {
  const { results, rejected } = await proven('select * from jobs where key = $1;', true);
  expect(rejected).toEqual([]);
  expect(results[0]?.items[0]?.evidence.map((one) => one.kind)).toEqual(['observed']);
});

test('says by how much a query becomes dearer, however little', () => {
  expect(usersText(4, 'a_idx', { before: 18_802, after: 18_818 })).toBe(
    '4 queries of the workload use a_idx in the plan, and without it none becomes dearer by more than 0.1%',
  );
  expect(usersText(1, 'a_idx', { before: 1000, after: 1011 })).toContain('by more than 1.1%');
  expect(usersText(1, 'a_idx', undefined)).toContain('uses a_idx in the plan, and none becomes dearer without it');
});

test('a drop that the full advice does not make presses nobody, and says on which plans that rests', async () => {
  const { results } = await proven('select * from jobs where id = $1;');
  const [item] = results[0]?.items ?? [];
  if (!item) throw new Error('no finding');
  const pressing = { ...item, severity: 'high', priority: 'P1' } as const;
  const root = { index: 'jobs_key_idx', children: [] };
  const perQuery = [{ query: 0, after: { root } }] as unknown as Advice['perQuery'];
  const held = heldBack(pressing, 'jobs_key_idx', { perQuery, drop: [] });
  expect(held.priority).toBe('P2');
  expect(held.evidence.at(-1)?.text).toMatch(/1 query is planned with jobs_key_idx, and relvar indexes keeps it/);
  const drop = [{ index: { schema: 'public', name: 'jobs_key_idx' } }] as unknown as Advice['drop'];
  expect(heldBack(pressing, 'jobs_key_idx', { perQuery, drop })).toBe(pressing);
  expect(heldBack(pressing, 'jobs_id_idx', { perQuery, drop: [] })).toBe(pressing);
});
