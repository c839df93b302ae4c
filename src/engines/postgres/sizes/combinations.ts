import type { MultivariateStatistics } from '../../../catalog/statistics.ts';
import { combined, type Frequency, fewer, frequenciesOf, grouped, occurring } from './frequencies.ts';
import type { KeyValues } from './keys.ts';

export interface CombinationInput {
  readonly keys: readonly KeyValues[];
  /** Of the table: what the statistics speak of. */
  readonly tableRows: number;
  /** Of the index: those that its predicate keeps. */
  readonly rows: number;
  readonly sample?: number;
  readonly multivariate: readonly MultivariateStatistics[];
  /** What the predicate says of each key on its own: see {@link KeptValues}. */
  readonly kept: readonly KeptValues[];
}

/** What a predicate leaves of a column's values. */
export interface KeptValues {
  /** The share of the rows for which what it says of this column holds. */
  readonly share: number;
  /** It names this many values, and no others are left. */
  readonly values?: number;
  /** Rows without a value are left out. */
  readonly present: boolean;
}

/**
 * How often combinations of the first key, the first two, and so on occur. Columns are taken to be independent, as the
 * planner takes them, but where statistics say more: those of columns together, and the order of the rows, which two
 * columns that grow with it share.
 */
export function combinations(input: CombinationInput): readonly (readonly Frequency[])[] {
  const { keys, rows } = input;
  const result: (readonly Frequency[])[] = [];
  const own = keys.map((_, at) => ownFrequencies(input, at));
  let before: readonly Frequency[] | undefined;
  for (const [at, one] of own.entries()) {
    if (!before) before = one;
    else {
      const repeated = keys.slice(0, at).some((key) => key.of !== undefined && sameValues(key, keys[at]));
      if (!repeated) {
        const all = combined(grouped(before), grouped(one));
        before = fewer(all, rows, mostTogether(input, own, at, before, all));
      }
    }
    result.push(before);
  }
  return result;
}

function sameValues(key: KeyValues, other: KeyValues | undefined): boolean {
  return key.of === other?.of && !key.expression && !other?.expression;
}

function ownFrequencies({ keys, tableRows, rows, sample, kept }: CombinationInput, at: number): readonly Frequency[] {
  const key = keys[at];
  if (!key) return [];
  const what = kept[at];
  let all = frequenciesOf(key.occursLike ?? key.known, tableRows, key.occursLike ? sample : undefined);
  if (what && what.share < 1) {
    if (what.values !== undefined) return [{ keys: what.values, share: 1 / what.values }];
    if (what.present && key.known.nullFraction > 0) {
      all = frequenciesOf({ ...key.known, nullFraction: 0, distinct: distinctOf(key, tableRows) }, tableRows);
      const mass = all.reduce((sum, one) => sum + one.keys * one.share, 0);
      all = all.map((one) => ({ keys: one.keys, share: one.share / mass }));
    }
    // A part of the values, with all the rows that are left.
    const part = what.present ? what.share / Math.max(1e-9, 1 - key.known.nullFraction) : what.share;
    if (part < 0.98) all = all.map((one) => ({ keys: one.keys * part, share: one.share / part }));
  }
  // Of those that are nearly unique in the table, as many as rows are left.
  return rows > 0 ? all : [];
}

function distinctOf({ known }: KeyValues, rows: number): number {
  return known.distinct < 0 ? -known.distinct * rows : known.distinct;
}

/** The most combinations of what came before with one more key that can occur. */
function mostTogether(
  input: CombinationInput,
  own: readonly (readonly Frequency[])[],
  at: number,
  before: readonly Frequency[],
  all: readonly Frequency[],
): number {
  const { keys, rows, multivariate, tableRows } = input;
  const one = own[at] ?? [];
  const count = (of: readonly Frequency[]) => occurring(of, rows);
  const [first, second, independent] = [count(before), count(one), count(all)];
  let most = independent;
  const names = keys.slice(0, at + 1).map((key) => (key.expression ? undefined : key.of));
  const name = names[at];
  const earlier = new Set(names.slice(0, at));
  const distinct = (of: readonly string[], statistics: MultivariateStatistics): number | undefined => {
    if (of.length === 1) return count(own[(names as readonly (string | undefined)[]).indexOf(of[0])] ?? []);
    const found = statistics.distinct?.find(
      (entry) => entry.columns.length === of.length && of.every((column) => entry.columns.includes(column)),
    );
    return found && (found.distinct < 0 ? -found.distinct * tableRows : found.distinct);
  };
  for (const statistics of multivariate) {
    if (name === undefined) break;
    for (const { columns, distinct: together } of statistics.distinct ?? []) {
      if (!columns.includes(name) || !columns.every((column) => column === name || earlier.has(column))) continue;
      const others = distinct(
        columns.filter((column) => column !== name),
        statistics,
      );
      const number = together < 0 ? -together * tableRows : together;
      // Each combination of the others goes with so many values of this one.
      if (others !== undefined) most = Math.min(most, first * Math.max(1, number / others));
    }
    for (const { columns, determines, degree } of statistics.dependencies ?? []) {
      if (determines === name && columns.every((column) => earlier.has(column)))
        most = Math.min(most, degree * first + (1 - degree) * independent);
      if (at === 1 && columns.length === 1 && columns[0] === name && earlier.has(determines))
        most = Math.min(most, degree * second + (1 - degree) * independent);
    }
  }
  const apart = keys.slice(0, at).reduce((least, key) => Math.min(least, distance(key, keys[at])), 1);
  return Math.max(first, second, Math.min(most, first + second + apart * first * second));
}

/** Columns whose order follows that of the rows by chance do not do so equally far. */
const sameCorrelation = 0.003;

/**
 * How far apart the orders of two columns are, as a share of all rows: what a row's place tells of both, each by its
 * correlation; a value that strays by up to w from its place has a correlation of 1 - w²/2. Two that follow the rows'
 * order equally far follow each other.
 */
function distance(a: KeyValues, b: KeyValues | undefined): number {
  const [first, second] = [a.known.correlation, b?.known.correlation];
  if (first === undefined || second === undefined || !b || few(a) || few(b)) return 1;
  const [x, y] = [Math.abs(first), Math.abs(second)];
  if (Math.min(x, y) > 0.05 && Math.abs(x - y) < sameCorrelation) return 0;
  return Math.min(1, Math.sqrt(2 * (1 - x)) + Math.sqrt(2 * (1 - y)));
}

/** Where values are few, equal ones lie in the rows' order, and make their column's correlation look high. */
function few({ known }: KeyValues): boolean {
  return known.distinct >= 0 && known.distinct < 50;
}
