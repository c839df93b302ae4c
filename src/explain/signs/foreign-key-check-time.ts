import { duration, figure } from '../figures.ts';
import { foreignKeyTriggers, hasIndexFor } from '../foreign-key-triggers.ts';
import { harms } from '../harm.ts';
import { defineSign } from '../sign.ts';
import { measured } from '../told.ts';

export const sign = defineSign({
  id: 'foreign-key-check-time',
  title: 'foreign keys are checked row by row',
  why: 'For each row that is written the referenced row is looked up and locked, one at a time. In bulk loads that is often longer than the writing itself.',
  what: 'A foreign key’s trigger with 5% of the time or more that is not for want of an index. Load in bulk before the constraint is added (NOT VALID, then VALIDATE), or drop references that nobody needs.',
  references: ['https://www.postgresql.org/docs/current/populate.html#POPULATE-RM-FKEYS'],
  *check(input) {
    const whole = input.tree.milliseconds;
    if (whole === undefined) return;
    for (const { trigger, key, table } of foreignKeyTriggers(input)) {
      const spent = trigger.milliseconds ?? 0;
      if (!harms(spent / whole, input)) continue;
      if (key && table && !hasIndexFor(table, key.columns)) {
        // Deletes of the parent search the child: without an index that is another sign's.
        if (input.plan.root.operation !== 'Insert') continue;
      }
      yield {
        node: '0',
        subject: trigger.constraint ?? trigger.name,
        message: `foreign key ${trigger.constraint ?? trigger.name} was checked ${figure(trigger.calls)} times, which took ${duration(spent)} of ${duration(whole)}`,
        evidence: [
          measured(`trigger for constraint ${trigger.constraint ?? trigger.name}: ${trigger.calls} calls, ${spent} ms`),
        ],
        weight: spent / whole,
        remedies: [
          {
            kind: 'advice',
            text: `For a bulk load, write first and add ${trigger.constraint ?? 'the constraint'} afterwards (NOT VALID, then VALIDATE): one join instead of ${figure(trigger.calls)} look-ups.`,
          },
        ],
      };
    }
  },
});
