import type { Attribute } from './model.ts';
import { meaningOf } from './understand/attribute-type.ts';

/** An attribute as its name alone would have it. */
export function guessed({ name, cause }: Attribute): Attribute {
  const { strength: _, ...meaning } = meaningOf(name) ?? { type: 'text', strength: 'weak' };
  return { name, ...meaning, cause };
}

/** What is there with what the words say otherwise of it than its name and the library do; all else of it stays. */
export function changed(present: Attribute, known: Attribute, wanted: Attribute): Attribute {
  const after: Record<string, unknown> = { ...present };
  const names = new Set([...Object.keys(known), ...Object.keys(wanted)]) as Set<keyof Attribute>;
  for (const name of names) {
    if (name === 'cause' || name === 'about' || JSON.stringify(known[name]) === JSON.stringify(wanted[name])) continue;
    if (wanted[name] === undefined) delete after[name];
    else after[name] = wanted[name];
  }
  return after as unknown as Attribute;
}

/** What is new of an attribute, in words. */
export function told(before: Attribute, after: Attribute): string {
  const { type, min, max, values, optional, unique } = after;
  const bounds = [min === undefined ? '' : `from ${min}`, max === undefined ? '' : `to ${max}`].join(' ').trim();
  const parts = [
    ...(type === before.type ? [] : [type]),
    ...(bounds === '' || (min === before.min && max === before.max) ? [] : [bounds]),
    ...(values === undefined || values.join() === before.values?.join() ? [] : [`one of ${values.join(', ')}`]),
    ...(optional === before.optional ? [] : [optional ? 'optional' : 'mandatory']),
    ...(unique && !before.unique ? ['unique'] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : type;
}

/** An attribute but for where it comes from, to compare by. */
export function plain({ cause: _, about: __, ...rest }: Attribute): string {
  return JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
}
