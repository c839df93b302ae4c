import type { TriggerUse } from '../../catalog/query-plan.ts';
import { duration, figure } from '../figures.ts';
import { harms } from '../harm.ts';
import { defineSign } from '../sign.ts';
import { measured } from '../told.ts';

/** A trigger that ran once has to take so many milliseconds: less comes and goes with what else the machine does. */
const leastOfOnce = 10;

export const sign = defineSign({
  id: 'trigger-time',
  title: 'triggers take the time of a write',
  why: 'A trigger FOR EACH ROW runs its function once for every row that is written, with every statement inside it. Its time stands below the plan, in no step.',
  what: 'A trigger, not a foreign key’s, with 5% of the time or more, and 10 ms where it ran once. Do it for all rows at once in a trigger FOR EACH STATEMENT with transition tables, or later.',
  references: [
    'https://www.postgresql.org/docs/current/sql-createtrigger.html',
    'https://www.postgresql.org/docs/current/trigger-definition.html',
  ],
  *check(input) {
    const whole = input.tree.milliseconds;
    if (whole === undefined) return;
    for (const trigger of input.plan.triggers) {
      const spent = trigger.milliseconds ?? 0;
      if (isConstraint(trigger) || !harms(spent / whole, input)) continue;
      if (trigger.calls <= 1 && spent < leastOfOnce) continue;
      const table = trigger.relation === undefined ? '' : ` on ${trigger.relation}`;
      yield {
        node: '0',
        subject: trigger.name,
        message: `trigger ${trigger.name}${table} ran ${figure(trigger.calls)} times and took ${duration(spent)} of ${duration(whole)}`,
        evidence: [measured(`trigger ${trigger.name}: ${trigger.calls} calls, ${spent} ms`)],
        weight: spent / whole,
        remedies: [
          {
            kind: 'advice',
            text:
              trigger.calls > 1
                ? `Let ${trigger.name} run once for all rows (FOR EACH STATEMENT with REFERENCING NEW TABLE), or give its statements the indexes that they need.`
                : `Look into what ${trigger.name} does: its statements are not part of this plan; auto_explain.log_nested_statements shows them.`,
          },
        ],
      };
    }
  },
});

/** The engine's own triggers of foreign keys and deferred unique constraints. */
function isConstraint({ name, constraint }: TriggerUse): boolean {
  return /^RI_ConstraintTrigger/.test(name) || (constraint !== undefined && !/trigger/i.test(name));
}
