import type { ColumnStatistics } from '../../../catalog/statistics.ts';
import type { ColumnsByName, StoredColumn } from '../../sizes.ts';
import { evaluated, type Sampled, sampleOf } from './evaluate.ts';
import { columnsOf, type Parsed, parseExpression } from './expression.ts';
import { guessedDistinct } from './guessed-distinct.ts';

interface Source {
  readonly columns: ColumnsByName;
  readonly rows: number;
  readonly predicate?: string;
}

/**
 * What an expression makes of the values that are known of its one column, as statistics of its own: over the rows that
 * the predicate keeps, where it speaks of that column, too. Nothing where the expression cannot be told by value.
 */
export function fromSample(
  parsed: Parsed,
  { column, known }: { readonly column: Pick<StoredColumn, 'type'>; readonly known: ColumnStatistics },
  { columns, rows, predicate }: Source,
): ColumnStatistics | undefined {
  const [name, ...others] = columnsOf(parsed);
  const of = name === undefined || others.length > 0 ? undefined : columns[name];
  const sample = of && sampleOf(of);
  if (!sample || name === undefined) return undefined;
  const values = evaluated(parsed, name, kept(sample, name, predicate));
  if (!values || values.length === 0) return undefined;
  const whole = values.reduce((sum, one) => sum + one.share, 0);
  if (whole <= 0) return undefined;
  const shares = new Map<string, { share: number; times: number }>();
  let nullFraction = 0;
  for (const { value, share } of values) {
    if (value === null) nullFraction += share / whole;
    else {
      const text = typeof value === 'boolean' ? value.toString().slice(0, 1) : value;
      const before = shares.get(text) ?? { share: 0, times: 0 };
      shares.set(text, { share: before.share + share / whole, times: before.times + 1 });
    }
  }
  const present = 1 - nullFraction;
  if (shares.size === 0) return { nullFraction: 1, averageWidth: known.averageWidth, distinct: 0 };
  const width =
    [...shares].reduce((sum, [text, { share }]) => sum + (Buffer.byteLength(text) + 1) * share, 0) / present;
  const drawn = [...shares.values()].reduce((sum, one) => sum + one.times, 0);
  const once = [...shares.values()].filter((one) => one.times === 1).length;
  // Where the common values are all that there are, nothing was left out of the sample.
  const isWhole = (of.histogram ?? []).length === 0;
  const few = isWhole || once <= shares.size / 10;
  const distinct = few ? shares.size : guessedDistinct([...shares.keys()], { drawn, once }, rows * present);
  return {
    nullFraction,
    averageWidth: column.type.bytes ?? width,
    distinct: distinct > rows / 10 ? -distinct / rows : Math.round(distinct),
    ...(few
      ? {
          commonValues: [...shares]
            .map(([value, { share }]) => ({ value, fraction: share }))
            .sort((a, b) => b.fraction - a.fraction || (a.value < b.value ? -1 : 1)),
        }
      : {}),
  };
}

function kept(sample: readonly Sampled[], column: string, predicate: string | undefined): readonly Sampled[] {
  if (predicate === undefined) return sample;
  const parsed = parseExpression(predicate);
  if (columnsOf(parsed).some((name) => name !== column)) return sample;
  const holds = evaluated(parsed, column, sample);
  const found = holds && sample.filter((_, at) => holds[at]?.value === true);
  return found && found.length > 0 ? found : sample;
}
