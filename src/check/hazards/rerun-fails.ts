import { stated } from '../../findings/evidence.ts';
import type { CheckedStatement } from '../checked.ts';
import { defineHazard } from '../hazard.ts';
import { subjectOf } from '../subject.ts';

export const hazard = defineHazard({
  id: 'rerun-fails',
  dimension: 'maintainability',
  severity: 'low',
  summary: 'Statements outside a transaction cannot be run again when a later one fails.',
  headline: (count) => `${count} migrations cannot be run again after a failure in the middle`,
  why: 'Each statement outside a transaction stays when the next one fails; run again, the migration stops at the first, because its object is there already.',
  advice: 'Say IF NOT EXISTS and IF EXISTS, or give each statement a migration of its own.',
  effort: 'minutes',
  tradeOff: 'IF NOT EXISTS does not look whether the object is the same.',
  example: {
    schema: 'create table orders (id bigint primary key, a int, b int);',
    migration:
      'create index concurrently orders_a_idx on orders (a); create index concurrently orders_b_idx on orders (b);',
  },
  *check(context) {
    for (const file of new Set(context.statements.map((statement) => statement.at.file))) {
      const outside = context.statements.filter(
        (one) => one.at.file === file && !one.transaction && one.actions.some((action) => action.kind !== 'set'),
      );
      const [first, ...later] = outside.filter((one) => outside.length > 1 && !canRepeat(one));
      // What comes last needs no second run.
      if (!first || first === outside.at(-1)) continue;
      yield {
        statement: first,
        at: subjectOf(first, context),
        message: `when a later statement fails, this one has been done and fails when the migration is run again${later.length > 0 ? ` (so do ${later.length} more)` : ''}`,
        evidence: [stated(`${outside.length} statements run outside a transaction`)],
      };
    }
  },
});

function canRepeat({ actions }: CheckedStatement): boolean {
  return actions.every((action) => {
    switch (action.kind) {
      case 'create index':
      case 'create table':
      case 'add column':
        return action.ifNotExists;
      case 'drop':
      case 'drop column':
        return action.ifExists;
      case 'create view':
      case 'create routine':
        return action.replaces;
      case 'rename':
      case 'rename column':
      case 'add constraint':
      case 'create enum':
      case 'insert':
      case 'attach partition':
      case 'detach partition':
        return false;
      default:
        return true;
    }
  });
}
