import { displayName, qualified } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { observed, presumed, stated } from '../../findings/evidence.ts';
import type { Subject } from '../../findings/finding.ts';
import { constraintOf, indexSubject } from '../index-owner.ts';
import { defineRule } from '../rule.ts';
import { percent } from '../size-evidence.ts';
import { softDelete } from '../soft-delete.ts';
import { fix } from './fix.ts';
import { judge } from './judge.ts';
import { nullsIn } from './nulls.ts';

export const rule = defineRule({
  id: 'unique-index-allows-nulls',
  category: 'indexes',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A unique index over several columns lets rows repeat when one of them is null.',
  headline: (count) => `${count} unique indexes let rows repeat where a column is NULL`,
  why: 'Two nulls count as different, so rows that are the same in all other columns can be stored twice, and an upsert inserts them again and again.',
  effort: 'hours',
  tradeOff: 'The stricter index cannot be built before present duplicates are merged.',
  needs: ['catalog'],
  settings: {},
  *check({ lookups, sizes, traits }) {
    for (const table of lookups.ownTables) {
      for (const index of table.indexes) {
        const found = nullsIn(table, index, lookups);
        if (!found) continue;
        const statistics = sizes.statistics(table)?.columns ?? {};
        const shares = found.nullable.map((column) => statistics[column]?.nullFraction);
        const noneNow = shares.every((share) => share === 0);
        const verdict = judge(table, found, softDelete(table, traits)?.column.name);
        if (!verdict) continue;
        const nullable = found.nullable.map(
          (name, at) =>
            `${displayName(name)}${shares[at] ? ` (NULL in ${percent(shares[at])} of the rows, observed)` : ''}`,
        );
        const kind = constraintOf(table, index) ? 'unique constraint' : 'unique index';
        yield {
          at: subject(table, index),
          message:
            `${qualified(table)}: ${kind} ${displayName(index.name)} over (${index.keys.map((key) => displayName(key.column ?? key.expression ?? '')).join(', ')}) ` +
            `lets rows repeat where ${nullable.join(' or ')} is NULL`,
          ...(verdict.why === undefined ? {} : { why: verdict.why }),
          evidence: [
            stated(
              `${found.nullable.map(displayName).join(', ')} can be NULL, and the index takes NULLs as different from each other`,
            ),
            ...(noneNow
              ? [observed(`the engine's statistics know no NULL in ${found.nullable.map(displayName).join(', ')}`)]
              : []),
            presumed(verdict.presumption, verdict.strength),
          ],
          severity: noneNow && verdict.severity !== 'high' ? 'low' : verdict.severity,
          changes: fix(table, index, found, noneNow || found.fixed.length === 0, { lookups, traits }),
          questions: [
            {
              question:
                'In unique indexes over columns that may be null: is a null a value like others, unknown, or a mistake?',
              changes: 'whether nulls should count as equal there, or the columns be NOT NULL',
            },
          ],
        };
      }
    }
  },
});

function subject(table: Table, index: Table['indexes'][number]): Subject {
  return index.constraint === undefined
    ? indexSubject(table, index)
    : { kind: 'constraint', object: table, names: [index.constraint] };
}
