import type { DataType } from '../../../catalog/type.ts';
import type { Precondition } from '../../procedure.ts';
import { quoteIdentifier } from '../quote.ts';
import { characterSetOf } from '../read/charsets.ts';
import type { DraftColumn, DraftTable } from '../read/draft.ts';
import { rangeOf } from './range-of.ts';
import { rowsWith } from './rows-with.ts';

/**
 * Rows whose value is none of a column's new type: strict modes refuse the alteration for one of them, and tools that copy
 * by INSERT IGNORE write something else in its place (seen on MariaDB 10.11).
 */
export function takenValues(before: DraftTable, after: DraftTable): readonly Precondition[] {
  return after.columns.flatMap((column): readonly Precondition[] => {
    const was = before.columns.find((one) => one.name === column.name);
    if (!was || column.generated || was.generated) return [];
    const name = quoteIdentifier(column.name);
    const condition = [
      was.type.text === column.type.text ? undefined : refused(name, was.type, column.type),
      otherCharacters(name, was, column),
      tooLong(name, was, column),
    ].filter((one) => one !== undefined);
    if (condition.length === 0) return [];
    const type =
      otherCharacters(name, was, column) === undefined ? '' : ` in ${characterSetOf(column.ownCollation ?? '')}`;
    const holds = `Every ${column.name} of ${before.name} can be written as ${column.type.text}${type}.`;
    return [rowsWith(before.name, holds, condition.join(' OR '))];
  });
}

const whole = '^[[:space:]]*[-+]?[0-9]+[[:space:]]*$';
const fraction = '^[[:space:]]*[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?[[:space:]]*$';

function refused(value: string, from: DataType, to: DataType): string | undefined {
  const isText = from.family === 'text' || from.family === 'enum';
  // Hours of zones lie between the days at the ends of what a TIMESTAMP holds.
  if (from.family === 'timestamp' && to.family === 'timestamp-with-zone')
    return `${value} < '1970-01-02' OR ${value} >= '2038-01-19'`;
  if (!isText) return undefined;
  switch (to.family) {
    case 'boolean':
    case 'integer':
      return `${value} NOT REGEXP '${whole}'${beyond(value, to)}`;
    case 'decimal':
    case 'float':
      return `${value} NOT REGEXP '${fraction}'${beyond(value, to)}`;
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamp-with-zone': {
      const word = { date: 'DATE', time: 'TIME' }[to.family as string] ?? 'DATETIME';
      // What stands behind a date is cut off, with a note alone.
      const rest = word === 'DATE' ? ` OR CAST(${value} AS DATETIME(6)) <> CAST(${value} AS DATE)` : '';
      return `${value} IS NOT NULL AND CAST(${value} AS ${word}) IS NULL OR ${value} REGEXP '[^-+0-9:./ T]'${rest}`;
    }
    case 'json':
      return `NOT JSON_VALID(${value})`;
    case 'enum':
      return from.family === 'enum' ? undefined : `${value} NOT IN (${listOf(to)})`;
    case 'uuid':
      return `${value} NOT REGEXP '^[0-9A-Fa-f]{8}-?([0-9A-Fa-f]{4}-?){3}[0-9A-Fa-f]{12}$'`;
    default:
      return undefined;
  }
}

/** A number that is none of the type's: the nearest that is stands in its place. */
function beyond(value: string, to: DataType): string {
  const range = rangeOf(to);
  if (!range) return '';
  const number = `CAST(${value} AS DECIMAL(65,${to.scale ?? 0}))`;
  return ` OR ${number} < ${range[0]} OR ${number} > ${range[1]}`;
}

const listOf = ({ text }: DataType): string =>
  [...text.matchAll(/'(?:[^']|'')*'/g)].map(([member]) => member).join(', ');

/** Sets that hold every character that others do: what goes there is nowhere refused. */
const wide = new Set(['utf8mb4', 'utf16', 'utf32', 'utf16le', 'binary']);

function otherCharacters(value: string, was: DraftColumn, is: DraftColumn): string | undefined {
  if (was.ownCollation === undefined || is.ownCollation === undefined) return undefined;
  const [from, to] = [characterSetOf(was.ownCollation), characterSetOf(is.ownCollation)];
  if (from === to || wide.has(to) || from === 'ascii') return undefined;
  const there = `CONVERT(CONVERT(${value} USING ${to}) USING utf8mb4)`;
  return `CAST(${there} AS BINARY) <> CAST(CONVERT(${value} USING utf8mb4) AS BINARY)`;
}

/** Bytes that the kinds of long texts and blobs hold (https://dev.mysql.com/doc/refman/8.4/en/storage-requirements.html). */
const held: Readonly<Record<string, number>> = { tiny: 255, '': 65_535, medium: 16_777_215 };

function tooLong(value: string, was: DraftColumn, is: DraftColumn): string | undefined {
  const [, kind] = /^(tiny|medium|)(?:text|blob)$/.exec(is.type.name) ?? [];
  const most = kind === undefined ? undefined : held[kind];
  if (most === undefined || was.type.family !== is.type.family) return undefined;
  const [, own = was.type.name] = /^(tiny|medium|)(?:text|blob)$/.exec(was.type.name) ?? [];
  const set = is.ownCollation === undefined ? undefined : characterSetOf(is.ownCollation);
  if ((held[own] ?? (was.type.length ?? Number.POSITIVE_INFINITY) * 4) <= most) return undefined;
  return `LENGTH(${set === undefined ? value : `CONVERT(${value} USING ${set})`}) > ${most}`;
}
