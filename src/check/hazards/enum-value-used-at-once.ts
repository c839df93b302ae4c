import { stated } from '../../findings/evidence.ts';
import { actionsOf } from '../checked.ts';
import { defineHazard } from '../hazard.ts';

export const hazard = defineHazard({
  id: 'enum-value-used-at-once',
  dimension: 'maintainability',
  severity: 'critical',
  summary: 'A value is used in the transaction that adds it to its enum.',
  headline: (count) => `${count} new enum values are used in the transaction that adds them`,
  why: 'A new value can be used only after its transaction has committed: the migration fails with “unsafe use of new value”.',
  advice: 'Add the value in a migration of its own, and use it in the next one.',
  effort: 'minutes',
  tradeOff: 'Two migrations instead of one; a value that was added cannot be taken away again.',
  ofFailures: true,
  example: {
    schema: "create type mood as enum ('sad'); create table people (id int primary key, m mood);",
    migration: "begin; alter type mood add value 'glad'; alter table people alter column m set default 'glad'; commit;",
  },
  *check(context) {
    for (const { statement: adds, action } of actionsOf(context, 'add enum value')) {
      if (!adds.transaction) continue;
      const type = context.resolve(action.type);
      const literal = `'${action.value.replaceAll("'", "''")}'`;
      for (const later of context.statements) {
        if (later === adds || later.transaction?.number !== adds.transaction.number) continue;
        if (context.statements.indexOf(later) < context.statements.indexOf(adds)) continue;
        const refused = later.error?.code === '55P04';
        const isUsed = later.sql.includes(literal) && later.actions.every((one) => one.kind !== 'add enum value');
        if (!refused && !isUsed) continue;
        yield {
          statement: later,
          at: { kind: 'type', object: type },
          message: `${literal} is used here, in the transaction that adds it in line ${adds.at.line}`,
          evidence: refused
            ? [{ kind: 'rehearsed', text: `the lab refused it: ${later.error?.message}` }]
            : [stated('rows that hold it make the statement fail, and so does the lab’s engine where it must read it')],
          severity: refused ? 'critical' : 'high',
        };
        break;
      }
    }
  },
});
