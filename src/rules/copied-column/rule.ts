import { qualified, qualifiedColumn } from '../../catalog/names.ts';
import { phrases, words } from '../../catalog/words.ts';
import { presumed, stated } from '../../findings/evidence.ts';
import { keepsCopies } from '../record-tables.ts';
import { defineRule } from '../rule.ts';
import { type Copy, columnUse, copiesOf } from './copies.ts';

export const rule = defineRule({
  id: 'copied-column',
  category: 'shape',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A column repeats what the row that it refers to already says.',
  headline: (count) => `${count} columns repeat a column of their parent`,
  why: 'When the parent changes, every copy is wrong until something finds and updates them all.',
  effort: 'hours',
  tradeOff: 'Reading the value from the parent costs a join.',
  needs: ['catalog'],
  settings: {
    /** A name that more tables than this share is a habit, not a copy. */
    maximumTablesWithName: 3,
    /** Words of values that are rightly kept as they were at the time. */
    snapshotWords: phrases(`
      price, cost, rate, amount, fee, tax, vat, currency, discount, salary, wage, commission, margin, address,
      street, city, state, zip, postal, postcode, country, billing, shipping, snapshot, original, old, previous,
      initial, at`),
  },
  *check({ lookups, settings }) {
    const use = columnUse(lookups.ownTables);
    const snapshots = new Set<string>(settings.snapshotWords);
    for (const table of lookups.ownTables) {
      if (keepsCopies(table.name)) continue;
      for (const copy of copiesOf(table, lookups, use, settings.maximumTablesWithName)) {
        const snapshot = words(copy.column.name).some((word) => snapshots.has(word));
        const name = qualifiedColumn(table, copy.column.name);
        const source = qualifiedColumn(copy.parent, copy.source.name);
        yield {
          at: { kind: 'column', object: table, names: [copy.column.name] },
          message: `${name} repeats ${source}, which ${copy.key.columns.join(', ')} refers to${snapshot ? '; it may be kept as it was at the time' : ''}`,
          evidence: [
            stated(
              `${copy.key.name} refers from ${qualified(table)} to ${qualified(copy.parent)}; both columns are ${copy.column.type.text}`,
            ),
            presumed(reason(copy), copy.named === 'after parent' ? 'fair' : 'weak'),
          ],
          severity: snapshot || copy.named === 'same' ? 'low' : 'medium',
          weighs: [table],
          changes: [],
          questions: [
            {
              question:
                'Which of the columns that repeat their parent’s are meant to keep the value as it was when the row was written?',
              changes: 'which are copies to be removed, and which are facts of their own',
            },
          ],
        };
      }
    }
  },
});

function reason(copy: Copy): string {
  return copy.named === 'after parent'
    ? `the name ${copy.column.name} says that it is the ${copy.source.name} of the row referred to`
    : `both tables have a column ${copy.column.name}, and hardly any other table does`;
}
