import type { Change } from '../../catalog/change.ts';
import type { ObjectReference } from '../../catalog/object.ts';

/** What must be set and what reset; nothing where the options are the same. */
export function optionChanges(
  object: ObjectReference,
  from: Readonly<Record<string, string>>,
  to: Readonly<Record<string, string>>,
): readonly Extract<Change, { readonly kind: 'set options' }>[] {
  const set = Object.fromEntries(Object.entries(to).filter(([name, value]) => from[name] !== value));
  const reset = Object.keys(from).filter((name) => !Object.hasOwn(to, name));
  if (Object.keys(set).length === 0 && reset.length === 0) return [];
  return [{ kind: 'set options', object, set, reset, was: from }];
}
