import { stated } from '../../findings/evidence.ts';
import { defineHazard } from '../hazard.ts';
import { subjectOf } from '../subject.ts';

const told: readonly string[] = ['query'];

export const hazard = defineHazard({
  id: 'query-broken',
  dimension: 'integrity',
  severity: 'critical',
  summary: 'A query of the application still names what a statement takes away.',
  headline: (count) => `${count} queries of the application are left broken`,
  why: 'The query fails as soon as the statement has run.',
  advice: 'Deploy code without the name first; take it away in a later migration.',
  effort: 'hours',
  tradeOff: 'The change takes one release more.',
  example: {
    schema: 'create table orders (id bigint primary key, note text);',
    migration: 'alter table orders drop column note;',
  },
  *check(context) {
    for (const statement of context.statements) {
      for (const broken of statement.broken) {
        if (!told.includes(broken.what)) continue;
        yield {
          statement,
          ...(broken.at ? { place: broken.at } : {}),
          at: subjectOf(statement, context),
          message: `${broken.what === 'query' ? 'the query' : `the ${broken.what}`} ${broken.name} names ${broken.names}, which line ${statement.at.line} of ${statement.at.file} takes away`,
          evidence: [
            broken.reason.startsWith('the lab') ? { kind: 'rehearsed', text: broken.reason } : stated(broken.reason),
          ],
        };
      }
    }
  },
});
