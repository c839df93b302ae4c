import type { NewIndexKey } from '../../catalog/change.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import type { Table } from '../../catalog/table.ts';
import { keyText } from '../../engines/index-keys.ts';
import type { Access, Bound } from './access.ts';
import type { Draft } from './candidate.ts';
import { distinctOf, shareOf, widthOf } from './values.ts';

/** Columns beside the keys of a covering index, at most. */
const mostIncluded = 8;

/** Mean bytes of values without a limit from which they are no key, and stand beside no key. */
const longKey = 500;
const longBeside = 64;

/** A condition that keeps more of the rows than this does not narrow a search. */
const mostShare = 0.5;

type Keys = readonly NewIndexKey[];

/**
 * Ordered indexes that an access may use: columns held equal (to a value or by a join) before one held to a range or
 * the order, in every order that may serve several queries; each bare, and with the columns that spare the table.
 *
 * @param others  what other accesses of the table hold equal, as texts of keys: what they share with this one may lead
 */
export function orderedDrafts(
  access: Access,
  statistics: Statistics,
  width: number,
  others: readonly (readonly string[])[],
): readonly Draft[] {
  const drafts: Draft[] = [];
  const { table, needed } = access;
  const searched = new Set(access.limited ? access.other.map(({ column }) => column) : []);
  for (const keys of keyLists(access, statistics, width, others)) {
    if (keys.some((key) => mayBeLong(table, key.column, statistics, longKey))) continue;
    drafts.push({ table, keys });
    const include = beside(keys, needed);
    if (!include || include.length === 0 || include.length > mostIncluded) continue;
    if (include.some((column) => mayBeLong(table, column, statistics, longBeside))) continue;
    // A walk that looks into each value until enough match: a copy of the values makes it no surer.
    if (include.some((column) => searched.has(column) || holdsMany(table, column))) continue;
    drafts.push({ table, keys, include });
  }
  return drafts;
}

/**
 * Whether values without a limit are so long on average that some may not fit: an entry of more than a third of a page
 * (2 704 bytes) is an error when the row is written (BTMaxItemSize in src/include/access/nbtree.h).
 */
function mayBeLong(table: Table, name: string | undefined, statistics: Statistics, average: number): boolean {
  const column = table.columns.find((one) => one.name === name);
  if (!column || column.type.bytes !== undefined || (column.type.length ?? 10_000) <= 500) return false;
  return widthOf(statistics, table, column.name) > average;
}

/** Types whose values hold any number of others: an entry that does not fit is an error when the row is written. */
const holding = new Set(['array', 'json', 'json-binary', 'full-text', 'key-value']);

function holdsMany({ columns }: Table, name: string): boolean {
  return holding.has(columns.find((one) => one.name === name)?.type.family ?? '');
}

/** What is read beside the keys; nothing where that is not known, or a key is an expression. */
function beside(keys: Keys, needed: readonly string[] | undefined): readonly string[] | undefined {
  if (!needed || keys.some((key) => key.column === undefined)) return undefined;
  return needed.filter((column) => !keys.some((key) => key.column === column));
}

function keyLists(
  access: Access,
  statistics: Statistics,
  width: number,
  others: readonly (readonly string[])[],
): readonly Keys[] {
  const lists = new Map<string, Keys>();
  const add = (...parts: readonly Keys[]) => {
    const keys = distinct(parts.flat()).slice(0, width);
    if (keys.length > 0) lists.set(keys.map(fullText).join(','), keys);
  };
  const selective = (a: Bound, b: Bound) =>
    distinctOf(statistics, access.table, b.column) - distinctOf(statistics, access.table, a.column);
  // What most rows have is no key to find them by.
  const narrowing = access.equal.filter(
    ({ condition, column }) => (shareOf(condition, column, access.table, statistics) ?? 0) <= mostShare,
  );
  const isAdded = ({ condition }: Bound) => Number(condition.byPolicy ?? false);
  const equal = narrowing.toSorted((a, b) => isAdded(b) - isAdded(a) || selective(a, b)).map((one) => one.key);
  const ranges = access.ranges.map((one) => one.key);
  const joins = access.joins.map((one) => one.key);
  const order = access.order.slice(0, width);
  const group = access.group.slice(0, width);
  add(equal);
  if (equal.length <= 3) for (const one of equal) add([one], equal);
  for (const one of equal) add([one]);
  for (const range of ranges) {
    add(equal, [range]);
    add([range]);
  }
  for (const other of others) {
    const shared = equal.filter((key) => other.includes(keyText(key)));
    if (shared.length === 0 || shared.length === equal.length) continue;
    add(shared, equal);
    for (const range of ranges) add(shared, equal, [range]);
    if (order.length > 0) add(shared, equal, order);
  }
  if (order.length > 0 && order.length === access.order.length) {
    add(equal, order);
    add(order);
    // A list of values breaks the order behind it; and what few rows fail may as well be checked on the way.
    const single = narrowing
      .filter(isOneValue)
      .toSorted(selective)
      .map((one) => one.key);
    if (single.length < equal.length || equal.length > 2) add(single, order);
    for (const one of single) add([one], order);
    for (const range of ranges) add(equal, order, [range]);
  }
  for (const window of access.windows) {
    if (window.length > width) continue;
    add(equal, window);
    add(window);
  }
  if (group.length > 0 && group.length === access.group.length) {
    add(equal, group);
    add(group);
  }
  for (const join of joins) {
    add([join]);
    add([join], equal);
    add(equal, [join]);
    for (const range of ranges) {
      add([join], equal, [range]);
      add(equal, [join], [range]);
      add([range], [join]);
    }
    if (order.length > 0) add([join], equal, order);
  }
  // Two columns that lead to the same relation are one key; others are reached one after the other.
  for (const first of access.joins) {
    for (const second of access.joins) {
      if (first === second) continue;
      if (first.to === second.to || access.joins.length === 2) add([first.key], [second.key], equal);
    }
  }
  // What policies hold every query of the table to leads: no query of a role that they bind is without it.
  const policies = narrowing.filter(({ condition }) => condition.byPolicy).map(({ key }) => keyText(key));
  if (policies.length === 0) return [...lists.values()];
  const leading = new Set([...policies, ...joins.map(keyText)]);
  return [...lists.values()].filter(([first]) => first !== undefined && leading.has(keyText(first)));
}

/** Held equal to one value, not to each of a list. */
function isOneValue({ condition }: Bound): boolean {
  return condition.kind !== 'in list';
}

function distinct(keys: Keys): Keys {
  const seen = new Set<string>();
  return keys.filter((key) => {
    // The order of a column that is held to one value does not matter.
    const text = key.column ?? keyText(key);
    return !seen.has(text) && seen.add(text);
  });
}

function fullText(key: NewIndexKey): string {
  return `${keyText(key)} ${key.descending ?? false} ${key.nullsFirst ?? ''}`;
}
