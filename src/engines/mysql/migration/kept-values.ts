import type { DataType } from '../../../catalog/type.ts';
import type { Precondition } from '../../procedure.ts';
import { quoteIdentifier } from '../quote.ts';
import type { DraftTable } from '../read/draft.ts';
import { rowsWith } from './rows-with.ts';

/**
 * Rows whose value becomes another one, which strict modes take without a word: numbers are rounded, times lose what is
 * finer than their type, and values of a fixed length are filled up
 * (https://dev.mysql.com/doc/refman/8.4/en/sql-mode.html; those of MariaDB seen on 10.11).
 */
export function keptValues(before: DraftTable, after: DraftTable): readonly Precondition[] {
  return after.columns.flatMap(({ name, type, generated }): readonly Precondition[] => {
    const was = before.columns.find((one) => one.name === name);
    const condition = was && !generated && !was.generated && changed(quoteIdentifier(name), was.type, type);
    if (!condition) return [];
    return [rowsWith(before.name, `No ${name} of ${before.name} becomes another value as ${type.text}.`, condition)];
  });
}

/** The condition under which the value of a column becomes another one; nothing where none does, or the server refuses it. */
function changed(value: string, from: DataType, to: DataType): string | undefined {
  const differs = (other: string) => `${value} <> ${other}`;
  if (isNumber(from)) {
    if (to.family === 'decimal' || isWhole(to))
      return scaleOf(to) < scaleOf(from) ? differs(rounded(value, to)) : undefined;
    return to.family === 'float' && isFiner(from, to) ? differs(backFrom(value, from, to)) : undefined;
  }
  const [was, is] = [momentOf(from), momentOf(to)];
  if (was && (is || to.name === 'year')) {
    // A day, or a time of it, is nowhere in the other: what is left is no part of a moment any more.
    if (!is || is.kind !== was.kind) return was.kind === 'moment' || !is ? restOf(value, is) : undefined;
    return is.digits < was.digits ? differs(`CAST(${value} AS ${castOf(to)}(${is.digits}))`) : undefined;
  }
  if (from.family === 'binary' && to.name === 'binary') return `LENGTH(${value}) < ${lengthOf(to)}`;
  if (from.family === 'text' && from.name !== 'char' && to.name === 'char') return `${value} LIKE '% '`;
  return undefined;
}

const isWhole = ({ name }: DataType): boolean => wholeDigits[name] !== undefined;
const isNumber = (type: DataType): boolean => isWhole(type) || type.family === 'decimal' || type.family === 'float';

/** Digits behind the point; those of a float are as many as need be. */
function scaleOf({ family, scale = 0 }: DataType): number {
  return family === 'float' ? Number.POSITIVE_INFINITY : scale;
}

function rounded(value: string, to: DataType): string {
  const scale = scaleOf(to);
  return scale === 0 ? `ROUND(${value})` : `ROUND(${value}, ${scale})`;
}

/** Digits that every value of the number has, and those that a float keeps. */
const wholeDigits: Readonly<Record<string, number>> = { tinyint: 3, smallint: 5, mediumint: 8, int: 10, bigint: 20 };
const keptDigits: Readonly<Record<string, number>> = { float: 6, double: 15 };

function isFiner(from: DataType, to: DataType): boolean {
  if (from.family === 'float') return from.name === 'double' && to.name === 'float';
  return (wholeDigits[from.name] ?? from.precision ?? 0) > (keptDigits[to.name] ?? 0);
}

/** The value as a float, and back as a number of its own kind. */
function backFrom(value: string, from: DataType, to: DataType): string {
  const float = `CAST(${value} AS ${to.name.toUpperCase()})`;
  if (from.family === 'float') return float;
  if (from.family === 'decimal') return `CAST(${float} AS ${from.text.replace(/ .*/, '').toUpperCase()})`;
  return `CAST(${float} AS ${/ unsigned\b/.test(from.text) ? 'UNSIGNED' : 'SIGNED'})`;
}

interface Moment {
  readonly kind: 'day' | 'time' | 'moment';
  /** Of the second. */
  readonly digits: number;
}

function momentOf({ family, text }: DataType): Moment | undefined {
  const digits = Number(/\((\d)\)/.exec(text)?.[1] ?? 0);
  if (family === 'date') return { kind: 'day', digits };
  if (family === 'time') return { kind: 'time', digits };
  return family === 'timestamp' || family === 'timestamp-with-zone' ? { kind: 'moment', digits } : undefined;
}

/** `CAST` knows no TIMESTAMP. */
const castOf = ({ family }: DataType): string => (family === 'time' ? 'TIME' : 'DATETIME');

/** Of a moment, all that is no midnight loses its time, and everything its day, or all but its year. */
function restOf(value: string, is: Moment | undefined): string {
  return is?.kind === 'day' ? `${value} <> CAST(${value} AS DATE)` : `${value} IS NOT NULL`;
}

const lengthOf = ({ text }: DataType): string => /\((\d+)\)/.exec(text)?.[1] ?? '1';
