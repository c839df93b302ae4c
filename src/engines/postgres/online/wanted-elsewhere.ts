import type { Change } from '../../../catalog/change.ts';
import { objectKey, referenceTo } from '../../../catalog/object.ts';
import type { Situation } from '../../procedure.ts';
import { hangsOn } from './hangs-on.ts';
import { replacedOnline } from './replaced-online.ts';

/** Whether a change that no swap carries out needs a thing gone that is dropped and made again around it. */
export function isWantedElsewhere(drop: Extract<Change, { readonly kind: 'drop' }>, situation: Situation): boolean {
  const { changes, from, isHeavy } = situation;
  const key = objectKey(referenceTo(drop.object));
  const place = changes.indexOf(drop);
  const again = changes.findIndex(
    (one, at) => at > place && one.kind === 'create' && objectKey(referenceTo(one.object)) === key,
  );
  return changes.slice(place, Math.max(place, again)).some((one) => {
    if (one.kind === 'change type') return !isHeavy(one) && hangsOn(drop, one, from);
    return (
      one.kind === 'replace type' &&
      one.columns.some((column) => hangsOn(drop, column, from)) &&
      !replacedOnline(one, situation)
    );
  });
}
