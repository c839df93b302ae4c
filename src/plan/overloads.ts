import type { Routine } from '../catalog/catalog.ts';
import type { Change } from '../catalog/change.ts';
import { listItems } from '../catalog/conjuncts.ts';
import { objectKey, referenceTo } from '../catalog/object.ts';
import type { Traits } from '../catalog/traits.ts';

type CallTraits = Pick<Traits, 'routineCall'>;

/**
 * The key of the routine whose place a new one has to take, since a call that leaves out parameters with defaults would
 * fit both of them while they stand side by side, and be refused; nothing where no call would.
 */
export function overloadTaken(change: Change, changes: readonly Change[], traits: CallTraits): string | undefined {
  if (change.kind !== 'create' || change.object.kind !== 'routine') return undefined;
  const { routine } = change.object;
  for (const one of changes) {
    if (one.kind !== 'drop' || one.object.kind !== 'routine') continue;
    if (isAmbiguous(one.object.routine, routine, traits)) return objectKey(referenceTo(one.object));
  }
  return undefined;
}

/**
 * Whether a call with fewer arguments than either has parameters fits both by the same types. A routine that needs no
 * defaults goes before one that does (FuncnameGetCandidates in namespace.c).
 */
function isAmbiguous(was: Routine, now: Routine, { routineCall }: CallTraits): boolean {
  if (was.schema !== now.schema || was.name !== now.name || was.signature === now.signature) return false;
  const [before, after] = [routineCall?.(was), routineCall?.(now)];
  if (!before || !after) return false;
  const [own, other] = [typesOf(was), typesOf(now)];
  const least = Math.max(own.length - before.defaults, other.length - after.defaults);
  const most = Math.min(own.length, other.length) - 1;
  return least <= most && own.slice(0, least).join() === other.slice(0, least).join();
}

function typesOf({ name, signature }: Routine): readonly string[] {
  const list = signature.slice(name.length + 1, -1);
  return list === '' ? [] : listItems(list);
}
