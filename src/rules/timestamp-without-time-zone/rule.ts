import { qualifiedColumn } from '../../catalog/names.ts';
import { presumed, stated } from '../../findings/evidence.ts';
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
      const day = isDay(column.name);
      const retyping = retype(context, table, column, {
        ...(day
          ? { type: 'date' }
          : {
              type: `timestamp${precision} with time zone`,
              using: `${context.traits.quote(column.name)} at time zone 'UTC'`,
            }),
        default: 'kept',
        keeps: ['checks'],
      });
      yield {
        at: { kind: 'column', object: table, names: [column.name] },
        message: `${qualifiedColumn(table, column.name)} is ${column.type.text}`,
        evidence: [
          stated(`the type of the column is ${column.type.text}`),
          ...(day ? [presumed('its name says that it holds a day, which has no time and no zone')] : []),
          ...retyping.evidence,
        ],
        changes: retyping.changes,
        questions: day
          ? []
          : [
              {
                question: 'In which time zone were the present time stamps written?',
                changes: 'the conversion to an instant, which takes them as UTC',
              },
            ],
      };
    }
  },
});

/** A day of a calendar, the same in every time zone: `birth_date`, `hired_on`, `birthday`. */
function isDay(name: string): boolean {
  return /(?:^|[_a-z])(?:birth|hire|death|due|start|end|expiry)_?date$|birthday$|^dob$|_dob$/i.test(name);
}
