import type { Change } from '../../../catalog/change.ts';
import type { Situation } from '../../procedure.ts';
import { goneBy } from './carried.ts';
import { refusal } from './column-parts.ts';
import { losesDate } from './converts.ts';

/** Whether a column takes its new type in place, for a reason of its own, whatever goes with it. */
export function staysPlain(change: Extract<Change, { readonly kind: 'change type' }>, situation: Situation): boolean {
  const { schema, name } = change.table;
  const { column } = change;
  const { before, changes, from } = situation;
  if (losesDate(change, situation)) return true;
  const table = before({ schema, name });
  return table !== undefined && refusal(from, { ...table, schema, name }, column, goneBy(changes)) !== undefined;
}
