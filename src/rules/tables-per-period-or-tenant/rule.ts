import { displayName, qualified } from '../../catalog/names.ts';
import { listed } from '../../catalog/words.ts';
import { presumed, stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';
import { type Family, periodFamilies, sameShape, tenantFamilies } from './families.ts';

export const rule = defineRule({
  id: 'tables-per-period-or-tenant',
  category: 'shape',
  dimension: 'scalability',
  severity: 'medium',
  summary: 'One table is repeated for each period, shard or tenant.',
  headline: (count) => `${count} tables are repeated for each period, shard or tenant`,
  why: 'Every change of the schema must be made in each; a query over all of them needs a union that names them; the next period or tenant needs new code.',
  effort: 'days',
  tradeOff: 'One partitioned table keeps the parts apart and drops them as fast; its keys must then contain the part.',
  needs: ['catalog'],
  when: (traits) => traits.partitioning,
  settings: {
    /** Tables that differ in a number without a year: so many are needed. */
    minimumNumbered: 4,
    minimumTenants: 3,
    /** The share of columns that must be the same. */
    sameColumns: 0.8,
  },
  *check({ lookups, settings }) {
    const tables = lookups.ownTables.filter(
      (table) => table.inherits.length === 0 && !table.partitioning && table.columns.length > 1,
    );
    const families = [
      ...periodFamilies(tables, settings.minimumNumbered),
      ...tenantFamilies(tables, settings.minimumTenants),
    ];
    for (const family of families) {
      const [first] = family.tables;
      if (!first || !sameShape(family.tables, settings.sameColumns)) continue;
      const names = family.tables.map((table) => displayName(table.name));
      yield {
        at: { kind: 'table', object: first },
        message: `${names.length} tables of one shape are one table cut by ${family.by}: ${listed(names)}`,
        evidence: [
          stated(
            `${qualified(first)} and ${names.length - 1} more have the same columns, and none is a partition or inherits from another`,
          ),
          presumed(`their names are ${family.pattern} with ${listed(family.parts)}`, strengths[family.by]),
        ],
        severity: family.by === 'tenant' ? 'high' : 'medium',
        weighs: family.tables,
        changes: [],
      };
    }
  },
});

const strengths: Readonly<Record<Family['by'], 'weak' | 'fair' | 'strong'>> = {
  period: 'strong',
  number: 'fair',
  tenant: 'fair',
};
