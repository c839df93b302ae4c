import type { ColumnStatistics } from '../../../catalog/statistics.ts';

/** Keys that are equally frequent: how many there may be, and the share of the rows that each is expected to have. */
export interface Frequency {
  readonly keys: number;
  readonly share: number;
  /** The key is nothing but null. */
  readonly absent?: true;
}

/** Below this a key is taken to have one row at most. */
const nearlyUnique = 1.0001;
const alone = 1e-6;

/**
 * How often the values of a column occur. Which of the possible keys occur, and how many rows each has, is chance: a key
 * with share f is in 1 - exp(-rows·f) of all tables of so many rows.
 *
 * @param rows  of the table
 * @param sample  rows that the statistics were drawn from; absent where they are no sample's
 */
export function frequenciesOf(known: ColumnStatistics, rows: number, sample?: number): readonly Frequency[] {
  const before = found.get(known);
  if (before?.rows === rows && before.sample === sample) return before.frequencies;
  const frequencies = reckoned(known, rows, sample);
  found.set(known, { rows, sample, frequencies });
  return frequencies;
}

/** A table's columns stand in thousands of candidates for indexes. */
const found = new WeakMap<
  ColumnStatistics,
  { readonly rows: number; readonly sample: number | undefined; readonly frequencies: readonly Frequency[] }
>();

function reckoned(known: ColumnStatistics, rows: number, sample: number | undefined): readonly Frequency[] {
  const common = (known.commonValues ?? []).map(({ fraction }) => ({ keys: 1, share: fraction }));
  const nulls = known.nullFraction > 0 ? [{ keys: 1, share: known.nullFraction, absent: true as const }] : [];
  const mass = 1 - known.nullFraction - common.reduce((sum, one) => sum + one.share, 0);
  const distinct = known.distinct < 0 ? -known.distinct * rows : known.distinct;
  // `0` means that nobody knows: no order, no equality.
  const others = (known.distinct === 0 ? mass * rows : distinct) - common.length;
  if (mass * rows < 0.5 || (others < 0.5 && mass < 1e-3)) return [...common, ...nulls];
  const drawn = sample !== undefined && sample < rows ? { sample, distinct } : undefined;
  const rest =
    (drawn && steepRest(known, mass, rows, drawn)) ??
    (drawn && evenSample(known, mass, rows, drawn)) ??
    evenRest(Math.max(1, Math.min(others, mass * rows)), mass, rows);
  return [...common, ...nulls, ...rest];
}

/** What a sample of so many rows said of the distinct values. */
interface Drawn {
  readonly sample: number;
  readonly distinct: number;
}

/** So many keys that occur, all equally frequent. */
function evenRest(keys: number, mass: number, rows: number): readonly Frequency[] {
  const mean = (mass * rows) / keys;
  let rate = alone;
  if (mean > nearlyUnique) {
    rate = mean;
    for (let step = 0; step < 40; step++) rate = mean * -Math.expm1(-rate);
  }
  const possible = (mass * rows) / rate;
  return [{ keys: possible, share: mass / possible }];
}

/** Equally frequent keys of which a sample would have given the estimate; nothing where all seem to differ. */
function evenSample(
  known: ColumnStatistics,
  mass: number,
  rows: number,
  { sample, distinct }: Drawn,
): readonly Frequency[] | undefined {
  const common = (known.commonValues ?? []).map(({ fraction }) => ({ keys: 1, share: fraction }));
  const present = 1 - known.nullFraction;
  if (distinct >= rows * present * 0.99) return undefined;
  let [low, high] = [1, rows * 1000];
  for (let step = 0; step < 50; step++) {
    const keys = Math.sqrt(low * high);
    if (estimated([...common, { keys, share: mass / keys }], rows, sample, present) < distinct) low = keys;
    else high = keys;
  }
  return [{ keys: high, share: mass / high }];
}

/** Common values at least, from whose decline the others' can be told. */
const fewestCommon = 20;

/**
 * What is not among the common values declines as they do: a power law that starts with the last of them. Its exponent
 * and the number of keys follow from the share of the rows that it has, and from the estimate of distinct values, which
 * is far too low for such columns: the keys are those of which a sample would have given that estimate
 * (compute_scalar_stats in src/backend/commands/analyze.c).
 */
function steepRest(
  { commonValues = [], nullFraction }: ColumnStatistics,
  mass: number,
  rows: number,
  { sample, distinct }: Drawn,
): readonly Frequency[] | undefined {
  const first = commonValues.length;
  if (first < fewestCommon) return undefined;
  const last = commonValues.slice(-5);
  const top = last.reduce((sum, one) => sum + one.fraction, 0) / last.length;
  // Hardly more frequent than the others' mean: there is no decline.
  if (top < (2.5 * mass) / Math.max(1, distinct - first)) return undefined;
  const common = commonValues.map(({ fraction }) => ({ keys: 1, share: fraction }));
  let best: readonly Frequency[] | undefined;
  let [low, high] = [0, 3];
  for (let step = 0; step < 30; step++) {
    const exponent = (low + high) / 2;
    const rest = decline(first, top, mass, exponent, rows);
    // Steeper is a longer tail.
    if (rest === undefined) high = exponent;
    else {
      best = rest;
      if (estimated([...common, ...rest], rows, sample, 1 - nullFraction) < distinct) low = exponent;
      else high = exponent;
    }
  }
  return best;
}

/** Keys by rank in groups of growing size until the mass is used up; nothing where more than every row would be needed. */
function decline(
  first: number,
  top: number,
  mass: number,
  exponent: number,
  rows: number,
): readonly Frequency[] | undefined {
  const groups: Frequency[] = [];
  let left = mass;
  const longest = first + rows * 20;
  for (let from = first; left > 1e-9; from *= 1.25) {
    if (from > longest) return undefined;
    const keys = from * 0.25;
    const share = top * ((from * 1.118) / first) ** -exponent;
    const taken = Math.min(left, keys * share);
    groups.push({ keys: taken / share, share });
    left -= taken;
  }
  return groups;
}

/**
 * The estimate of distinct values that a sample of such keys gives in the mean (Haas and Stokes' Duj1).
 *
 * @param present  the share of the rows that have a value: the others are left out
 */
function estimated(all: readonly Frequency[], rows: number, sample: number, present: number): number {
  const [drawn, whole] = [sample * present, rows * present];
  let seen = 0;
  let once = 0;
  for (const { keys, share } of all) {
    const mean = sample * share;
    seen += keys * -Math.expm1(-mean);
    once += keys * mean * Math.exp(-mean);
  }
  return Math.min(whole, (drawn * seen) / (drawn - once + (once * drawn) / whole));
}

/** Keys that occur among so many rows. */
export function occurring(all: readonly Frequency[], rows: number): number {
  return all.reduce((sum, { keys, share }) => sum + keys * -Math.expm1(-rows * share), 0);
}

/** Combinations of two columns whose values have nothing to do with each other. */
export function combined(a: readonly Frequency[], b: readonly Frequency[]): readonly Frequency[] {
  const bins = new Map<number, { keys: number; mass: number }>();
  for (const one of a) {
    for (const other of b) {
      const keys = one.keys * other.keys;
      const share = one.share * other.share;
      const at = Math.round(2 * Math.log2(share));
      const bin = bins.get(at);
      if (bin) {
        bin.keys += keys;
        bin.mass += keys * share;
      } else bins.set(at, { keys, mass: keys * share });
    }
  }
  return [...bins.values()].map(({ keys, mass }) => ({ keys, share: mass / keys }));
}

/** As many keys as make so many that occur, each as much more frequent as they are fewer. */
export function fewer(all: readonly Frequency[], rows: number, occur: number): readonly Frequency[] {
  if (occurring(all, rows) <= occur) return all;
  let [low, high] = [1e-12, 1];
  for (let step = 0; step < 30; step++) {
    const middle = Math.sqrt(low * high);
    if (occurring(scaled(all, middle), rows) < occur) low = middle;
    else high = middle;
  }
  return scaled(all, high);
}

/** So much of the keys, each as much more frequent. */
function scaled(all: readonly Frequency[], factor: number): readonly Frequency[] {
  return all.map(({ keys, share }) => ({ keys: keys * factor, share: share / factor }));
}

/** Groups of about the same share as one, so that combinations stay few. */
export function grouped(all: readonly Frequency[]): readonly Frequency[] {
  return combined(all, [{ keys: 1, share: 1 }]);
}
