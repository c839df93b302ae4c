import { displayName, qualifiedColumn } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';

/** Names of times that lie ahead. */
const ahead =
  /(?:^|_)(?:expir(?:y|es|ation|ed)|valid_(?:until|to)|until|ends?|due|deadline|maturity|renew(?:al|s)?)(?:_|$)/i;

export const rule = defineRule({
  id: 'time-stamp-will-end',
  category: 'types',
  dimension: 'integrity',
  severity: 'low',
  summary: 'A time of a type that ends within the life of the data.',
  headline: (count) => `${count} times are of a type that ends soon`,
  why: 'Times after the end are refused, first those that lie ahead: contracts, expiry dates, loans.',
  effort: 'hours',
  tradeOff:
    'The other type takes more room and does not follow the zone of the session: the application must keep one zone.',
  needs: ['catalog'],
  when: (traits) => (traits.endingTimeStamp?.year ?? Number.POSITIVE_INFINITY) < 2100,
  settings: {},
  *check({ lookups, traits }) {
    const { endingTimeStamp } = traits;
    if (!endingTimeStamp) return;
    for (const table of lookups.ownTables) {
      for (const column of table.columns) {
        if (column.type.name !== endingTimeStamp.type || !ahead.test(column.name)) continue;
        yield {
          at: { kind: 'column', object: table, names: [column.name] },
          message: `${qualifiedColumn(table, column.name)} lies ahead by its name, and ${endingTimeStamp.type} holds nothing after January ${endingTimeStamp.year}`,
          evidence: [
            stated(
              `${displayName(column.name)} is ${column.type.text}, a number of seconds that ends in ${endingTimeStamp.year}`,
            ),
          ],
          severity: 'medium',
          changes: [],
        };
      }
    }
  },
});
