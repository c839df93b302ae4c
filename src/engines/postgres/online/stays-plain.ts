import type { Change } from '../../../catalog/change.ts';
import type { Situation } from '../../procedure.ts';
import { goneBy } from './carried.ts';
import { refusal } from './column-parts.ts';

/** Whether a column takes its new type in place, for a reason of its own, whatever goes with it. */
export function staysPlain(
  { table: { schema, name }, column }: Extract<Change, { readonly kind: 'change type' }>,
  { before, changes, from }: Situation,
): boolean {
  const table = before({ schema, name });
  return table !== undefined && refusal(from, { ...table, schema, name }, column, goneBy(changes)) !== undefined;
}
