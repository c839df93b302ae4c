import { qualified } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { words } from '../../catalog/words.ts';
import { stated } from '../../findings/evidence.ts';
import type { Severity } from '../../findings/finding.ts';
import { isMigrationRecord } from '../record-tables.ts';
import { defineRule } from '../rule.ts';
import { proposeKey } from './propose.ts';

export const rule = defineRule({
  id: 'table-without-primary-key',
  category: 'keys and relations',
  dimension: 'integrity',
  severity: 'high',
  summary: 'A table has no primary key.',
  headline: (count) => `${count} tables have no primary key`,
  why: 'A row cannot be named: the same row can be stored twice, one of two equal rows cannot be deleted, no foreign key can refer to it, and logical replication refuses its updates and deletes.',
  effort: 'hours',
  tradeOff:
    'A key over present columns needs an index; a new identity column rewrites the table under a lock that shuts out writers (readers too, on some servers).',
  needs: ['catalog'],
  settings: {
    /** Words of names of tables that are filled and emptied again, or kept as a copy. */
    passing: [
      'tmp',
      'temp',
      'staging',
      'stage',
      'stg',
      'import',
      'imports',
      'load',
      'backup',
      'backups',
      'bak',
      'old',
      'copy',
      'scratch',
    ] as readonly string[],
    smallTableRows: 1000,
  },
  *check({ catalog, lookups, settings, sizes, traits }) {
    const passing = new Set(settings.passing);
    const parents = new Set(catalog.tables.flatMap((table) => table.inherits.map(qualified)));
    for (const table of lookups.ownTables) {
      if (table.primaryKey || table.persistence === 'temporary' || isMigrationRecord(table.name)) continue;
      // Tables that inherit are parts of one whole; when it has no key either, that is said there.
      if (table.inherits.some((parent) => lookups.table(parent) && !lookups.table(parent)?.primaryKey)) continue;
      const proposal = proposeKey(table, parents.has(qualified(table)), lookups, traits);
      const size = sizes.describe(table);
      yield {
        at: { kind: 'table', object: table },
        message: `${qualified(table)} has no primary key${size ? ` and ${size}` : ''}: ${proposal.what}`,
        evidence: [
          stated(`${qualified(table)} declares no primary key`),
          ...(table.replicaIdentity === 'full'
            ? [stated('replica identity is FULL: replication sends and looks for whole rows')]
            : []),
        ],
        severity: severity(table, sizes.rows(table), passing, settings.smallTableRows),
        changes: proposal.changes,
      };
    }
  },
});

function severity(table: Table, rows: number | undefined, passing: ReadonlySet<string>, small: number): Severity {
  if (
    table.persistence === 'unlogged' ||
    table.inherits.length > 0 ||
    words(table.name).some((word) => passing.has(word))
  )
    return 'low';
  return rows !== undefined && rows <= small ? 'medium' : 'high';
}
