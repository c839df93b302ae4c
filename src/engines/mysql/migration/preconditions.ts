import type { DataType } from '../../../catalog/type.ts';
import type { Precondition } from '../../procedure.ts';
import { quoteIdentifier } from '../quote.ts';
import type { DraftColumn, DraftTable } from '../read/draft.ts';
import { keptValues } from './kept-values.ts';
import { rangeOf } from './range-of.ts';
import { rowsWith } from './rows-with.ts';
import { takenValues } from './taken-values.ts';

/** Rows that would make an alteration of a table fail, or lose what they hold. */
export function preconditionsOf(before: DraftTable, after: DraftTable): readonly Precondition[] {
  return [
    ...nulls(before, after),
    ...lengths(before, after),
    ...ranges(before, after),
    ...members(before, after),
    ...takenValues(before, after),
    ...keptValues(before, after),
    ...duplicates(before, after),
    ...violations(before, after),
  ];
}

function nulls(before: DraftTable, after: DraftTable): readonly Precondition[] {
  return after.columns.flatMap(({ name, nullable, generated }) => {
    const was = before.columns.find((one) => one.name === name);
    if (nullable || generated || !was?.nullable) return [];
    return [rowsWith(before.name, `No row of ${before.name} lacks ${name}.`, `${quoteIdentifier(name)} IS NULL`)];
  });
}

function lengths(before: DraftTable, after: DraftTable): readonly Precondition[] {
  return after.columns.flatMap(({ name, type }) => {
    const was = before.columns.find((one) => one.name === name);
    const [length, measure] = type.family === 'binary' ? [bytesHeld(type), 'LENGTH'] : [type.length, 'CHAR_LENGTH'];
    if (!was || length === undefined || was.type.family !== type.family) return [];
    const held = type.family === 'binary' ? bytesHeld(was.type) : was.type.length;
    if (!/^(?:text|binary)$/.test(type.family) || (held !== undefined && held <= length)) return [];
    const condition = `${measure}(${quoteIdentifier(name)}) > ${length}`;
    return [rowsWith(before.name, `No ${name} of ${before.name} is longer than ${length}.`, condition)];
  });
}

/** Of `binary(10)` and `varbinary(10)`. */
function bytesHeld({ text }: DataType): number | undefined {
  const [, bytes] = /\((\d+)\)/.exec(text) ?? [];
  return bytes === undefined ? undefined : Number(bytes);
}

/** Numbers that do not fit: refused in strict mode, cut to the nearest that fits in others. */
function ranges(before: DraftTable, after: DraftTable): readonly Precondition[] {
  return after.columns.flatMap((column): readonly Precondition[] => {
    const was = before.columns.find((one) => one.name === column.name);
    const [old, now] = [was && rangeOf(was.type), rangeOf(column.type)];
    if (!now || (!old && was?.type.family !== 'float')) return [];
    const isLess = (a: string, b: string) => Number(a) < Number(b);
    if (old && !isLess(old[0], now[0]) && !isLess(now[1], old[1])) return [];
    const name = quoteIdentifier(column.name);
    return [
      rowsWith(
        before.name,
        `Every ${column.name} of ${before.name} is from ${now[0]} to ${now[1]}.`,
        `${name} < ${now[0]} OR ${name} > ${now[1]}`,
      ),
    ];
  });
}

/** Values of a list that it no longer has: refused in strict mode, made empty in others. */
function members(before: DraftTable, after: DraftTable): readonly Precondition[] {
  return after.columns.flatMap((column): readonly Precondition[] => {
    const was = before.columns.find((one) => one.name === column.name);
    if (was?.type.name !== 'enum' || column.type.name !== 'enum') return [];
    const listed = ({ type }: DraftColumn) => [...type.text.matchAll(/'(?:[^']|'')*'/g)].map(([member]) => member);
    const now = listed(column);
    if (listed(was).every((member) => now.includes(member))) return [];
    return [
      rowsWith(
        before.name,
        `Every ${column.name} of ${before.name} is one of ${now.join(', ')}.`,
        `${quoteIdentifier(column.name)} NOT IN (${now.join(', ')})`,
      ),
    ];
  });
}

/** Rows that a new or another unique key would refuse. */
export function duplicates(before: DraftTable, after: DraftTable): readonly Precondition[] {
  return after.indexes.flatMap(({ kind, name, keys }) => {
    if (kind !== 'unique' && kind !== 'primary') return [];
    const known = before.indexes.find((one) => one.name === name && one.kind === kind);
    const columns = keys.flatMap(({ column }) => column ?? []);
    const isOld = columns.every((column) => before.columns.some((one) => one.name === column));
    if (columns.length < keys.length || !isOld || (known && JSON.stringify(known.keys) === JSON.stringify(keys)))
      return [];
    const list = columns.map(quoteIdentifier).join(', ');
    const groups = `SELECT ${list}, count(*) AS alike FROM ${quoteIdentifier(before.name)} WHERE ${columns.map((one) => `${quoteIdentifier(one)} IS NOT NULL`).join(' AND ')} GROUP BY ${list} HAVING count(*) > 1`;
    return [
      {
        holds: `No rows of ${before.name} are alike in ${columns.join(', ')}.`,
        count: `SELECT count(*) FROM (${groups}) AS alike`,
        list: `${groups} LIMIT 100`,
      },
    ];
  });
}

function violations(before: DraftTable, after: DraftTable): readonly Precondition[] {
  return after.checks.flatMap(({ name, expression, enforced, columns }) => {
    if (!enforced || before.checks.some((one) => one.name === name && one.expression === expression)) return [];
    if (!columns.every((column) => before.columns.some((one) => one.name === column))) return [];
    return [rowsWith(before.name, `Every row of ${before.name} passes the check ${name}.`, `NOT (${expression})`)];
  });
}
