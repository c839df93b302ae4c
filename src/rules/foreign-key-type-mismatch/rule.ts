import type { Lookups, Reference } from '../../catalog/lookups.ts';
import { displayName, qualifiedColumn } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { stated } from '../../findings/evidence.ts';
import type { Severity } from '../../findings/finding.ts';
import { baseTypes } from '../base-type.ts';
import { type ColumnPair, columnPairsOf } from '../foreign-key-columns.ts';
import { type Retyping, retypeInPlace } from '../retype.ts';
import { defineRule, type RuleContext } from '../rule.ts';
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
  tradeOff:
    'Changing a type rewrites the table under a lock that shuts out writers (readers too, on some servers), unless the new one stores the same bytes (a longer text).',
  needs: ['catalog'],
  when: (traits) => traits.enforcesTypes,
  settings: {},
  *check({ catalog, lookups, traits }) {
    const base = baseTypes(catalog);
    for (const table of lookups.ownTables) {
      for (const reference of lookups.referencesFrom(table)) {
        if (reference.key.inherited) continue;
        const pairs = columnPairsOf(reference, lookups).flatMap((pair) => {
          const found = difference(
            { column: pair.from, type: base(pair.from.type) },
            { column: pair.to, type: base(pair.to.type) },
          );
          return found ? [{ ...pair, found }] : [];
        });
        const [first] = pairs;
        if (!first || !reference.to) continue;
        const retypings = pairs.map((pair) =>
          conversion(table, pair, pair.found, reference, { catalog, lookups, traits }),
        );
        const zoned = pairs.some(({ from, found }) => from.type.family === 'timestamp' && found.fix === 'referencing');
        yield {
          at: { kind: 'constraint', object: table, names: [reference.key.name] },
          message: pairs
            .map(
              ({ from, to, found }) =>
                `${qualifiedColumn(table, from.name)} is ${from.type.text}, ${qualifiedColumn(first.target, to.name)}, to which it refers, ${to.type.text}: ${found.consequence}`,
            )
            .join('; '),
          evidence: [
            ...pairs.map(({ from, to }) =>
              stated(
                `${displayName(from.name)}: ${shown(from)}; ${qualifiedColumn(first.target, to.name)}: ${shown(to)}`,
              ),
            ),
            ...retypings.flatMap(({ evidence }) => evidence),
          ],
          severity: pairs.map(({ found }) => found.severity).reduce(graver),
          changes: retypings.flatMap(({ changes }) => changes),
          questions: zoned
            ? [
                {
                  question: 'In which time zone were the present time stamps written?',
                  changes: 'the conversion to an instant, which takes them as UTC',
                },
              ]
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

type Context = Pick<RuleContext, 'catalog' | 'lookups' | 'traits'>;

function conversion(
  table: Table,
  { from, to, target }: ColumnPair,
  { fix }: Difference,
  reference: Reference,
  context: Context,
): Retyping {
  const keeps = from.type.family === to.type.family ? (['checks', 'indexes'] as const) : [];
  if (fix === 'referencing') {
    const { quote } = context.traits;
    const collation = to.type.domain ? undefined : to.collation;
    const collate = collation ? ` collate ${quote(collation.schema)}.${quote(collation.name)}` : '';
    const instant = from.type.family === 'timestamp' && to.type.family === 'timestamp-with-zone';
    return retypeInPlace(context, table, from, {
      type: `${to.type.text}${collate}`,
      default: 'kept',
      keeps,
      ...(instant ? { using: `${quote(from.name)} at time zone 'UTC'` } : {}),
    });
  }
  if (fix !== 'referenced' || !allAsWide(from, to, target, reference, context.lookups))
    return { changes: [], evidence: [] };
  const widened = retypeInPlace(context, target, to, { type: from.type.text, default: 'kept', keeps });
  const sequence = to.ownedSequence;
  if (!sequence || widened.changes.length === 0 || !isSequenceType(from.type.name)) return widened;
  return {
    ...widened,
    changes: [...widened.changes, { kind: 'change sequence type', sequence, type: from.type.name }],
  };
}

/** Only then can the key be widened: else other columns that refer to it would be too narrow. */
function allAsWide(from: Column, to: Column, target: Table, reference: Reference, lookups: Lookups): boolean {
  const others = lookups.referencesTo(target).filter((other) => other.key !== reference.key);
  const pairs = others.flatMap((other) => columnPairsOf(other, lookups)).filter((pair) => pair.to.name === to.name);
  return !from.type.domain && pairs.every((pair) => (pair.from.type.bytes ?? 0) >= (from.type.bytes ?? 0));
}

function isSequenceType(name: string): name is 'integer' | 'bigint' {
  return name === 'integer' || name === 'bigint';
}
