import { bareView } from '../catalog/bare.ts';
import { type QualifiedName, qualified } from '../catalog/names.ts';
import type { View } from '../catalog/table.ts';
import type { Conversion } from './conversion.ts';
import { translated } from './expression.ts';
import { isUnderstood, meaningOf } from './taken.ts';

/** A view with its query as the other engine writes it; nothing, and told, where nobody could tell whether it runs. */
export function viewOf(view: View, conversion: Conversion): readonly View[] {
  const { from, receiving, traits, writing, lose, nameOf } = conversion;
  for (const trigger of view.triggers)
    lose(`trigger ${trigger.name} of ${view.name}`, 'its statements are in another language');
  if (view.materialized) {
    lose(`materialised view ${view.name}`, 'its query would have to be asked anew each time');
    return [];
  }
  if (receiving.understands) {
    lose(`view ${view.name}`, 'its query is in another dialect, and no engine is here to try it');
    return [];
  }
  const what = `view ${view.name}`;
  const isRead = (one: QualifiedName) => view.reads.some((read) => qualified(read) === qualified(one));
  const meaning = meaningOf(what, conversion, from.tables.filter(isRead), from.views.filter(isRead));
  const definition = translated(view.definition, writing, meaning).replace(/;\s*$/, '');
  if (!isUnderstood(what, definition, conversion)) return [];
  return [
    bareView({
      schema: traits.defaultSchema,
      name: nameOf(view),
      columns: view.columns,
      definition,
      reads: view.reads.map((read) => ({ schema: traits.defaultSchema, name: nameOf(read) })),
    }),
  ];
}
