import type { WrittenName } from '../../migration-action.ts';
import type { Reader } from '../sql/reader.ts';

/** Takes `orders` or `main.orders`. */
export function nameOf(reader: Reader): WrittenName | undefined {
  const first = reader.name();
  if (first === undefined) return undefined;
  if (!reader.take('.')) return { name: first };
  const name = reader.name();
  return name === undefined ? { name: first } : { schema: first.toLowerCase(), name };
}
