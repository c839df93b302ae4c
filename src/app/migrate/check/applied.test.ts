import { describe, expect, it } from 'vitest';
import type { MigrationHistory } from '../../../engines/migration-reading.ts';
import { isNoted } from './applied.ts';

describe('migrations that a tool has noted', () => {
  const cases: readonly (readonly [string, Omit<MigrationHistory, 'table'>, readonly string[], readonly string[]])[] = [
    ['Flyway', { by: 'name', applied: ['V1__a.sql', 'V2__b.sql'] }, ['db/V1__a.sql', 'db/V2__b.sql'], ['db/V3__c.sql']],
    ['Prisma', { by: 'name', applied: ['20240101_a'] }, ['m/20240101_a/migration.sql'], ['m/20240102_b/migration.sql']],
    [
      'dbmate',
      { by: 'version', applied: ['20240101120000'] },
      ['20240101120000_a.sql'],
      ['20240101120001_b.sql', 'x.sql'],
    ],
    [
      'golang-migrate',
      { by: 'version', applied: ['2'], lastOnly: true },
      ['000001_a.up.sql', '000002_b.up.sql'],
      ['000003_c.up.sql'],
    ],
    [
      'diesel',
      { by: 'version', applied: ['20240501120000'] },
      ['2024-05-01-120000_a/up.sql'],
      ['2024-05-02-120000_b/up.sql'],
    ],
  ];
  it.each(cases)('%s', (_, history, applied, left) => {
    const noted = [...applied, ...left].filter((file) => isNoted({ table: 'public.t', ...history }, file));
    expect(noted).toEqual(applied);
  });
});
