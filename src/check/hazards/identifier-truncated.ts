import { stated } from '../../findings/evidence.ts';
import { defineHazard } from '../hazard.ts';
import { subjectOf } from '../subject.ts';

export const hazard = defineHazard({
  id: 'identifier-truncated',
  dimension: 'maintainability',
  severity: 'low',
  summary: 'A name is longer than the engine keeps.',
  headline: (count) => `${count} names are cut`,
  why: 'The engine cuts it without an error: what looks it up by its full name finds nothing, and a second name with the same beginning clashes.',
  advice: 'Choose a name of at most 63 bytes.',
  effort: 'minutes',
  tradeOff: 'None.',
  example: {
    schema: 'create table orders (id bigint primary key, a int);',
    migration:
      'alter table orders add constraint orders_amount_must_be_greater_than_zero_and_below_the_limit_of_the_customer check (a > 0) not valid;',
  },
  *check(context) {
    for (const statement of context.statements) {
      for (const { written, kept } of statement.truncated) {
        yield {
          statement,
          at: subjectOf(statement, context),
          message: `${written} is cut to ${kept}`,
          evidence: [stated(`names are cut to ${context.traits.identifierBytes} bytes`)],
        };
      }
    }
  },
});
