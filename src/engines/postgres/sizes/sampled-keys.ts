import type { ColumnStatistics } from '../../../catalog/statistics.ts';
import { sampleOf } from './evaluate.ts';
import type { GinKeys } from './gin.ts';
import { guessedDistinct } from './guessed-distinct.ts';

/** The keys of one value that is known, and the share of the rows that it stands for. */
interface KeysOfValue {
  readonly keys: Iterable<string>;
  readonly share: number;
}

/** The keys that the known values of a column have, by what makes keys of a value; nothing where too few are known. */
export function keysOfSample(
  known: ColumnStatistics,
  keysOf: (value: string) => Iterable<string>,
): readonly KeysOfValue[] | undefined {
  const sample = sampleOf(known)?.filter((one) => typeof one.value === 'string');
  return sample && sample.length >= 10
    ? sample.map(({ value, share }) => ({ keys: keysOf(`${value}`), share }))
    : undefined;
}

/**
 * Keys of a language: those that several of the known values have are as frequent as there; those that one has share
 * their rows with others that none has (Chao's estimate of unseen species: half the square of those seen once, by those
 * seen twice).
 */
export function languageKeys(
  sample: readonly KeysOfValue[],
  rows: number,
  bytes: (key: string) => number,
): readonly GinKeys[] {
  const counted = countsOf(sample);
  const once = [...counted].filter(([, one]) => one.times === 1);
  const twice = [...counted.values()].filter((one) => one.times === 2).length;
  const keys: GinKeys[] = [...counted].flatMap(([key, { times, share }]) =>
    times > 1 ? [{ keys: 1, rows: share * rows, bytes: bytes(key) }] : [],
  );
  if (once.length === 0) return keys;
  const uses = once.reduce((sum, [, one]) => sum + one.share, 0) * rows;
  const width = once.reduce((sum, [key]) => sum + bytes(key), 0) / once.length;
  const all = Math.min(uses, once.length + once.length ** 2 / 2 / Math.max(1, twice));
  return [...keys, { keys: all, rows: uses / all, bytes: width }];
}

/** Keys of documents: `path` of a key tells what is said of the same thing, and each such is a column of its own. */
export function documentKeys(
  sample: readonly KeysOfValue[],
  rows: number,
  bytes: (value: string) => number,
): readonly GinKeys[] {
  const paths = new Map<string, Map<string, { share: number; times: number }>>();
  for (const [key, one] of countsOf(sample)) {
    const [path = '', value = ''] = key.split('\u0000');
    const values = paths.get(path) ?? new Map<string, { share: number; times: number }>();
    paths.set(path, values.set(value, one));
  }
  return [...paths.values()].flatMap((values) => {
    const all = [...values.values()];
    const uses = all.reduce((sum, one) => sum + one.share, 0) * rows;
    const drawn = all.reduce((sum, one) => sum + one.times, 0);
    const once = all.filter((one) => one.times === 1).length;
    const distinct = guessedDistinct([...values.keys()], { drawn, once }, uses);
    const width = [...values].reduce((sum, [value, { share }]) => sum + bytes(value) * share * rows, 0) / uses;
    if (distinct <= values.size)
      return [...values].map(([value, { share }]) => ({ keys: 1, rows: share * rows, bytes: bytes(value) }));
    return [{ keys: distinct, rows: uses / distinct, bytes: width }];
  });
}

function countsOf(
  sample: readonly KeysOfValue[],
): ReadonlyMap<string, { readonly share: number; readonly times: number }> {
  const counted = new Map<string, { share: number; times: number }>();
  for (const { keys, share } of sample) {
    for (const key of new Set(keys)) {
      const one = counted.get(key);
      if (one) {
        one.share += share;
        one.times++;
      } else counted.set(key, { share, times: 1 });
    }
  }
  return counted;
}

/**
 * What jsonb_ops makes of a document: its members' names and its values, each as `path`, NUL, text; jsonb_path_ops makes
 * a hash of each value with its path, and nothing of names.
 */
export function documentParts(text: string, paths: boolean): readonly string[] {
  const found: string[] = [];
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) for (const one of value) walk(one, `${path}[]`);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, one] of Object.entries(value)) {
        if (!paths) found.push(`names\u0000${name}`);
        walk(one, `${path}.${name}`);
      }
    } else found.push(`${path}\u0000${String(value)}`);
  };
  try {
    walk(JSON.parse(text), '');
  } catch {
    return [];
  }
  return found;
}
