import type { Change } from '../../catalog/change.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import { displayName, qualified } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import { presumed, stated } from '../../findings/evidence.ts';
import { implied } from '../implied.ts';
import { partitioned } from '../index-owner.ts';
import { type Junction, junction } from '../junction.ts';
import { nullableAmong } from '../nullability.ts';
import { isLogName } from '../record-tables.ts';
import { defineRule } from '../rule.ts';
import type { Sizes } from '../sizes.ts';

export const rule = defineRule({
  id: 'junction-table-without-key',
  category: 'keys and relations',
  dimension: 'integrity',
  severity: 'high',
  summary: 'A table that joins others lets the same combination be stored twice.',
  headline: (count) => `${count} junction tables let the same pair be stored twice`,
  why: 'A retry or a double click stores the pair again; joins through the table then count and sum twice, and removing one of the two leaves the other.',
  effort: 'hours',
  tradeOff: 'Present duplicates must be deleted first; the index is what lookups by the first column need anyway.',
  needs: ['catalog'],
  settings: {},
  *check({ lookups, sizes, traits }) {
    for (const table of lookups.ownTables) {
      const found = junction(table, lookups);
      if (!found || isLogName(table.name) || hasKey(table, found)) continue;
      // Rows that others refer to are things of their own, which may be alike.
      if (found.surrogate !== undefined && lookups.referencesTo(table).some((reference) => !reference.key.inherited))
        continue;
      const at = { kind: 'table', object: table } as const;
      const columns = found.columns.map(displayName).join(', ');
      yield {
        at,
        message: `${qualified(table)} joins (${columns}), and no key keeps a combination from being stored twice`,
        evidence: [
          stated(
            found.declared
              ? `${qualified(table)} has foreign keys over (${columns}) and no other facts, and no unique key within them`
              : `${qualified(table)} has the columns ${columns}, no other and no unique key`,
          ),
          presumed('the same combination is meant to be stored once', strength(found)),
        ],
        severity: found.surrogate === undefined ? 'high' : found.namedAfter ? 'medium' : 'low',
        changes: key(table, found, { lookups, sizes, traits }),
        implies: table.primaryKey ? [] : implied(at, ['table-without-primary-key']),
      };
    }
  },
});

function strength({ surrogate, namedAfter, declared }: Junction): 'weak' | 'fair' | 'strong' {
  if (surrogate === undefined) return declared || namedAfter ? 'strong' : 'fair';
  return namedAfter ? 'strong' : 'weak';
}

/** A unique index within the columns counts with a predicate, too: somebody thought of it. */
function hasKey(table: Table, { columns }: Junction): boolean {
  const within = new Set(columns);
  return (
    table.exclusions.length > 0 ||
    table.indexes.some(
      (index) => index.unique && index.keys.every((part) => part.column !== undefined && within.has(part.column)),
    )
  );
}

function key(
  table: Table,
  { columns, surrogate }: Junction,
  { lookups, sizes, traits }: { readonly lookups: Lookups; readonly sizes: Sizes; readonly traits: Traits },
): readonly Change[] {
  // The key of a partitioned table must contain the columns that it is partitioned by.
  if (table.partitioning?.keys.some((part) => part.column === undefined || !columns.includes(part.column))) return [];
  const nullable = nullableAmong(lookups, table, columns);
  const nulls = nullable.some((name) => (sizes.statistics(table)?.columns[name]?.nullFraction ?? 0) > 0);
  if (surrogate !== undefined || table.primaryKey || nulls) {
    const name = lookups.freeConstraintName(table, columns, 'key', traits.identifierBytes);
    return [{ kind: 'add unique', table, name, columns, ...partitioned(table) }];
  }
  const name = lookups.freeConstraintName(table, [], 'pkey', traits.identifierBytes);
  return [
    {
      kind: 'add primary key',
      table,
      name,
      columns,
      ...(nullable.length > 0 ? { nullable } : {}),
      ...partitioned(table),
    },
  ];
}
