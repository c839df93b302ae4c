import type { Change } from '../../catalog/change.ts';
import type { Lookups, Reference } from '../../catalog/lookups.ts';
import { displayName, qualified, qualifiedColumn } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import { stated } from '../../findings/evidence.ts';
import type { Severity } from '../../findings/finding.ts';
import { baseTypes } from '../base-type.ts';
import { columnPairsOf } from '../foreign-key-columns.ts';
import { defineRule } from '../rule.ts';
import { canChangeType } from '../type-change.ts';
import { type Difference, difference } from './difference.ts';

export const rule = defineRule({
  id: 'foreign-key-type-mismatch',
  category: 'keys and relations',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A foreign key column has another type than the column that it refers to.',
  headline: (count) => `${count} foreign keys have another type than what they refer to`,
  why: 'What the one side can hold the other cannot, and comparisons of the two convert values, which can keep an index from being used.',
  effort: 'hours',
  tradeOff: 'Changing a type rewrites the table under an exclusive lock, unless the new one stores the same bytes (a longer text).',
  needs: ['catalog'],
  settings: {},
  *check({ catalog, lookups, traits }) {
    const base = baseTypes(catalog);
    for (const table of lookups.ownTables) {
      for (const reference of lookups.referencesFrom(table)) {
        if (reference.key.inherited) continue;
        const pairs = columnPairsOf(reference, lookups).flatMap((pair) => {
          const found = difference({ column: pair.from, type: base(pair.from.type) }, { column: pair.to, type: base(pair.to.type) });
          return found ? [{ ...pair, found }] : [];
        });
        const [first] = pairs;
        if (!first || !reference.to) continue;
        const zoned = pairs.some(({ from, found }) => from.type.family === 'timestamp' && found.fix === 'referencing');
        yield {
          at: { kind: 'constraint', object: table, names: [reference.key.name] },
          message: pairs
            .map(({ from, to, found }) => `${qualifiedColumn(table, from.name)} is ${from.type.text}, ${qualifiedColumn(first.target, to.name)}, to which it refers, ${to.type.text}: ${found.consequence}`)
            .join('; '),
          evidence: pairs.map(({ from, to }) => stated(`${displayName(from.name)}: ${shown(from)}; ${qualified(first.target)}.${displayName(to.name)}: ${shown(to)}`)),
          severity: pairs.map(({ found }) => found.severity).reduce(graver),
          changes: pairs.flatMap(({ from, to, target, found }) => change(table, from, target, to, found, reference, lookups, traits)),
          questions: zoned
            ? [{ question: 'In which time zone were the present time stamps written?', changes: 'the conversion to an instant, which takes them as UTC' }]
            : [],
        };
      }
    }
  },
});

const grades: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

function graver(a: Severity, b: Severity): Severity {
  return grades.indexOf(a) >= grades.indexOf(b) ? a : b;
}

function shown(column: Column): string {
  return column.collation ? `${column.type.text} collate ${displayName(column.collation.name)}` : column.type.text;
}

function change(
  table: Table,
  from: Column,
  target: Table,
  to: Column,
  { fix }: Difference,
  reference: Reference,
  lookups: Lookups,
  traits: Traits,
): readonly Change[] {
  if (fix === 'referencing' && canChangeType(table, from)) {
    const collate = to.collation && !to.type.domain ? ` collate ${traits.quote(to.collation.schema)}.${traits.quote(to.collation.name)}` : '';
    const using = from.type.family === 'timestamp' && to.type.family === 'timestamp-with-zone' ? `${traits.quote(from.name)} at time zone 'UTC'` : undefined;
    return [{ kind: 'change type', table, column: from.name, type: `${to.type.text}${collate}`, ...(using === undefined ? {} : { using }) }];
  }
  if (fix !== 'referenced' || !canChangeType(target, to)) return [];
  // Only where all that refers to the column is as wide already: else the others would be too narrow then.
  const others = lookups.referencesTo(target).filter((other) => other.key !== reference.key && other.key.referencedColumns.includes(to.name));
  const wide = others.every((other) => columnPairsOf(other, lookups).every((pair) => pair.to.name !== to.name || (pair.from.type.bytes ?? 0) >= (from.type.bytes ?? 0)));
  if (!wide || from.type.domain) return [];
  const sequence = to.ownedSequence;
  const widened: readonly Change[] = sequence && isSequenceType(from.type.name) ? [{ kind: 'change sequence type', sequence, type: from.type.name }] : [];
  return [{ kind: 'change type', table: target, column: to.name, type: from.type.text }, ...widened];
}

function isSequenceType(name: string): name is 'integer' | 'bigint' {
  return name === 'integer' || name === 'bigint';
}
