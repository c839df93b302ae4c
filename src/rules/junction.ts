import type { Lookups } from '../catalog/lookups.ts';
import type { Column, ForeignKey, Table } from '../catalog/table.ts';
import { singular, words } from '../catalog/words.ts';
import { isActor } from './actor-columns.ts';
import { isHousekeeping } from './housekeeping.ts';

/** A table that is about nothing but which rows of other tables belong together. */
export interface Junction {
  /** The columns that refer to the other tables, in the table's order. */
  readonly columns: readonly string[];
  /** Whether foreign keys say so; else the names. */
  readonly declared: boolean;
  /** A primary key of its own beside them. */
  readonly surrogate: string | undefined;
  /** Whether the table is named after two of the tables that it joins: `user_roles`. */
  readonly namedAfter: boolean;
}

const timeFamilies = new Set(['timestamp', 'timestamp-with-zone', 'date']);

/** What the table joins, when it has two or more references and beside them at most a number of its own and bookkeeping. */
export function junction(table: Table, lookups: Lookups): Junction | undefined {
  const known = junctions.get(table);
  if (known) return known.junction;
  const found = readJunction(table, lookups);
  junctions.set(table, { junction: found });
  return found;
}

/** Several rules ask; a table belongs to one catalog. */
const junctions = new WeakMap<Table, { readonly junction: Junction | undefined }>();

function readJunction(table: Table, lookups: Lookups): Junction | undefined {
  // Without foreign keys only a table of two ids and nothing else is sure enough.
  if (table.foreignKeys.length < 2 && (table.foreignKeys.length > 0 || table.columns.length !== 2)) return undefined;
  const keys = distinct(table.foreignKeys.filter((key) => !key.columns.every(isActor)));
  const referring = new Set(keys.flatMap((key) => key.columns));
  const actors = new Set(table.foreignKeys.flatMap((key) => key.columns).filter((name) => !referring.has(name)));
  const rest = table.columns.filter(
    (column) => !referring.has(column.name) && !actors.has(column.name) && !isBookkeeping(column),
  );
  if (keys.length >= 2) {
    const surrogate = ownKey(table, rest);
    if (rest.length > (surrogate === undefined ? 0 : 1)) return undefined;
    return {
      columns: inOrder(table, referring),
      declared: true,
      surrogate,
      namedAfter: namedAfter(
        table,
        keys.map((key) => key.references.name),
      ),
    };
  }
  if (table.foreignKeys.length > 0 || rest.length !== 2 || !rest.every(isId)) return undefined;
  const stems = rest.map((column) => words(column.name).slice(0, -1).join('_'));
  if (rest.some((column) => lookups.referencesTo(table).length > 0 || column.identity || column.ownedSequence))
    return undefined;
  return {
    columns: rest.map((column) => column.name),
    declared: false,
    surrogate: undefined,
    namedAfter: namedAfter(table, stems),
  };
}

function ownKey(table: Table, rest: readonly Column[]): string | undefined {
  const [only, ...more] = table.primaryKey?.columns ?? [];
  return only !== undefined && more.length === 0 && rest.some((column) => column.name === only) ? only : undefined;
}

function isBookkeeping(column: Column): boolean {
  return (timeFamilies.has(column.type.family) || isActor(column.name)) && isHousekeeping(column.name);
}

function isId(column: Column): boolean {
  const all = words(column.name);
  return (
    all.length > 1 && (all.at(-1) === 'id' || all.at(-1) === 'uuid') && ['integer', 'uuid'].includes(column.type.family)
  );
}

function distinct(keys: readonly ForeignKey[]): readonly ForeignKey[] {
  const seen = new Set<string>();
  return keys.filter((key) => {
    const columns = JSON.stringify([...key.columns].sort());
    if (seen.has(columns)) return false;
    seen.add(columns);
    return true;
  });
}

function inOrder(table: Table, names: ReadonlySet<string>): readonly string[] {
  return table.columns.map((column) => column.name).filter((name) => names.has(name));
}

function namedAfter(table: Table, others: readonly string[]): boolean {
  const own = new Set(words(table.name).map(singular));
  const matching = new Set(
    others.filter((name) =>
      words(name)
        .map(singular)
        .every((word) => own.has(word)),
    ),
  );
  return matching.size >= 2;
}
