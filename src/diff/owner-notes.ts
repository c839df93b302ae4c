import { ownerIn } from '../catalog/owner.ts';
import type { Item } from './items.ts';

/** How many are named in one sentence. */
const shown = 3;

/**
 * That owners differ, which no change carries out: only where more than one pair of owners is there, since a whole schema
 * is of another role wherever it is loaded by another one. Engines whose schemas have no owners know definers instead.
 */
export function* ownerNotes(before: ReadonlyMap<string, Item>, after: ReadonlyMap<string, Item>): Iterable<string> {
  const pairs = [...after].flatMap(([key, { object }]) => {
    const was = ownerIn(before.get(key)?.object);
    const now = ownerIn(object);
    return was === undefined || now === undefined ? [] : [{ key, was, now, kind: object.kind }];
  });
  for (const { key, was, now } of pairs.filter((one) => one.was !== one.now)) {
    if (isGranted(before.get(key), now))
      yield `What was granted on ${key} to ${now} is taken: it is to be its owner, and owners are left as they are.`;
    if (isGranted(after.get(key), was))
      yield `${was} owns ${key} and so keeps all rights on it: it is to be of ${now}, and owners are left as they are.`;
  }
  const different = new Set(pairs.map(({ was, now }) => `${was}\n${now}`)).size > 1;
  const others = pairs.filter(({ was, now }) => was !== now);
  if (!different || others.length === 0 || !pairs.some(({ kind }) => kind === 'schema' || kind === 'table')) return;
  const named = others.slice(0, shown).map(({ key, was, now }) => `${key} is of ${was} and is to be of ${now}`);
  const more = others.length > shown ? `, and ${others.length - shown} more` : '';
  yield `Owners are left as they are: ${named.join(', ')}${more}.`;
}

function isGranted(item: Item | undefined, role: string): boolean {
  return item?.grants?.some(({ grantee }) => grantee === role) === true;
}
