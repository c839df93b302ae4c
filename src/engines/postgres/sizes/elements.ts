import type { ColumnStatistics } from '../../../catalog/statistics.ts';
import { arrayElements } from '../array-text.ts';
import { type GinKeys, zipfKeys } from './gin.ts';
import { guessedDistinct } from './guessed-distinct.ts';
import type { KeyValues } from './keys.ts';
import { typicalWidth } from './layout.ts';
import { documentKeys, documentParts, keysOfSample, languageKeys } from './sampled-keys.ts';
import { trigrams } from './trigrams.ts';

/** The keys that an inverted index makes of a column's values, and how many rows have each. */
export function elementKeys(key: KeyValues, rows: number): readonly GinKeys[] {
  const { known } = key;
  const keys = presentKeys(key, rows * (1 - known.nullFraction));
  // Rows without a value stand under a key of their own.
  return known.nullFraction > 0 ? [...keys, { keys: 1, rows: rows * known.nullFraction, bytes: 1 }] : keys;
}

function presentKeys(key: KeyValues, present: number): readonly GinKeys[] {
  const { known, column, operatorClass, text } = key;
  const rows = present / Math.max(1e-9, 1 - known.nullFraction);
  if (known.elements) return knownElements(known, known.elements, present, key);
  switch (column.type.family) {
    case 'array': {
      const bytes = elementBytes(key);
      const each = Math.max(1, (known.averageWidth - 24) / aligned4(bytes));
      return zipfKeys(vocabulary(present * each, 10), present * each, present, bytes);
    }
    case 'full-text': {
      const sample = text && keysOfSample(text, words);
      if (sample) return languageKeys(sample, rows, (word) => 1 + Buffer.byteLength(word));
      const each = Math.max(1, known.averageWidth / 11);
      return zipfKeys(vocabulary(present * each, 20), present * each, present, 8);
    }
    case 'json-binary': {
      const paths = /path_ops/.test(operatorClass ?? '');
      const sample = keysOfSample(known, (value) => documentParts(value, paths));
      if (!sample) return guessedDocument(known, paths, present);
      // A flag before the text; a hash where it is long.
      return documentKeys(sample, rows, (value) => (paths ? 4 : 2 + Math.min(125, Buffer.byteLength(value))));
    }
    case 'text':
    case 'character': {
      const sample = keysOfSample(known, trigrams);
      if (sample) return languageKeys(sample, rows, () => 4);
      // Groups of three characters; of those that letters and digits can form, a text of any language uses a part.
      const uses = present * Math.max(1, known.averageWidth);
      return zipfKeys(Math.min(12_000, vocabulary(uses, 40)), uses, present, 4);
    }
    default: {
      const distinct = known.distinct < 0 ? -known.distinct * present : known.distinct;
      return [{ keys: Math.max(1, distinct), rows: present / Math.max(1, distinct), bytes: typicalWidth(column.type) }];
    }
  }
}

function words(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
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
  key: KeyValues,
): readonly GinKeys[] {
  const shares = elements.fractions.slice(0, elements.values.length);
  const told = shares.reduce((sum, one) => sum + one, 0);
  const fixed = key.column.type.element?.bytes;
  const bytes = (value: string) => fixed ?? 1 + Buffer.byteLength(value);
  const each = Math.max(told, elements.counts?.at(-1) ?? wordsPerValue(known));
  const keys: GinKeys[] = elements.values.map((value, at) => ({
    keys: 1,
    rows: (shares[at] ?? 0) * rows,
    bytes: bytes(value),
  }));
  const width = elements.values.reduce((sum, value) => sum + bytes(value), 0) / Math.max(1, elements.values.length);
  const rest = (each - told) * rows;
  if (rest <= 1) return keys;
  const common = new Set(elements.values);
  const rare = keysOfSample(known, arrayElements)?.flatMap((one) =>
    [...one.keys].filter((value) => !common.has(value)),
  );
  return [...keys, ...(drawnElements(rare ?? [], rest, bytes) ?? rareElements(shares, rest, rows, width))];
}

/** Elements of the arrays that are known and not among the common ones, where they are enough to speak for the others. */
function drawnElements(
  rare: readonly string[],
  uses: number,
  bytes: (value: string) => number,
): readonly GinKeys[] | undefined {
  if (rare.length < 30) return undefined;
  const counts = new Map<string, number>();
  for (const value of rare) counts.set(value, (counts.get(value) ?? 0) + 1);
  const once = [...counts.values()].filter((times) => times === 1).length;
  const distinct = Math.min(uses, guessedDistinct([...counts.keys()], { drawn: rare.length, once }, uses));
  const width = rare.reduce((sum, value) => sum + bytes(value), 0) / rare.length;
  return [{ keys: distinct, rows: uses / distinct, bytes: width }];
}

/**
 * What is not among the common elements goes on as they decline: by a power law, whose exponent is that of the rarer
 * three quarters of them, until the uses are used up.
 */
function rareElements(shares: readonly number[], rest: number, rows: number, bytes: number): readonly GinKeys[] {
  const sorted = shares.toSorted((a, b) => b - a);
  const last = Math.max(1e-12, sorted.at(-1) ?? 1);
  const quarter = Math.max(1, Math.floor(sorted.length / 4));
  const fall = Math.log((sorted[quarter - 1] ?? last) / last) / Math.log(Math.max(2, sorted.length / quarter));
  const exponent = Math.min(1.3, Math.max(0.2, fall));
  const groups: GinKeys[] = [];
  let left = rest;
  for (let from = sorted.length; left > 0.5; from *= 1.5) {
    const each = last * rows * ((from * 1.22) / sorted.length) ** -exponent;
    // Keys that chance leaves out of the rows are no keys.
    const keys = Math.min(left / each, from * 0.5);
    const seen = keys * -Math.expm1(-each);
    groups.push({ keys: seen, rows: (keys * each) / seen, bytes });
    left -= keys * each;
  }
  return groups;
}

/** A document's keys are few and in most rows; its values differ. */
function guessedDocument(known: ColumnStatistics, paths: boolean, rows: number): readonly GinKeys[] {
  const pairs = Math.max(1, known.averageWidth / 24);
  const values = zipfKeys(vocabulary(rows * pairs, 30), rows * pairs, rows, paths ? 4 : 10);
  return paths ? values : [{ keys: pairs, rows: rows * 0.9, bytes: 12 }, ...values];
}

/** Different words of a text-search vector in the mean. */
export function wordsPerValue(known: ColumnStatistics): number {
  const { elements } = known;
  const told = elements?.fractions.slice(0, elements.values.length).reduce((sum, one) => sum + one, 0) ?? 0;
  return Math.max(told, known.averageWidth / (4 + meanLength(elements) + 5));
}

function meanLength(elements: ColumnStatistics['elements']): number {
  if (!elements || elements.values.length === 0) return 5;
  return elements.values.reduce((sum, value) => sum + Buffer.byteLength(value), 0) / elements.values.length;
}
