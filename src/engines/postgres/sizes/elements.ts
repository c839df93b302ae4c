import type { ColumnStatistics } from '../../../catalog/statistics.ts';
import { type GinKeys, zipfKeys } from './gin.ts';
import type { KeyValues } from './keys.ts';
import { typicalWidth } from './layout.ts';

/** The keys that an inverted index makes of a column's values, and how many rows have each. */
export function elementKeys(key: KeyValues, operatorClass: string | undefined, rows: number): readonly GinKeys[] {
  const { known, column } = key;
  const present = rows * (1 - known.nullFraction);
  if (known.elements) return knownElements(known, known.elements, present, elementBytes(key));
  switch (column.type.family) {
    case 'array': {
      const bytes = elementBytes(key);
      const each = Math.max(1, (known.averageWidth - 24) / aligned4(bytes));
      return zipfKeys(vocabulary(present * each, 10), present * each, present, bytes);
    }
    case 'full-text': {
      const each = Math.max(1, known.averageWidth / 11);
      return zipfKeys(vocabulary(present * each, 20), present * each, present, 8);
    }
    case 'json-binary':
      return documentKeys(known, operatorClass, present);
    case 'text':
    case 'character': {
      // Groups of three characters; of those that letters and digits can form, a text of any language uses a part.
      const each = Math.max(1, known.averageWidth);
      const uses = present * each;
      return zipfKeys(Math.min(12_000, vocabulary(uses, 40)), uses, present, 4);
    }
    default: {
      const distinct = known.distinct < 0 ? -known.distinct * present : known.distinct;
      return [{ keys: Math.max(1, distinct), rows: present / Math.max(1, distinct), bytes: typicalWidth(column.type) }];
    }
  }
}

/** Distinct words among so many (Heaps' law, with an exponent of one half). */
function vocabulary(uses: number, factor: number): number {
  return Math.min(uses, factor * Math.sqrt(uses));
}

function aligned4(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}

function elementBytes({ column }: KeyValues): number {
  const element = column.type.element;
  if (element) return element.bytes ?? Math.min(12, typicalWidth(element));
  return 8;
}

function knownElements(
  known: ColumnStatistics,
  elements: NonNullable<ColumnStatistics['elements']>,
  rows: number,
  bytes: number,
): readonly GinKeys[] {
  const shares = elements.fractions.slice(0, elements.values.length);
  const told = shares.reduce((sum, one) => sum + one, 0);
  const length = elements.values.reduce((sum, value) => sum + value.length, 0) / Math.max(1, elements.values.length);
  // A text-search vector has no histogram of counts; each word takes an entry of 4 bytes, itself and its place.
  const each = Math.max(told, elements.counts?.at(-1) ?? known.averageWidth / (4 + length + 5));
  const keys: GinKeys[] = shares.map((one) => ({ keys: 1, rows: one * rows, bytes }));
  const rest = (each - told) * rows;
  // What is not among the common elements is rarer than the rarest of them.
  const rarest = (Math.min(...shares, 1) * rows) / 3;
  if (rest > 1) keys.push({ keys: Math.max(1, rest / Math.max(1, rarest)), rows: Math.max(1, rarest), bytes });
  return keys;
}

/** A document's keys are few and in most rows; its values differ. `jsonb_path_ops` keeps a hash of each path and value. */
function documentKeys(known: ColumnStatistics, operatorClass: string | undefined, rows: number): readonly GinKeys[] {
  const pairs = Math.max(1, known.averageWidth / 24);
  const paths = /path_ops/.test(operatorClass ?? '');
  const values = zipfKeys(vocabulary(rows * pairs, 30), rows * pairs, rows, paths ? 4 : 10);
  return paths ? values : [{ keys: pairs, rows: rows * 0.9, bytes: 12 }, ...values];
}
