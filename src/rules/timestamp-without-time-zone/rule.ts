import { qualifiedColumn } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { judgedColumns } from '../judged-columns.ts';
import { retype } from '../retype.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'timestamp-without-time-zone',
  category: 'types',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A column holds a time stamp without a time zone.',
  headline: (count) => `${count} columns hold time stamps without a time zone`,
  why: 'The same value means another instant in every session with another time zone setting; twice a year an hour is ambiguous or missing.',
  effort: 'hours',
  tradeOff:
    'Changing the type rewrites the table unless the session is in UTC, and clients then receive an offset with the value.',
  needs: ['catalog'],
  when: (traits) => traits.timestampWithZone,
  settings: {},
  *check(context) {
    for (const [table, column] of judgedColumns(context.lookups)) {
      if (column.type.family !== 'timestamp' || column.type.domain) continue;
      const precision = /\((\d)\)/.exec(column.type.text)?.[0] ?? '';
      const retyping = retype(context, table, column, {
        type: `timestamp${precision} with time zone`,
        using: `${context.traits.quote(column.name)} at time zone 'UTC'`,
        default: 'kept',
        keeps: ['checks'],
      });
      yield {
        at: { kind: 'column', object: table, names: [column.name] },
        message: `${qualifiedColumn(table, column.name)} is ${column.type.text}`,
        evidence: [stated(`the type of the column is ${column.type.text}`), ...retyping.evidence],
        changes: retyping.changes,
        questions: [
          {
            question: 'In which time zone were the present time stamps written?',
            changes: 'the conversion to an instant, which takes them as UTC',
          },
        ],
      };
    }
  },
});
