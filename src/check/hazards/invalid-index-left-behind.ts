import { stated } from '../../findings/evidence.ts';
import { actionsOf, isMade } from '../checked.ts';
import { defineHazard } from '../hazard.ts';

export const hazard = defineHazard({
  id: 'invalid-index-left-behind',
  dimension: 'maintainability',
  severity: 'low',
  summary: 'A broken concurrent build leaves an index that is kept up to date and never used.',
  headline: (count) => `${count} concurrent builds may leave an invalid index`,
  why: 'A concurrent build that fails (a duplicate, a deadlock, a lost connection) leaves an invalid index; IF NOT EXISTS then passes over it as if it were there.',
  advice: 'Drop the index, if it exists, CONCURRENTLY before the build, and do not say IF NOT EXISTS.',
  effort: 'minutes',
  tradeOff: 'The migration builds it again even where it was fine.',
  example: {
    schema: 'create table orders (id bigint primary key, a int);',
    migration: 'create index concurrently if not exists orders_a_idx on orders (a);',
  },
  *check(context) {
    for (const { statement, action } of actionsOf(context, 'create index')) {
      const table = context.resolve(action.table);
      if (!action.concurrently || isMade(context, table) || (!action.ifNotExists && !action.unique)) continue;
      const before = context.statements.slice(0, context.statements.indexOf(statement));
      const cleared = before.some((one) =>
        one.actions.some(
          (other) =>
            other.kind === 'drop' && other.ifExists && other.objects.some((object) => object.name === action.index),
        ),
      );
      if (cleared) continue;
      yield {
        statement,
        at:
          action.index === undefined
            ? { kind: 'table', object: table }
            : { kind: 'index', object: table, names: [action.index] },
        message: action.ifNotExists
          ? `IF NOT EXISTS passes over an invalid ${action.index ?? 'index'} that a broken build has left`
          : `a duplicate leaves an invalid ${action.index ?? 'index'}, and the migration cannot be run again`,
        evidence: [stated('“Building Indexes Concurrently” in the manual')],
        ...(action.ifNotExists ? { severity: 'medium' as const } : {}),
        saferForm: true,
      };
    }
  },
});
