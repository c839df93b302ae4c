import { rewritingParts } from '../engines/migration-action.ts';
import { isVolatileDefault } from '../engines/migration-default.ts';
import type { CheckContext, CheckedStatement } from './checked.ts';
import { heavyWork, worksUnderLock } from './weigh.ts';

/** What the heavy work under a blocking lock is for: each kind is told by one hazard. */
export type HeavyKind = 'index' | 'volatile default' | 'rewrite' | 'key' | 'constraint' | 'other';

/** Nothing for a statement that does no heavy work under a blocking lock. */
export function heavyKind(statement: CheckedStatement, context: CheckContext): HeavyKind | undefined {
  // What fails on rows does no work on them.
  if (statement.errorWithRows || !worksUnderLock(statement, context)) return undefined;
  const { actions } = statement;
  if (actions.some((action) => action.kind === 'create index')) return 'index';
  // What it reads is not written, and there is a form that spares its readers.
  if (actions.some((action) => action.kind === 'refresh')) return 'other';
  const work = heavyWork(statement, context);
  if (work.rewritten.length > 0) {
    const differs = actions.every(
      (action) => action.kind !== 'change type' && (action.kind !== 'alter table' || !rewritingParts.has(action.part)),
    );
    return differs && actions.some((action) => action.kind === 'add column' && isVolatileDefault(action))
      ? 'volatile default'
      : 'rewrite';
  }
  const keys = actions.some((action) => {
    const constraints =
      action.kind === 'add constraint' ? [action] : action.kind === 'add column' ? action.constraints : [];
    return constraints.some((one) => ['unique', 'primary key', 'exclude'].includes(one.constraint));
  });
  if (keys && work.built.length > 0) return 'key';
  const checked = actions.some((action) =>
    ['add constraint', 'set not null', 'add column', 'alter domain', 'validate constraint'].includes(action.kind),
  );
  return checked ? 'constraint' : 'other';
}
