import { conjuncts, unwrapped } from '../../catalog/conjuncts.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import { displayName, qualified } from '../../catalog/names.ts';
import type { Index, Table } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import { stated } from '../../findings/evidence.ts';
import { newIndex } from '../index-change.ts';
import { covers } from '../index-cover.ts';
import { dropIndex, indexSubject } from '../index-owner.ts';
import { indexText } from '../index-text.ts';
import { neverNull, nullableAmong } from '../nullability.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'predicate-always-true',
  category: 'indexes',
  dimension: 'performance',
  severity: 'low',
  summary: 'A partial index whose predicate is true for every row.',
  headline: (count) => `${count} partial indexes leave out no row`,
  why: 'It is as large as a whole index, but serves only queries from which the planner can prove the predicate, cannot be named by a plain ON CONFLICT, and its uniqueness cannot be referenced.',
  effort: 'minutes',
  tradeOff: 'None: the new index has the same entries; both stand side by side while it is built.',
  needs: ['catalog'],
  when: (traits) => traits.partialIndexes,
  settings: {},
  *check({ lookups, traits }) {
    for (const table of lookups.ownTables) {
      for (const index of table.indexes) {
        if (index.predicate === undefined || !index.valid || index.partitionOf) continue;
        const reasons = conjuncts(index.predicate).map((part) => alwaysTrue(part, table, lookups));
        if (!reasons.every((reason) => reason !== undefined)) continue;
        yield {
          at: indexSubject(table, index),
          message: `${qualified(table)}: index ${displayName(index.name)}, ${indexText(index)}, leaves out no row: ${reasons.join(', ')}`,
          evidence: reasons.map(stated),
          severity: index.unique ? 'medium' : 'low',
          changes: replace(table, index, { lookups, traits }),
        };
      }
    }
  },
});

/** Why a condition holds for every row of the table, where that is sure. */
function alwaysTrue(condition: string, table: Table, lookups: Lookups): string | undefined {
  if (condition === 'true') return 'the predicate is the constant true';
  if (/^(\d+|'[^']*'(?:::[a-z ]+)?) = \1$/.test(condition)) return `${condition} compares a constant with itself`;
  const tested = /^(.+) IS NOT NULL$/.exec(condition)?.[1];
  if (tested !== undefined) {
    const column = table.columns.find(
      (one) => tested === one.name || tested === displayName(one.name) || tested === `"${one.name}"`,
    );
    return neverNull(column) ? `${displayName(column?.name ?? '')} is never NULL` : undefined;
  }
  // A check constraint lets a row pass when it comes out as null, a predicate does not.
  const check = table.checks.find((one) => one.validated && one.enforced && unwrapped(one.expression) === condition);
  if (!check || check.columns.length === 0 || nullableAmong(lookups, table, check.columns).length > 0) return undefined;
  return `check constraint ${displayName(check.name)} demands it of every row`;
}

function replace(table: Table, index: Index, context: { readonly lookups: Lookups; readonly traits: Traits }) {
  const { predicate: _, ...whole } = index;
  const served = table.indexes.some((other) => covers(table, other, whole));
  const drop = dropIndex(table, index);
  return served ? [drop] : [newIndex(table, index, undefined, context), drop];
}
