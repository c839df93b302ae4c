import type { ColumnStatistics } from '../../../catalog/statistics.ts';

type Values = Pick<ColumnStatistics, 'commonValues' | 'histogram'>;
type Common = NonNullable<ColumnStatistics['commonValues']>;

/** Bounds are kept for so many steps: more tell no reader more. */
const steps = 100;

/** Most common values first; ties in the order of the values. */
function commonFirst(values: Common): Common {
  return values.toSorted((a, b) => b.fraction - a.fraction);
}

/** Bounds that leave equal shares between them: at most {@link steps} of them and the last. */
function thinned(bounds: readonly string[]): readonly string[] {
  if (bounds.length <= steps + 1) return bounds;
  return Array.from({ length: steps + 1 }, (_, at) => bounds[Math.round((at * (bounds.length - 1)) / steps)] ?? '');
}

function valuesOf(common: Common, bounds: readonly string[]): Values {
  return {
    ...(common.length > 0 ? { commonValues: commonFirst(common) } : {}),
    ...(bounds.length > 1 ? { histogram: thinned(bounds) } : {}),
  };
}

/** What a histogram of MySQL says (`information_schema.COLUMN_STATISTICS.HISTOGRAM`), and how many values it counts. */
export function ofMysqlHistogram(
  text: string,
): (Values & Pick<ColumnStatistics, 'nullFraction' | 'distinct'>) | undefined {
  const { buckets = [], 'null-values': nulls = 0, 'histogram-type': type } = JSON.parse(text) as MysqlHistogram;
  if (buckets.length === 0) return { nullFraction: nulls, distinct: 1 };
  if (type === 'singleton') {
    let before = 0;
    const common = (buckets as readonly (readonly [unknown, number])[]).map(([value, cumulated]) => {
      const fraction = cumulated - before;
      before = cumulated;
      return { value: written(value), fraction };
    });
    return { nullFraction: nulls, distinct: buckets.length, ...valuesOf(common, []) };
  }
  const common: { value: string; fraction: number }[] = [];
  const bounds: string[] = [];
  let before = 0;
  let distinct = 0;
  for (const [lower, upper, cumulated, number] of buckets as readonly (readonly [unknown, unknown, number, number])[]) {
    const fraction = cumulated - before;
    before = cumulated;
    distinct += number;
    if (number === 1) common.push({ value: written(lower), fraction });
    else bounds.push(...(bounds.length === 0 ? [written(lower)] : []), written(upper));
  }
  return { nullFraction: nulls, distinct, ...valuesOf(common, bounds) };
}

interface MysqlHistogram {
  readonly buckets?: readonly (readonly unknown[])[];
  readonly 'null-values'?: number;
  readonly 'histogram-type'?: string;
}

/** Texts are written as `base64:type254:…`. */
function written(value: unknown): string {
  const text = String(value);
  const encoded = /^base64:type\d+:(.*)$/s.exec(text)?.[1];
  return encoded === undefined ? text : Buffer.from(encoded, 'base64').toString('utf8');
}

/** What a histogram of MariaDB 10.8 and later says (`JSON_HB` in `mysql.column_stats`). */
export function ofMariadbHistogram(text: string): Values {
  const { histogram_hb: buckets = [] } = JSON.parse(text) as {
    readonly histogram_hb?: readonly {
      readonly start: unknown;
      readonly end?: unknown;
      readonly size: number;
      readonly ndv: number;
    }[];
  };
  const common = buckets
    .filter(({ ndv }) => ndv === 1)
    .map(({ start, size }) => ({ value: String(start), fraction: size }));
  const others = buckets.filter(({ ndv }) => ndv !== 1);
  const last = others.at(-1);
  const end = last?.end ?? buckets[buckets.indexOf(last as (typeof buckets)[number]) + 1]?.start;
  const bounds = last === undefined ? [] : [...others.map(({ start }) => String(start)), String(end ?? last.start)];
  return valuesOf(common, bounds);
}

/**
 * What a histogram of equal heights says whose bounds are shares of the way from the least to the greatest value, as
 * `DECODE_HISTOGRAM` writes their distances; nothing for values that lie on no line.
 */
export function ofPositions(decoded: string, least: string, greatest: string): Values {
  const line = lineBetween(least, greatest);
  if (!line) return {};
  const widths = decoded.split(',').map(Number);
  let way = 0;
  const positions = [0, ...widths.map((width) => (way = Math.min(1, way + width)))];
  const bounds = positions.map((position) => line(position));
  // A bound that stands again and again is a value that so many rows have.
  const counts = new Map<string, number>();
  for (const [at, bound] of bounds.entries()) {
    if (bound === bounds[at + 1]) counts.set(bound, (counts.get(bound) ?? 0) + 1);
  }
  const common = [...counts]
    .filter(([, count]) => count > 1)
    .map(([value, count]) => ({ value, fraction: count / widths.length }));
  return valuesOf(
    common,
    bounds.filter((bound, at) => (counts.get(bound) ?? 0) <= 1 || bound !== bounds[at + 1]),
  );
}

function lineBetween(least: string, greatest: string): ((position: number) => string) | undefined {
  if (least === greatest) return undefined;
  if (isNumber(least) && isNumber(greatest)) {
    const [from, to] = [Number(least), Number(greatest)];
    const digits = Math.max(...[least, greatest].map((text) => text.split('.')[1]?.length ?? 0));
    return (position) => (from + position * (to - from)).toFixed(digits);
  }
  const [from, to] = [instantOf(least), instantOf(greatest)];
  if (Number.isNaN(from) || Number.isNaN(to)) return undefined;
  const length = least.length > 10 ? 19 : 10;
  return (position) => new Date(from + position * (to - from)).toISOString().replace('T', ' ').slice(0, length);
}

function isNumber(text: string): boolean {
  return /^-?\d+(?:\.\d+)?$/.test(text);
}

function instantOf(text: string): number {
  if (!/^\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d)?/.test(text)) return Number.NaN;
  return Date.parse(`${text.slice(0, 19).replace(' ', 'T')}${text.length > 10 ? 'Z' : ''}`);
}
