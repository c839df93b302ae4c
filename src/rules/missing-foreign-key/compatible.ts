import type { Column } from '../../catalog/table.ts';
import type { DataType, TypeFamily } from '../../catalog/type.ts';

/** How two columns' types agree, as a reference needs it. */
export type Agreement = 'same' | 'other width';

const keyFamilies: ReadonlySet<TypeFamily> = new Set<TypeFamily>([
  ...(['integer', 'decimal', 'uuid', 'text', 'character'] as const),
  ...(['enum', 'date', 'binary', 'other'] as const),
]);

/**
 * Whether the values of one column can be keys of the other: the same kind of value, whole numbers for decimals,
 * text of any length. Nothing when they cannot.
 */
export function agreement(from: Column, to: Column): Agreement | undefined {
  const a = from.type;
  const b = to.type;
  if (!keyFamilies.has(a.family) || !keyFamilies.has(b.family)) return undefined;
  if (a.text === b.text) return 'same';
  if (isWhole(a) && isWhole(b)) return a.family === b.family && a.bytes === b.bytes ? 'same' : 'other width';
  if (isText(a) && isText(b)) return a.length === b.length ? 'same' : 'other width';
  // The same type under a domain's name; what differs here is another type altogether.
  return a.family === b.family && (a.domain || b.domain) ? 'other width' : undefined;
}

/** Whether a column of this type may be a reference by itself; a date is one only as part of a longer key. */
export function mayRefer(type: DataType): boolean {
  return keyFamilies.has(type.family) && type.family !== 'date';
}

/** What values of a type can be held against: types of different kinds never agree. */
export function kindOf(type: DataType): string {
  if (isWhole(type)) return 'number';
  return isText(type) ? 'text' : type.family;
}

export function isText(type: DataType): boolean {
  return type.family === 'text' || type.family === 'character';
}

/** A number or an identifier: what nobody would store but as a reference. */
export function isIdentifier(type: DataType): boolean {
  return type.family === 'uuid' || isWhole(type);
}

function isWhole(type: DataType): boolean {
  return type.family === 'integer' || (type.family === 'decimal' && (type.scale ?? 0) === 0);
}
