import type { Change } from '../../catalog/change.ts';
import type { Lookups, Reference } from '../../catalog/lookups.ts';
import { qualified, qualifiedColumn } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import { listed } from '../../catalog/words.ts';
import { presumed, stated } from '../../findings/evidence.ts';
import { neverNull } from '../nullability.ts';
import { defineRule } from '../rule.ts';
import { type Tenancy, tenancy, tenantNames } from '../tenancy.ts';

export const rule = defineRule({
  id: 'foreign-key-crosses-tenants',
  category: 'security and tenancy',
  dimension: 'integrity',
  severity: 'low',
  summary: 'Foreign keys between tables of tenants do not contain the tenant.',
  headline: (count) => `foreign keys to ${count} tables let a row refer to another tenant’s`,
  why: 'A wrong id, mistaken or forged, makes a row of one tenant refer to a row of another: joins then show it, and cascades delete across tenants.',
  effort: 'hours',
  tradeOff:
    'Each foreign key then takes two columns and an index over both, and the referenced table one more unique index.',
  needs: ['catalog'],
  settings: { tenantNames },
  *check({ lookups, settings, traits }) {
    const model = tenancy(lookups, settings.tenantNames);
    if (!model) return;
    for (const { table, column } of model.owned.values()) {
      const crossing = lookups
        .referencesTo(table)
        .filter(
          ({ from, key }) =>
            !key.inherited &&
            !from.partitionOf &&
            model.owned.has(qualified(from)) &&
            !key.columns.includes(model.column),
        )
        .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
      if (crossing.length === 0) continue;
      const guarded = table.rowSecurity !== 'off' && table.policies.length > 0;
      const shared = !neverNull(column);
      const many = crossing.length > 1;
      yield {
        at: { kind: 'table', object: table },
        message: `${many ? `${crossing.length} foreign keys` : 'a foreign key'} to ${qualified(table)} ${many ? 'do' : 'does'} not contain ${model.column}: ${listed(crossing.map(({ from, key }) => qualifiedColumn(from, key.columns.join(', '))))}`,
        evidence: [
          stated(
            `both ends have ${model.column}, and nothing makes sure that it is the same: ${listed(crossing.map(({ key }) => key.name))}`,
          ),
          presumed(`${model.column} says whose the row is, and a reference stays within one tenant`, 'fair'),
        ],
        severity: guarded && !shared ? 'medium' : 'low',
        weighs: [table],
        changes: shared ? [] : composite(table, crossing, model, lookups, traits),
        questions: shared
          ? [
              {
                question: `Are the rows without ${model.column} there for all tenants to refer to?`,
                changes: 'which foreign keys can contain the tenant',
              },
            ]
          : [],
      };
    }
  },
});

function sortKey({ from, key }: Reference): string {
  return `${qualified(from)} ${key.name}`;
}

/**
 * A unique key over tenant and key, then each foreign key anew over both, and the old one away. Only where the
 * referenced key leaves the rest as it is: a partitioned table's unique key must contain the partition's.
 */
function composite(
  table: Table,
  crossing: readonly Reference[],
  { column }: Tenancy,
  lookups: Lookups,
  traits: Traits,
): readonly Change[] {
  if (table.partitioning) return [];
  const keys = new Map<string, readonly string[]>();
  for (const { key } of crossing) keys.set(JSON.stringify([...key.referencedColumns].sort()), key.referencedColumns);
  const changes: Change[] = [];
  for (const columns of keys.values()) {
    const wanted = [column, ...columns];
    if (
      lookups.uniqueKeys(table).some((key) => key.length === wanted.length && wanted.every((one) => key.includes(one)))
    )
      continue;
    changes.push({
      kind: 'add unique',
      table,
      name: lookups.freeConstraintName(table, wanted, 'key', traits.identifierBytes),
      columns: wanted,
    });
  }
  const taken = new Map<Table, Set<string>>();
  for (const { from, key } of crossing) {
    const names = taken.get(from) ?? new Set<string>();
    taken.set(from, names);
    const columns = [column, ...key.columns];
    let name = lookups.freeConstraintName(from, columns, 'fkey', traits.identifierBytes);
    for (let number = 2; names.has(name); number++)
      name = lookups.freeConstraintName(from, columns, `fkey${number}`, traits.identifierBytes);
    names.add(name);
    const nulling = key.onDelete === 'set null' || key.onDelete === 'set default';
    changes.push(
      {
        kind: 'add foreign key',
        table: from,
        name,
        columns,
        references: table,
        referencedColumns: [column, ...key.referencedColumns],
        ...(key.onDelete === 'no action' ? {} : { onDelete: key.onDelete }),
        ...(key.onUpdate === 'no action' ? {} : { onUpdate: key.onUpdate }),
        // The tenant stays when the row referred to goes.
        ...(nulling ? { onDeleteColumns: key.onDeleteColumns ?? key.columns } : {}),
        ...(key.deferrable ? { deferrable: true, initiallyDeferred: key.initiallyDeferred } : {}),
        ...(from.partitioning ? { partitioned: true as const } : {}),
      },
      { kind: 'drop constraint', table: from, name: key.name },
    );
  }
  return changes;
}
