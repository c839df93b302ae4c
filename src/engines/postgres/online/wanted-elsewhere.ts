import type { Change } from '../../../catalog/change.ts';
import { objectKey, referenceTo } from '../../../catalog/object.ts';
import type { Situation } from '../../procedure.ts';
import { hangsOn } from './hangs-on.ts';
import { replacedOnline } from './replaced-online.ts';
import { staysPlain } from './stays-plain.ts';

/** Whether a change that no swap carries out (`along`: one does) needs a thing gone that is dropped and made again around it. */
export function isWantedElsewhere(
  drop: Extract<Change, { readonly kind: 'drop' }>,
  situation: Situation,
  along: readonly Change[] = [],
): boolean {
  const { changes, from, isHeavy } = situation;
  const key = objectKey(referenceTo(drop.object));
  const place = changes.indexOf(drop);
  const again = changes.findIndex(
    (one, at) => at > place && one.kind === 'create' && objectKey(referenceTo(one.object)) === key,
  );
  return changes.slice(place, Math.max(place, again)).some((one) => {
    if (along.includes(one)) return false;
    if (one.kind === 'change type') return hangsOn(drop, one, from) && (!isHeavy(one) || staysPlain(one, situation));
    // A stored generated column goes while what it reads takes its new type in place.
    if (one.kind === 'drop' && one.object.kind === 'column' && one.object.column.generated?.stored)
      return hangsOn(drop, { table: one.object.table, column: one.object.column.name }, from);
    return (
      one.kind === 'replace type' &&
      one.columns.some((column) => hangsOn(drop, column, from)) &&
      'refused' in replacedOnline(one, situation)
    );
  });
}
