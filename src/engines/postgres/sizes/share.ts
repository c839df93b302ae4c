import type { ColumnStatistics } from '../../../catalog/statistics.ts';
import type { ColumnsByName } from '../../sizes.ts';
import { evaluated, sampleOf } from './evaluate.ts';
import { columnsOf, constants, type Parsed, parseExpression, uncast } from './expression.ts';

/** What the planner takes where it knows nothing (src/include/utils/selfuncs.h). */
const unknownEqual = 0.005;
const unknownRange = 1 / 3;
const unknownMatch = 0.05;
const unknownCondition = 0.5;

/** The share of rows for which a condition holds, reckoned as the planner does: from common values, histograms, nulls. */
export function share(condition: string, columns: ColumnsByName): number {
  return clamp(shareOf(parseExpression(condition), columns));
}

/** As {@link share}, of a condition that was read already; may stray from 0 to 1 a little. */
export function shareOf(parsed: Parsed, columns: ColumnsByName): number {
  switch (parsed.kind) {
    case 'and':
      return conjunction(parsed.parts, columns);
    case 'or':
      return 1 - parsed.parts.reduce((rest, part) => rest * (1 - clamp(shareOf(part, columns))), 1);
    case 'not':
      return 1 - shareOf(parsed.of, columns) - nullsOf(parsed.of, columns);
    case 'is':
      return shareOfIs(parsed, columns);
    case 'column':
      return equalTo(columns[parsed.name], 'true');
    case 'constant':
      return isTrue(parsed.value) ? 1 : 0;
    case 'cast':
      return shareOf(parsed.of, columns);
    case 'operator':
      return (isPlain(parsed) ? undefined : sampledShare(parsed, columns)) ?? shareOfOperator(parsed, columns);
    case 'any':
      return shareOfAny(parsed, columns);
    default:
      return unknownCondition;
  }
}

/** Conditions are taken to be independent, but for the two sides of a range. */
function conjunction(parts: readonly Parsed[], columns: ColumnsByName): number {
  const ranges = new Map<string, { from: number; to: number }>();
  let rest = 1;
  for (const part of parts) {
    const one = clamp(shareOf(part, columns));
    const side = rangeSide(part);
    const range = side && (ranges.get(side.column) ?? { from: 1, to: 1 });
    if (side && range) {
      range[side.side] = Math.min(range[side.side], one);
      ranges.set(side.column, range);
    } else rest *= one;
  }
  for (const [column, { from, to }] of ranges) {
    const nulls = columns[column]?.nullFraction ?? 0;
    rest *= from === 1 || to === 1 ? from * to : clamp(from + to + nulls - 1, unknownEqual);
  }
  return rest;
}

function rangeSide(parsed: Parsed): { readonly column: string; readonly side: 'from' | 'to' } | undefined {
  if (parsed.kind !== 'operator' || !/^[<>]=?$/.test(parsed.operator) || !parsed.left) return undefined;
  const left = uncast(parsed.left);
  if (left.kind !== 'column' || uncast(parsed.right).kind !== 'constant') return undefined;
  return { column: left.name, side: parsed.operator.startsWith('>') ? 'from' : 'to' };
}

/** A comparison of a column with a constant, for which common values and the histogram tell more than their sample. */
function isPlain({ operator, left, right }: Extract<Parsed, { readonly kind: 'operator' }>): boolean {
  const sides = [left && uncast(left).kind, uncast(right).kind];
  return /^(?:[<>]=?|=|<>)$/.test(operator) && sides.includes('column') && sides.includes('constant');
}

/** The share by trying the condition on the values that are known of its one column (matchingsel in selfuncs.c). */
function sampledShare(parsed: Parsed, columns: ColumnsByName): number | undefined {
  const [column, ...others] = columnsOf(parsed);
  const known = column === undefined || others.length > 0 ? undefined : columns[column];
  const sample = known && sampleOf(known);
  const found = sample && column !== undefined ? evaluated(parsed, column, sample) : undefined;
  if (!found) return undefined;
  const holds = found.reduce((sum, { value, share: part }) => sum + (value === true ? part : 0), 0);
  // What no known value has may still be in others.
  return Math.max(holds, 0.5 / found.length);
}

function shareOfIs(parsed: Extract<Parsed, { readonly kind: 'is' }>, columns: ColumnsByName): number {
  const { of, not, what } = parsed;
  const column = uncast(of);
  const sampled = column.kind === 'column' ? undefined : sampledShare(parsed, columns);
  if (sampled !== undefined) return sampled;
  const nulls = column.kind === 'column' ? columns[column.name]?.nullFraction : undefined;
  const holds = (() => {
    switch (what) {
      case 'NULL':
      case 'UNKNOWN':
        return nulls ?? unknownEqual;
      case 'TRUE':
        return shareOf(of, columns);
      case 'FALSE':
        return 1 - shareOf(of, columns) - (nulls ?? 0);
      default:
        return unknownCondition;
    }
  })();
  return not ? 1 - holds : holds;
}

function nullsOf(parsed: Parsed, columns: ColumnsByName): number {
  const inner = uncast(parsed);
  if (inner.kind === 'column') return columns[inner.name]?.nullFraction ?? 0;
  if (inner.kind === 'operator' && inner.left) return nullsOf(inner.left, columns);
  if (inner.kind === 'any') return nullsOf(inner.left, columns);
  if (inner.kind === 'and' && inner.parts[0] && inner.parts.every((part) => rangeSide(part))) {
    return nullsOf(inner.parts[0], columns);
  }
  return 0;
}

function shareOfOperator(
  { operator, left, right }: Extract<Parsed, { readonly kind: 'operator' }>,
  columns: ColumnsByName,
): number {
  if (!left) return unknownCondition;
  const [a, b] = [uncast(left), uncast(right)];
  if (a.kind === 'constant' && b.kind !== 'constant') {
    return shareOfOperator({ kind: 'operator', operator: mirrored(operator), left: b, right: a }, columns);
  }
  const column = a.kind === 'column' ? columns[a.name] : undefined;
  const nulls = column?.nullFraction ?? 0;
  const value = b.kind === 'constant' ? b.value : undefined;
  switch (operator) {
    case '=':
      return value == null ? unknownEqual : equalTo(column, value);
    case '<>':
      return 1 - nulls - (value == null ? unknownEqual : equalTo(column, value));
    case '<':
    case '<=':
    case '>':
    case '>=':
      return value == null ? unknownRange : below(column, value, operator);
    case '~~':
    case '~~*':
    case '~':
    case '~*':
      return unknownMatch;
    case '!~~':
    case '!~~*':
    case '!~':
    case '!~*':
      return 1 - nulls - unknownMatch;
    case '@>':
    case '&&':
    case '@@':
    case '?':
      return 0.01;
    default:
      return unknownCondition;
  }
}

function mirrored(operator: string): string {
  return operator.replaceAll(/[<>]/g, (sign) => (operator === '<>' ? sign : sign === '<' ? '>' : '<'));
}

function shareOfAny(
  { operator, left, right, all }: Extract<Parsed, { readonly kind: 'any' }>,
  columns: ColumnsByName,
): number {
  const values = constants(right);
  const column = uncast(left);
  const known = column.kind === 'column' ? columns[column.name] : undefined;
  if (!values) return unknownCondition;
  const equal = values.reduce((sum, value) => sum + (value === null ? 0 : equalTo(known, value)), 0);
  if (operator === '=' && !all) return equal;
  if (operator === '<>' && all) return 1 - (known?.nullFraction ?? 0) - equal;
  return unknownCondition;
}

/** The share of rows that have this value (var_eq_const in selfuncs.c). */
function equalTo(column: ColumnStatistics | undefined, value: string): number {
  if (!column) return unknownEqual;
  const common = column.commonValues ?? [];
  // Blank-padded values are kept with their blanks, and compared without.
  const found = common.find((one) => sameValue(one.value, value) || one.value.trimEnd() === value);
  if (found) return found.fraction;
  const rest = 1 - column.nullFraction - common.reduce((sum, one) => sum + one.fraction, 0);
  // Of a share of unknown rows nothing can be counted: the usual guess.
  const others = column.distinct < 0 ? 1 / unknownEqual : column.distinct - common.length;
  return others < 0.5 ? 0 : Math.min(Math.max(0, rest) / others, common.at(-1)?.fraction ?? 1);
}

function below(column: ColumnStatistics | undefined, value: string, operator: '<' | '<=' | '>' | '>='): number {
  const histogram = column?.histogram;
  if (!column || (!histogram && !column.commonValues)) return unknownRange;
  const common = column.commonValues ?? [];
  const commonBelow = common.reduce((sum, one) => sum + (order(one.value, value) < 0 ? one.fraction : 0), 0);
  const equal =
    operator === '<=' || operator === '>' ? (common.find((one) => sameValue(one.value, value))?.fraction ?? 0) : 0;
  const allCommon = common.reduce((sum, one) => sum + one.fraction, 0);
  const rest = Math.max(0, 1 - column.nullFraction - allCommon);
  const under =
    commonBelow + equal + rest * (histogram && histogram.length > 1 ? place(histogram, value) : unknownRange);
  return operator.startsWith('<') ? under : 1 - column.nullFraction - under;
}

/** The share of a histogram's values below the value. */
function place(histogram: readonly string[], value: string): number {
  let bin = 0;
  while (bin < histogram.length && order(histogram[bin] ?? '', value) < 0) bin++;
  if (bin === 0) return 0;
  if (bin === histogram.length) return 1;
  const [low, high, at] = [histogram[bin - 1] ?? '', histogram[bin] ?? '', value].map(position);
  const within =
    low === undefined || high === undefined || at === undefined || high <= low ? 0.5 : (at - low) / (high - low);
  return (bin - 1 + within) / (histogram.length - 1);
}

/** A number or a time as a number. */
function position(text: string): number | undefined {
  const number = Number(text);
  if (text !== '' && !Number.isNaN(number)) return number;
  const time = /^\d{4}-\d\d-\d\d/.test(text)
    ? Date.parse(text.replace(' ', 'T').replace(/(:\d\d(?:\.\d+)?[+-]\d\d)$/, '$1:00'))
    : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

function order(a: string, b: string): number {
  const [x, y] = [position(a), position(b)];
  if (x !== undefined && y !== undefined) return x - y;
  return a < b ? -1 : a > b ? 1 : 0;
}

function isTrue(value: string | null): boolean {
  return value === 'true' || value === 't';
}

function sameValue(a: string, b: string): boolean {
  return (
    a === b || (a === 't' && b === 'true') || (a === 'f' && b === 'false') || (position(a) ?? a) === (position(b) ?? b)
  );
}

function clamp(share: number, least = 0): number {
  return Math.min(1, Math.max(least, share));
}
