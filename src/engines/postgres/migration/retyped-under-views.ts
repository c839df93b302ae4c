import type { Change } from '../../../catalog/change.ts';
import { displayName, qualified } from '../../../catalog/names.ts';
import { viewsInOrder } from '../../../catalog/needed-first.ts';
import type { View } from '../../../catalog/table.ts';
import { listed } from '../../../catalog/words.ts';
import type { SaferContext, SaferStatement } from '../../migration-reading.ts';
import { hangsOn } from '../online/hangs-on.ts';
import { restored } from '../online/restored.ts';
import { quoteName } from '../quote.ts';
import { transactional } from '../render/layout.ts';
import { situationOf } from './planned-form.ts';

type ChangeType = Extract<Change, { readonly kind: 'change type' }>;

/**
 * The statement between the end of the views that stand on its columns, for which the engine refuses it, and their return
 * with their owners, rights, comments, triggers and indexes: in one transaction, so that nobody finds them missing.
 * Nothing where no view stands on them.
 */
export function retypedUnderViews(
  sql: string,
  changes: readonly ChangeType[],
  context: SaferContext,
): readonly SaferStatement[] | undefined {
  const { catalog } = context;
  const views = viewsInOrder(
    catalog.views.filter((view) =>
      changes.some((change) => hangsOn({ kind: 'drop', object: { kind: 'view', view } }, change, catalog)),
    ),
  );
  if (views.length === 0) return undefined;
  const drops = views.map((view): Change => ({ kind: 'drop', object: { kind: 'view', view } }));
  const situation = situationOf([...drops, ...changes], context);
  const statements = [
    ...views.toReversed().map(dropView),
    sql.replace(/;\s*$/, ''),
    ...views.flatMap((view) => restored({ kind: 'drop', object: { kind: 'view', view } }, situation)),
  ];
  const columns = changes.map(({ column }) => displayName(column));
  const head = `-- Change the type of ${listed(columns)} of ${changes[0] ? qualified(changes[0].table) : ''} while ${listed(views.map((view) => qualified(view)))} ${views.length === 1 ? 'is' : 'are'} away\n`;
  return [
    {
      sql: head + ['BEGIN', ...statements, 'COMMIT'].join(';\n'),
      transactional: false,
      tries: statements.map((one) => transactional(one)),
    },
  ];
}

function dropView(view: View): string {
  return `DROP ${view.materialized ? 'MATERIALIZED VIEW' : 'VIEW'} ${quoteName(view)}`;
}
