import { displayName, type QualifiedName, qualified } from '../../../catalog/names.ts';
import type { ForeignKey } from '../../../catalog/table.ts';

const harmless: readonly string[] = ['no action', 'restrict'];

/** What relies on that which a foreign key did when a row that it points at went or changed, where it does something else now. */
export function actionsGone(table: QualifiedName, was: ForeignKey, now: ForeignKey): readonly string[] {
  const isOther = (before: string, after: string) =>
    before !== after && !(harmless.includes(before) && harmless.includes(after));
  const of = `of foreign key ${displayName(was.name)} of ${qualified(table)}`;
  return [
    ...(isOther(was.onDelete, now.onDelete) ? [`ON DELETE ${was.onDelete.toUpperCase()} ${of}`] : []),
    ...(isOther(was.onUpdate, now.onUpdate) ? [`ON UPDATE ${was.onUpdate.toUpperCase()} ${of}`] : []),
  ];
}

/** What the application must not rely on any more. */
export function noReliance(actions: readonly string[]): readonly string[] {
  return actions.map((one) => `The application no longer relies on ${one}.`);
}

/** Who finds them missing. */
export function reliance(actions: readonly string[]): readonly string[] {
  return actions.map((one) => `what relies on ${one}`);
}
