import type { ColumnStatistics, TableStatistics } from '../../../catalog/statistics.ts';
import type { Table } from '../../../catalog/table.ts';
import type { Condition, Operand } from '../../query-facts.ts';

/** A table and what is known of its rows. */
export interface KnownTable {
  readonly table: Table;
  readonly statistics: TableStatistics | undefined;
}

/** Rows of a table that nothing is known of, as the planner has it (`sqlite3DefaultRowEst` in src/build.c). */
const unknownRows = 1_048_576;

/** Of a range that is open to one side, and of a pattern, as the planner has them (src/where.c). */
export const rangeShare = 0.25;
/** Of a condition that nothing is known of. */
const otherShare = 0.5;

export function rowsOf({ statistics }: KnownTable): number {
  return Math.max(1, statistics?.rows ?? unknownRows);
}

/** The share of a table's rows for which a condition is true: by what the statistics tell, else as the planner guesses. */
export function shareOf(condition: Condition, alias: string, known: KnownTable): number {
  if (condition.kind === 'boolean') return truthShare(condition, alias, known);
  const share = positiveShare(condition, alias, known);
  const negated = condition.negated && condition.kind !== 'or' && condition.kind !== 'null test';
  return Math.min(1, Math.max(0, negated ? 1 - share : share));
}

function positiveShare(condition: Condition, alias: string, known: KnownTable): number {
  if (condition.kind === 'or') {
    const none = (condition.branches ?? []).reduce(
      (left, branch) => left * (1 - branch.reduce((share, one) => share * shareOf(one, alias, known), 1)),
      1,
    );
    return 1 - none;
  }
  const sides = ownSide(condition, alias);
  if (!sides) return otherShare;
  const column = columnOf(sides.own, known);
  switch (condition.kind) {
    case 'comparison':
      if (condition.operator === '=' || condition.operator === '<>') return equalShare(sides.other, column, known);
      return rangeShareOf(condition, alias, known) ?? rangeShare;
    case 'in list':
      return Math.min(
        1,
        (condition.list ?? []).reduce((sum, one) => sum + equalShare(one, column, known), 0),
      );
    case 'in subquery':
      return otherShare;
    case 'null test': {
      const nulls = column?.nullFraction ?? 0;
      return condition.negated ? 1 - nulls : nulls;
    }
    case 'like':
      return condition.range ? rangeShare ** 2 : rangeShare;
    default:
      return otherShare;
  }
}

/** Of a column that stands alone: true is what is neither zero nor null. */
function truthShare(condition: Condition, alias: string, known: KnownTable): number {
  const sides = ownSide(condition, alias);
  const column = sides && columnOf(sides.own, known);
  if (!column?.commonValues) return otherShare;
  const untrue = equalShare({ text: '0', functions: [], constant: '0' }, column, known);
  return condition.negated ? untrue : Math.max(0, 1 - column.nullFraction - untrue);
}

const mirrored: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/** The share of a range that is open to one side, where a histogram tells it. */
export function rangeShareOf(condition: Condition, alias: string, known: KnownTable): number | undefined {
  const sides = ownSide(condition, alias);
  const value = sides?.other?.constant;
  const column = sides && columnOf(sides.own, known);
  if (!sides || !column || typeof value !== 'string') return undefined;
  const written = condition.operator ?? '';
  const operator = condition.left === sides.own ? written : (mirrored[written] ?? written);
  if (!/^[<>]=?$/.test(operator)) return undefined;
  return shareBeside(operator, value, column);
}

/** The share of the rows whose value lies to that side of another. */
function shareBeside(
  operator: string,
  value: string,
  { commonValues = [], histogram = [], nullFraction }: ColumnStatistics,
): number | undefined {
  if (histogram.length < 2 && commonValues.length === 0) return undefined;
  const number = /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : undefined;
  const isBelow = (one: string) => (number === undefined ? one < value : Number(one) < number);
  const isSame = (one: string) => (number === undefined ? one === value : Number(one) === number);
  const below = (list: typeof commonValues) => list.reduce((sum, { fraction }) => sum + fraction, 0);
  const commonBelow = below(commonValues.filter((one) => isBelow(one.value)));
  const commonSame = below(commonValues.filter((one) => isSame(one.value)));
  const rest = Math.max(0, 1 - nullFraction - below(commonValues));
  const restBelow = rest * placeIn(histogram, value, isBelow);
  const least = commonBelow + restBelow;
  const share = operator === '<' ? least : operator === '<=' ? least + commonSame : 1 - nullFraction - least;
  return Math.min(1, Math.max(0, operator === '>' ? share - commonSame : share));
}

/** How far a value lies on the way from the first bound to the last, 0 to 1. */
function placeIn(histogram: readonly string[], value: string, isBelow: (bound: string) => boolean): number {
  if (histogram.length < 2) return 0.5;
  const at = histogram.filter(isBelow).length;
  if (at === 0) return 0;
  if (at >= histogram.length) return 1;
  const [from, to, here] = positions(histogram[at - 1] ?? '', histogram[at] ?? '', value);
  const within = to > from ? Math.min(1, Math.max(0, (here - from) / (to - from))) : 0.5;
  return (at - 1 + within) / (histogram.length - 1);
}

/** Three values on one line: numbers, times, or texts by the bytes behind what they share (convert_string_to_scalar in PostgreSQL's selfuncs.c). */
function positions(from: string, to: string, here: string): readonly [number, number, number] {
  const values = [from, to, here] as const;
  const numbers = values.map((one) => (one.trim() === '' ? Number.NaN : Number(one)));
  const times = values.map((one) => (/^\d{4}-\d\d-\d\d/.test(one) ? Date.parse(one.replace(' ', 'T')) : Number.NaN));
  const [least, most, own] = numbers.some(Number.isNaN) ? times : numbers;
  if (least !== undefined && most !== undefined && own !== undefined && ![least, most, own].some(Number.isNaN))
    return [least, most, own];
  let shared = 0;
  while (shared < from.length && from[shared] === to[shared]) shared++;
  const [low, high, mine] = values.map((one) => fractionOf(Buffer.from(one.slice(shared))));
  return [low ?? 0, high ?? 0, mine ?? 0];
}

/** The first bytes of a text as digits behind a point. */
function fractionOf(bytes: Buffer): number {
  return [...bytes.subarray(0, 6)].reduce((sum, byte, at) => sum + byte / 256 ** (at + 1), 0);
}

/** The side of a condition that is a column of the relation. */
export function ownSide(
  { left, right }: Condition,
  alias: string,
): { readonly own: Operand; readonly other: Operand | undefined } | undefined {
  if (isOf(left, alias)) return { own: left, other: right };
  return isOf(right, alias) ? { own: right, other: left } : undefined;
}

/** Whether an operand is made of the relation's columns alone. */
function isOf(operand: Operand | undefined, alias: string): operand is Operand {
  const columns = operand?.columns ?? (operand?.column ? [operand.column] : []);
  return columns.length > 0 && columns.every(({ relation }) => relation === alias);
}

/** The share of the rows that have one value of a column, on average. */
export function columnShare(column: string, known: KnownTable): number {
  const name = known.table.columns.find((one) => one.name.toLowerCase() === column.toLowerCase())?.name;
  return equalShare(undefined, name === undefined ? undefined : statisticsOf(name, known), known);
}

function columnOf(own: Operand, known: KnownTable): ColumnStatistics | undefined {
  const name = own.functions.length === 0 ? own.column?.column : undefined;
  return name === undefined ? undefined : statisticsOf(name, known);
}

function statisticsOf(name: string, { table, statistics }: KnownTable): ColumnStatistics | undefined {
  // A single column of the primary key or of a unique constraint has no value twice.
  const keys = [table.primaryKey, ...table.uniques];
  if (keys.some((key) => key?.columns.length === 1 && key.columns[0] === name)) {
    return { nullFraction: 0, averageWidth: 8, distinct: -1 };
  }
  return statistics?.columns[name];
}

/** Distinct values of a column that nothing is known of: the planner takes ten rows for each. */
function equalShare(other: Operand | undefined, column: ColumnStatistics | undefined, known: KnownTable): number {
  const rows = rowsOf(known);
  if (!column) return Math.min(1, 10 / rows);
  if (other?.constant === null) return 0;
  const common = column.commonValues ?? [];
  const found = typeof other?.constant === 'string' ? common.find(({ value }) => value === other.constant) : undefined;
  if (found) return found.fraction;
  const distinct = Math.max(1, column.distinct < 0 ? -column.distinct * rows : column.distinct);
  const constant = other?.constant !== undefined;
  const commonShare = common.reduce((sum, { fraction }) => sum + fraction, 0);
  const rest =
    constant && common.length > 0 ? Math.max(0, 1 - column.nullFraction - commonShare) : 1 - column.nullFraction;
  const values = constant && common.length > 0 ? Math.max(1, distinct - common.length) : distinct;
  return rest / values;
}
