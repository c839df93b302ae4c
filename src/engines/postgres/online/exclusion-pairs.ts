import { displayName, type QualifiedName, qualified, sameName } from '../../../catalog/names.ts';
import type { ExclusionConstraint, Index, IndexKey } from '../../../catalog/table.ts';
import type { Precondition, Situation } from '../../procedure.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { noDuplicates } from './preconditions.ts';

/** Each row is compared with each of a table of so many rows at most, where no key of the constraint is compared by `=`. */
const comparable = 100_000;

/** So many pairs are shown of those that stand in the way. */
const shown = 20;

/** A key as an expression over the row, and the operator that compares it. */
interface ExclusionKey {
  readonly value: string;
  readonly operator: string;
  readonly isRange: boolean;
}

/**
 * Pairs of rows that an exclusion constraint refuses. Nothing where its definition is not understood. Ranges are compared
 * with the one before in their order: where any two overlap, two neighbours do. Where only each with each would tell, a
 * table beyond 100 000 rows is left to the engine.
 */
export function noConflicts(
  table: QualifiedName,
  { name, definition }: ExclusionConstraint,
  index: Index,
  situation: Situation,
): readonly Precondition[] {
  const operators = operatorsOf(definition);
  if (operators.length !== index.keys.length) return [];
  const keys = index.keys.map((key, at) => ({
    value: key.column === undefined ? `(${key.expression})` : quoteIdentifier(key.column),
    operator: operators[at] ?? '=',
    isRange: isRange(table, key, situation),
  }));
  const holds = `No two rows of ${qualified(table)} conflict by the exclusion constraint ${displayName(name)}.`;
  return [{ holds, ...conflicts(table, keys, index) }];
}

/** The same of a key `WITHOUT OVERLAPS`, the last column of which may not overlap where the others are equal. */
export function noOverlaps(table: QualifiedName, name: string, index: Index, situation: Situation): Precondition {
  const keys = index.keys.map((key, at) => ({
    value: key.column === undefined ? `(${key.expression})` : quoteIdentifier(key.column),
    operator: at === index.keys.length - 1 ? '&&' : '=',
    isRange: isRange(table, key, situation),
  }));
  const holds = `No two rows of ${qualified(table)} overlap by the key ${displayName(name)}.`;
  return { holds, ...conflicts(table, keys, index) };
}

function conflicts(
  table: QualifiedName,
  keys: readonly ExclusionKey[],
  index: Index,
): Pick<Precondition, 'count' | 'list'> {
  const others = keys.filter(({ operator }) => operator !== '=');
  if (others.length === 0) return noDuplicates(table, index);
  const [only, ...more] = others;
  if (only?.isRange && only.operator === '&&' && more.length === 0) return neighbours(table, keys, only, index);
  return pairs(table, keys, index);
}

function neighbours(
  table: QualifiedName,
  keys: readonly ExclusionKey[],
  { value }: ExclusionKey,
  index: Index,
): Pick<Precondition, 'count' | 'list'> {
  const equal = keys.filter(({ operator }) => operator === '=').map((key) => key.value);
  const group = equal.length === 0 ? '' : `PARTITION BY ${equal.join(', ')} `;
  const from = `FROM (SELECT *, ${value} AS relvar_range, lag(${value}) OVER (${group}ORDER BY ${value}) AS relvar_before
FROM ${quoteName(table)}
WHERE ${considered(keys, index).join(' AND ')}) AS neighbours
WHERE relvar_range && relvar_before`;
  return { count: `SELECT count(*) ${from}`, list: `SELECT * ${from} LIMIT ${shown}` };
}

function pairs(
  table: QualifiedName,
  keys: readonly ExclusionKey[],
  index: Index,
): Pick<Precondition, 'count' | 'list'> {
  const values = keys.map(({ value }, at) => `${value} AS relvar_${at + 1}`);
  const rows = `(SELECT ${values.join(', ')}, tableoid AS relvar_table, ctid AS relvar_row FROM ${quoteName(table)}
WHERE ${considered(keys, index).join(' AND ')})`;
  const same = keys.map(({ operator }, at) => `a.relvar_${at + 1} ${operator} b.relvar_${at + 1}`);
  const bounded = keys.some(({ operator }) => operator === '=')
    ? ''
    : `\n  AND (SELECT count(*) FROM ${quoteName(table)}) <= ${comparable}`;
  const from = `FROM ${rows} AS a
JOIN ${rows} AS b ON ${same.join(' AND ')}
WHERE (a.relvar_table, a.relvar_row) < (b.relvar_table, b.relvar_row)${bounded}`;
  return { count: `SELECT count(*) ${from}`, list: `SELECT * ${from} LIMIT ${shown}` };
}

/** A row without a value conflicts with none; nor does one that the constraint leaves out. */
function considered(keys: readonly ExclusionKey[], { predicate }: Index): readonly string[] {
  return [...keys.map(({ value }) => `${value} IS NOT NULL`), ...(predicate === undefined ? [] : [`(${predicate})`])];
}

/** In their order, as pg_get_constraintdef writes them behind each key. */
function operatorsOf(definition: string): readonly string[] {
  const found = definition.matchAll(/ WITH (OPERATOR\([^()]*\)|[-+*/<>=~!@#%^&|`?]+)(?=, |\))/g);
  return [...found].map(([, operator]) => operator ?? '');
}

/** A column of a range's type, or a range made on the spot; a range of several parts has neighbours that tell nothing. */
function isRange(table: QualifiedName, { column, expression }: IndexKey, { from, before }: Situation): boolean {
  if (column === undefined) return /^(?:int4|int8|num|ts|tstz|date)range\(/.test(expression ?? '');
  const columns = (before(table) ?? from.tables.find((one) => sameName(one, table)))?.columns;
  const type = columns?.find(({ name }) => name === column)?.type;
  return type?.family === 'range' && !type.element && !type.text.includes('multirange');
}
