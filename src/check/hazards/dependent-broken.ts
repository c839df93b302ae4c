import { stated } from '../../findings/evidence.ts';
import { defineHazard } from '../hazard.ts';
import { subjectOf } from '../subject.ts';

const told: readonly string[] = ['routine', 'view', 'trigger', 'foreign key'];

export const hazard = defineHazard({
  id: 'dependent-broken',
  dimension: 'integrity',
  severity: 'critical',
  summary: 'A function, view, trigger or foreign key still names what a statement takes away.',
  headline: (count) => `${count} objects are left broken`,
  why: 'An engine does not look into the bodies of functions (SQLite, MySQL and MariaDB not into views and triggers either, and SQLite not where foreign keys lead): they fail when they are used.',
  advice: 'Change it in the same migration, before or right after the statement.',
  effort: 'hours',
  tradeOff: 'The change takes one release more.',
  example: {
    schema:
      'create table orders (id bigint primary key, note text); create function last_note() returns text language plpgsql as $$ begin return (select note from orders order by id desc limit 1); end $$;',
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
