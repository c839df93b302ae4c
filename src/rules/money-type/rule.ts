import { qualifiedColumn } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import type { Subject } from '../../findings/finding.ts';
import { implied } from '../implied.ts';
import { judgedColumns } from '../judged-columns.ts';
import { retype } from '../retype.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'money-type',
  category: 'types',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A column is of the type money.',
  headline: (count) => `${count} columns are of the type money`,
  why: 'The type takes currency and number of decimals from the setting lc_monetary: under another setting, on another server or after a restore, the same stored value is another amount. It cannot say its currency, nor hold fractions of a cent.',
  effort: 'hours',
  tradeOff:
    'The table is rewritten under an exclusive lock, and programs receive a plain number instead of a formatted text.',
  needs: ['catalog'],
  when: (traits) => traits.exactDecimals,
  settings: {
    /** The type to use instead: takes every value that money can hold with two decimals. */
    type: 'numeric(19,2)',
  },
  *check(context) {
    const { traits, settings } = context;
    for (const [table, column] of judgedColumns(context.lookups)) {
      if (column.type.family !== 'money' || column.type.domain) continue;
      const using = `${traits.quote(column.name)}::numeric`;
      const retyping = retype(context, table, column, { type: settings.type, using, default: 'kept' });
      const at: Subject = { kind: 'column', object: table, names: [column.name] };
      yield {
        at,
        message: `${qualifiedColumn(table, column.name)} is ${column.type.text}`,
        evidence: [stated(`the type of the column is ${column.type.text}`), ...retyping.evidence],
        changes: retyping.changes,
        questions: [
          {
            question: 'What was the setting lc_monetary when amounts were stored as money?',
            changes: 'how many decimals and which currency they have; the change takes two decimals',
          },
        ],
        implies: implied(at, ['inconsistent-types-for-one-name']),
      };
    }
  },
});
