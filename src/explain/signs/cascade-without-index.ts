import { qualified } from '../../catalog/names.ts';
import { duration, figure } from '../figures.ts';
import { foreignKeyTriggers, hasIndexFor } from '../foreign-key-triggers.ts';
import { harms } from '../harm.ts';
import { topTable } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { measured } from '../told.ts';

export const sign = defineSign({
  id: 'cascade-without-index',
  title: 'each deleted row searches a whole referencing table',
  why: 'When a row is deleted, or its key changes, the engine looks for rows that refer to it: to refuse, or to change them too. Without an index on the referencing columns it reads that whole table, once for every row.',
  what: 'A foreign key’s trigger of a DELETE or UPDATE with 5% of the time or more, whose table has no index that begins with the key’s columns. Make one.',
  references: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK'],
  explains: ['foreign-key-check-time'],
  *check(input) {
    const whole = input.tree.milliseconds;
    if (whole === undefined) return;
    for (const { trigger, key, table } of foreignKeyTriggers(input)) {
      const spent = trigger.milliseconds ?? 0;
      if (!key || !table || input.plan.root.operation === 'Insert' || hasIndexFor(table, key.columns)) continue;
      if (!harms(spent / whole, input)) continue;
      const top = topTable(table, input);
      yield {
        node: '0',
        subject: `${qualified(top)} ${key.columns.join(' ')}`,
        message: `${key.name} searches all of ${table.name} for each of ${figure(trigger.calls)} rows, which took ${duration(spent)} of ${duration(whole)}: ${table.name} has no index on ${key.columns.join(', ')}`,
        evidence: [
          measured(`trigger for constraint ${key.name}: ${trigger.calls} calls, ${spent} ms`),
          { kind: 'stated', text: `no index of ${table.name} begins with ${key.columns.join(', ')}` },
        ],
        weight: spent / whole,
        remedies: [
          {
            kind: 'change',
            title: `index on ${top.name} (${key.columns.join(', ')})`,
            changes: [
              {
                kind: 'create index',
                table: { schema: top.schema, name: top.name },
                name: input.lookups.freeIndexName(top, key.columns, 'idx', input.traits.identifierBytes),
                keys: key.columns.map((column) => ({ column })),
                ...(top.partitioning ? { partitioned: true } : {}),
              },
            ],
          },
        ],
      };
    }
  },
});
