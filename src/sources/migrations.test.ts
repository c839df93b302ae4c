import { describe, expect, it } from 'vitest';
import { migrationOrder } from './migrations.ts';

const ordered: Readonly<
  Record<string, { readonly given: readonly string[]; readonly run: readonly string[]; readonly form: string }>
> = {
  'Flyway: versions are numbers, repeatable ones come last, undo files do not run': {
    given: ['R__views.sql', 'V10__c.sql', 'V2__b.sql', 'V1_1__a2.sql', 'V1__a.sql', 'U2__b.sql'],
    run: ['V1__a.sql', 'V1_1__a2.sql', 'V2__b.sql', 'V10__c.sql', 'R__views.sql'],
    form: 'Flyway',
  },
  'golang-migrate: up files only': {
    given: ['000002_b.up.sql', '000002_b.down.sql', '000001_a.up.sql', '000001_a.down.sql'],
    run: ['000001_a.up.sql', '000002_b.up.sql'],
    form: 'up and down files',
  },
  'diesel: folders of up.sql and down.sql': {
    given: [
      '2023-01-02-000000_b/up.sql',
      '2023-01-02-000000_b/down.sql',
      '2023-01-01-000000_a/up.sql',
      '2023-01-01-000000_a/down.sql',
    ],
    run: ['2023-01-01-000000_a/up.sql', '2023-01-02-000000_b/up.sql'],
    form: 'folders of up.sql and down.sql',
  },
  'Prisma: folders of migration.sql': {
    given: ['20240102000000_b/migration.sql', '20240101000000_a/migration.sql', 'migration_lock.toml'],
    run: ['20240101000000_a/migration.sql', '20240102000000_b/migration.sql'],
    form: 'folders of migration.sql',
  },
  'numbers are compared as numbers': {
    given: ['10_c.sql', '9_b.sql', '1_a.sql'],
    run: ['1_a.sql', '9_b.sql', '10_c.sql'],
    form: 'numbered files',
  },
  'time stamps': {
    given: ['20240102120000_b.sql', '20240101120000_a.sql'],
    run: ['20240101120000_a.sql', '20240102120000_b.sql'],
    form: 'numbered files',
  },
  'no numbers: by name': { given: ['b.sql', 'a.sql', 'notes.txt'], run: ['a.sql', 'b.sql'], form: 'files by name' },
};

describe('the order of migrations', () => {
  for (const [title, { given, run, form }] of Object.entries(ordered)) {
    it(title, () => {
      const list = migrationOrder(given);
      expect(list.paths).toEqual(run);
      expect(list.form).toBe(form);
      expect(migrationOrder([...given].reverse()).paths).toEqual(run);
    });
  }

  it('tells of gaps in numbers, not in times', () => {
    expect(migrationOrder(['1_a.sql', '2_b.sql', '5_c.sql']).diagnostics.map((one) => one.message)).toEqual([
      'the version 3 to 4 are missing before 5_c.sql',
    ]);
    expect(migrationOrder(['20240101_a.sql', '20240105_b.sql']).diagnostics).toEqual([]);
  });

  it('tells of equal versions, and runs both', () => {
    const list = migrationOrder(['V1__a.sql', 'V2__b.sql', 'V2__c.sql']);
    expect(list.paths).toHaveLength(3);
    expect(list.diagnostics.map((one) => one.code)).toEqual(['version-repeated']);
  });

  it('tells of files that are no migrations', () => {
    const list = migrationOrder(['V1__a.sql', 'V2__b.sql', 'seed.sql']);
    expect(list.paths).toEqual(['V1__a.sql', 'V2__b.sql']);
    expect(list.diagnostics.map((one) => one.code)).toEqual(['files-passed-over']);
  });
});
