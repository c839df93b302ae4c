import { qualifiedColumn } from '../../catalog/names.ts';
import { presumed, stated } from '../../findings/evidence.ts';
import type { Subject } from '../../findings/finding.ts';
import { implied } from '../implied.ts';
import { judgedColumns } from '../judged-columns.ts';
import { moneyName } from '../money-names.ts';
import { retype } from '../retype.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'money-as-float',
  category: 'types',
  dimension: 'integrity',
  severity: 'high',
  summary: 'A column holds money as a binary floating-point number.',
  headline: (count) => `${count} columns hold money as floating-point numbers`,
  why: 'Most decimal fractions have no exact binary form: 0.1 + 0.2 is not 0.3, sums depend on the order of the rows, and totals come out wrong by cents.',
  effort: 'hours',
  tradeOff:
    'The table is rewritten under a lock that shuts out writers (readers too, on some servers); numeric takes a few bytes less or more and adds more slowly.',
  needs: ['catalog'],
  when: (traits) => traits.exactDecimals,
  settings: {
    /** The type to use instead. */
    type: 'numeric(19,4)',
  },
  *check(context) {
    for (const [table, column] of judgedColumns(context.lookups)) {
      if (column.type.family !== 'float' || column.type.domain) continue;
      const names = table.columns.map((other) => other.name);
      const strength = moneyName(column.name, table.name, names);
      if (!strength) continue;
      const retyping = retype(context, table, column, {
        type: context.settings.type,
        default: 'kept',
        keeps: ['checks', 'indexes'],
      });
      const at: Subject = { kind: 'column', object: table, names: [column.name] };
      yield {
        at,
        message: `${qualifiedColumn(table, column.name)} holds money as ${column.type.text}`,
        severity: strength === 'strong' ? 'high' : 'medium',
        evidence: [
          stated(`the type of the column is ${column.type.text}`),
          presumed(
            strength === 'strong'
              ? 'the name says that it is money'
              : 'the name and what stands around it say that it is money',
            strength,
          ),
          ...retyping.evidence,
        ],
        changes: retyping.changes,
        questions: [
          {
            question: 'How many decimals do amounts of money need?',
            changes: 'the scale of the type that replaces floating point, 4 where nothing is said',
          },
        ],
        implies: implied(at, ['inconsistent-types-for-one-name']),
      };
    }
  },
});
