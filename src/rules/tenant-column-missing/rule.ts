import type { Change } from '../../catalog/change.ts';
import type { Lookups, Reference } from '../../catalog/lookups.ts';
import { qualified } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import { listed } from '../../catalog/words.ts';
import { presumed, stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';
import { percent } from '../size-evidence.ts';
import { isEnforced, type Tenancy, tenancy, tenantNames } from '../tenancy.ts';

export const rule = defineRule({
  id: 'tenant-column-missing',
  category: 'security and tenancy',
  dimension: 'scalability',
  severity: 'low',
  summary: 'A table refers to tables of tenants and does not say itself whose its rows are.',
  headline: (count) => `${count} tables do not say whose their rows are`,
  why: 'Whose a row is takes a join to find out: a policy must make it for every row, a query that forgets it shows the rows of all, and a tenant cannot be exported, moved or sharded by the column.',
  effort: 'hours',
  tradeOff: 'The column repeats what the parent says: keep it right with a foreign key over both columns.',
  needs: ['catalog'],
  settings: {
    tenantNames,
    /** The share of related tables that must have the column. */
    share: 0.6,
  },
  *check({ lookups, settings, traits }) {
    const model = tenancy(lookups, settings.tenantNames);
    if (!model || model.share < settings.share) return;
    const enforced = isEnforced(model);
    for (const table of lookups.ownTables) {
      if (table === model.tenants || model.owned.has(qualified(table))) continue;
      const references = lookups.referencesFrom(table);
      const owners = references.filter(({ to }) => to && to !== table && model.owned.has(qualified(to)));
      const own = references.some(({ to }) => to !== undefined && to === model.tenants);
      if (owners.length === 0 || own || isAbove(table, model, lookups)) continue;
      const parents = [...new Set(owners.flatMap(({ to }) => (to ? qualified(to) : [])))];
      yield {
        at: { kind: 'table', object: table },
        message: `${qualified(table)} has no ${model.column}: only ${listed(parents)} ${parents.length === 1 ? 'says' : 'say'} whose its rows are`,
        evidence: [
          stated(
            `${owners.map(({ key }) => key.name).join(', ')} ${owners.length === 1 ? 'refers' : 'refer'} to tables with ${model.column}`,
          ),
          presumed(
            `${model.owned.size} tables, ${percent(model.share)} of those that refer to others, have ${model.column}`,
            'fair',
          ),
        ],
        severity: enforced ? 'medium' : 'low',
        changes: addTenant(table, model, owners, lookups, traits),
      };
    }
  },
});

/** The tenants' table itself refers to it: it stands above the tenants. */
function isAbove(table: Table, { tenants }: Tenancy, lookups: Lookups): boolean {
  return tenants !== undefined && lookups.referencesFrom(tenants).some(({ to }) => to === table);
}

/** The column, to be filled from the parent before it can be NOT NULL, with its index and its foreign key. */
function addTenant(
  table: Table,
  { column, tenants, owned }: Tenancy,
  owners: readonly Reference[],
  lookups: Lookups,
  traits: Traits,
): readonly Change[] {
  const [owner] = owners;
  const type = owner?.to && owned.get(qualified(owner.to))?.column.type;
  if (!type) return [];
  const partitioned = table.partitioning ? { partitioned: true as const } : {};
  const changes: Change[] = [
    { kind: 'add column', table, column, type: type.text, nullable: true },
    {
      kind: 'create index',
      table,
      name: lookups.freeIndexName(table, [column], 'idx', traits.identifierBytes),
      keys: [{ column }],
      ...partitioned,
    },
  ];
  const key = tenants?.primaryKey?.columns;
  if (tenants && key?.length === 1) {
    const name = lookups.freeConstraintName(table, [column], 'fkey', traits.identifierBytes);
    changes.push({
      kind: 'add foreign key',
      table,
      name,
      columns: [column],
      references: tenants,
      referencedColumns: key,
      ...partitioned,
    });
  }
  return changes;
}
