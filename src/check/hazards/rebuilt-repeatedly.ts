import { qualified } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import type { CheckedStatement } from '../checked.ts';
import { defineHazard, tableSubject } from '../hazard.ts';
import { effectsEvidence, heavyWork, tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'rebuilt-repeatedly',
  dimension: 'performance',
  severity: 'medium',
  summary: 'Several statements, one after the other, each write the same table anew.',
  headline: (count) => `${count} tables are written anew more than once`,
  why: 'Each of them copies all rows and builds all indexes again; one statement with all of the changes does it once.',
  advice: 'Put the changes of a table into one ALTER TABLE.',
  effort: 'minutes',
  tradeOff: 'It fails or succeeds as a whole.',
  when: ({ transactionalDdl }) => !transactionalDdl,
  example: {
    engine: 'mysql',
    schema: 'create table orders (id bigint primary key, amount int, state int);',
    migration: 'alter table orders modify amount bigint; alter table orders modify state bigint;',
  },
  *check(context) {
    const byTable = new Map<string, CheckedStatement[]>();
    for (const statement of context.statements) {
      if (statement.error) continue;
      for (const table of heavyWork(statement, context).rewritten) {
        const own = byTable.get(qualified(table)) ?? [];
        byTable.set(qualified(table), [...own, statement]);
      }
    }
    for (const own of byTable.values()) {
      const [first, ...more] = own;
      const [table] = first?.effects.rewritten ?? [];
      const one = context.joined(own.map(({ sql }) => sql));
      if (!first || !table || more.length === 0 || one === undefined) continue;
      yield {
        statement: first,
        at: tableSubject(table),
        message: `${tableText(table, context)} is written anew ${own.length} times, in the lines ${own.map(({ at }) => at.line).join(', ')}`,
        evidence: [...own.flatMap((each) => effectsEvidence(each, context)), stated('one statement does it once')],
        instead: [one],
      };
    }
  },
});
