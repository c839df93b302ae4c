import { expect, test } from 'vitest';
import { noStatistics } from '../catalog/statistics.ts';
import { textOrder } from './collation.ts';
import { openEmbeddedLab } from './embedded-lab.ts';

test.each([
  [{}, undefined],
  [{ lc_collate: 'en_US.UTF-8' }, 'linguistic'],
  [{ lc_collate: 'C' }, 'code units'],
  [{ locale_provider: 'libc', lc_collate: 'C.UTF-8' }, 'linguistic'],
  [{ locale_provider: 'builtin', locale: 'C.UTF-8', lc_collate: 'C' }, 'code units'],
  [{ locale_provider: 'icu', locale: 'en-US', lc_collate: 'C' }, 'linguistic'],
  [{ locale_provider: 'builtin', locale: 'PG_UNICODE_FAST', lc_collate: 'de_DE.utf8' }, 'code units'],
] as const)('%j orders text by %s', (settings, order) => {
  expect(textOrder(settings)).toBe(order);
});

test('a plain index serves LIKE where text is ordered by code units, and not where people order it', async () => {
  for (const [order, index] of [
    ['code units', 'plain'],
    ['linguistic', 'pattern'],
  ] as const) {
    const lab = await openEmbeddedLab({ textOrder: order });
    await lab.connection.exec('create table t (name text); create index plain on t (name)');
    if (index === 'pattern') await lab.connection.exec('create index pattern on t (name text_pattern_ops)');
    const columns = { name: { nullFraction: 0, averageWidth: 20, distinct: -1 } };
    const tables = { 'public.t': { origin: 'declared', rows: 1e6, pages: 10_000, columns } } as const;
    await lab.believe(await lab.introspect(), { ...noStatistics, tables });
    expect((await lab.plan({ sql: "select * from t where name like 'a%'" })).json).toContain(`"${index}"`);
    await lab.close();
  }
});
