import { displayName, qualified } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { listed, singular, words } from '../../catalog/words.ts';
import { observed, presumed, stated } from '../../findings/evidence.ts';
import type { Subject } from '../../findings/finding.ts';
import { implied } from '../implied.ts';
import { isReferencing } from '../judged-columns.ts';
import { neverNull } from '../nullability.ts';
import { isLogName, isMigrationRecord, keepsCopies } from '../record-tables.ts';
import { requirement } from '../required-columns.ts';
import { defineRule } from '../rule.ts';
import type { Sizes } from '../sizes.ts';

/** Tables of what may be set, and need not be. */
const optional = new Set(['setting', 'config', 'configuration', 'preference', 'option']);

export const rule = defineRule({
  id: 'nullable-everything',
  category: 'keys and relations',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A table whose columns may nearly all be NULL.',
  headline: (count) => `${count} tables take rows with nothing but a key`,
  why: 'A row with a key and nothing else is accepted, so that no reader can rely on any value, and nobody can tell from the schema which values a row needs to mean something.',
  effort: 'hours',
  tradeOff: 'Which columns are needed only the team knows; rows that lack them must be filled or deleted first.',
  needs: ['catalog'],
  settings: {
    /** A table with fewer columns beside its key is not judged. */
    leastColumns: 5,
    /** The share of the columns beside the key that may be null, from which the table is named. */
    nullableShare: 0.9,
  },
  *check({ lookups, sizes, settings }) {
    for (const table of lookups.ownTables) {
      if (isMigrationRecord(table.name) || isLogName(table.name) || keepsCopies(table.name)) continue;
      const key = new Set(table.primaryKey?.columns);
      // A row that adds to another one by sharing its key is made of what is optional there.
      if (key.size > 0 && [...key].every((column) => isReferencing(table, column))) continue;
      if (table.inherits.length > 0 || words(table.name).some((word) => optional.has(singular(word)))) continue;
      const columns = table.columns.filter((column) => !key.has(column.name) && !column.identity && !column.generated);
      const nullable = columns.filter((column) => !neverNull(column));
      if (columns.length < settings.leastColumns || nullable.length / columns.length < settings.nullableShare) continue;
      // Optional links: to one of several kinds of things, or the choices of a configuration.
      if (nullable.filter((column) => isReferencing(table, column.name)).length > nullable.length / 2) continue;
      const seen = seenNulls(sizes, table, nullable);
      // The rows show that most of it is optional indeed.
      if (seen && seen.without.length > nullable.length / 2) continue;
      const required = nullable.flatMap((column) => {
        const found = requirement(table, column, lookups);
        return found ? [{ column, found }] : [];
      });
      const needed = required
        .filter(({ column, found }) => found.strength !== 'fair' || column.default === undefined)
        .map(({ column }) => column.name);
      const at: Subject = { kind: 'table', object: table };
      const all =
        nullable.length === columns.length ? `all ${columns.length}` : `${nullable.length} of ${columns.length}`;
      yield {
        at,
        message: `${qualified(table)} may be NULL in ${all} columns ${key.size > 0 ? 'beside its key' : 'and has no key'}${needed.length > 0 ? `; by name and use, ${listed(needed.map(displayName))} should not be` : ''}`,
        evidence: [
          stated(`of ${columns.length} columns beside the key ${columns.length - nullable.length} are NOT NULL`),
          presumed('a row needs more than a key to mean something', needed.length > 0 ? 'fair' : 'weak'),
          ...(seen && seen.always.length > 0
            ? [observed(`no sampled row is without ${listed(seen.always.map(displayName))} (the planner's statistics)`)]
            : []),
        ],
        severity: needed.length > 0 ? 'medium' : 'low',
        changes: [],
        // What is sure keeps its own line, with its fix.
        implies: required
          .filter(({ found }) => found.strength !== 'strong')
          .flatMap(({ column }) =>
            implied({ kind: 'column', object: table, names: [column.name] }, ['missing-not-null']),
          ),
        questions: [
          {
            question: 'Which columns must a row have, in tables where nearly all may be NULL?',
            changes: 'the NOT NULL constraints of those tables',
          },
        ],
      };
    }
  },
});

function seenNulls(
  sizes: Sizes,
  table: Table,
  columns: readonly Column[],
): { readonly without: readonly string[]; readonly always: readonly string[] } | undefined {
  const known = sizes.statistics(table)?.columns;
  if (!known || (sizes.rows(table) ?? 0) < 1) return undefined;
  const share = (column: Column) => known[column.name]?.nullFraction;
  return {
    without: columns.filter((column) => (share(column) ?? 0) > 0).map((column) => column.name),
    always: columns.filter((column) => share(column) === 0).map((column) => column.name),
  };
}
