import type { ColumnRef } from 'libpg-query';
import { closest } from '../../../catalog/closest.ts';
import { RelvarError } from '../../../findings/error.ts';
import { type Names, systemColumns, unknownColumn } from './names.ts';
import { stringsOf } from './nodes.ts';

/** A relation that columns can be of. */
export interface ScopedRelation {
  readonly alias: string;
  /** Nothing where they cannot be told: of a function, of one of the engine's own tables. */
  readonly columns: readonly string[] | undefined;
  /** The expressions of virtual columns by name. */
  readonly computed?: ReadonlyMap<string, string>;
  /** False for the hidden names that `excluded`, `old` and `new` are. */
  readonly searched: boolean;
}

/** What a CTE gives. */
export interface CommonTable {
  /** Nothing for one that changes data. */
  readonly block: number | undefined;
  readonly columns: readonly string[] | undefined;
}

/** The names that a block can use: its own and, behind them, those of the blocks around it. */
export interface Scope {
  readonly block: number;
  readonly relations: ScopedRelation[];
  readonly commonTables: Map<string, CommonTable>;
  readonly outer: Scope | undefined;
}

/** What a column reference means: the relation, and the block that it belongs to. */
export interface Resolved {
  readonly relation: string | undefined;
  readonly scope: Scope | undefined;
}

export function commonTable(scope: Scope | undefined, name: string): CommonTable | undefined {
  for (let here = scope; here; here = here.outer) {
    const found = here.commonTables.get(name);
    if (found) return found;
  }
  return undefined;
}

/** The relation that a bare column belongs to, where exactly one can have it. */
export function relationOf(scope: Scope, column: string): Resolved | undefined {
  for (let here: Scope | undefined = scope; here; here = here.outer) {
    const searched = here.relations.filter((relation) => relation.searched);
    const having = searched.filter((relation) => relation.columns?.includes(column));
    if (having.length > 0) return { relation: having.length === 1 ? having[0]?.alias : undefined, scope: here };
    const opaque = searched.filter((relation) => relation.columns === undefined);
    if (opaque.length > 0) {
      return { relation: searched.length === 1 ? opaque[0]?.alias : undefined, scope: here };
    }
  }
  return undefined;
}

/** What the engine computes in the place of a column, where it is a virtual one. */
export function computedOf(scope: Scope, names: readonly string[]): string | undefined {
  const column = names.at(-1) ?? '';
  const alias = names.at(-2) ?? relationOf(scope, column)?.relation;
  for (let here: Scope | undefined = scope; here; here = here.outer) {
    const found = here.relations.find((relation) => relation.alias === alias);
    if (found) return found.computed?.get(column);
  }
  return undefined;
}

/**
 * Where a column reference leads.
 * @throws RelvarError `unknown-column`, `unknown-table` (of an alias that nothing has)
 */
export function resolve(reference: ColumnRef, scope: Scope, names: Names): Resolved {
  const fields = stringsOf(reference.fields);
  const star = fields.length < (reference.fields?.length ?? 0);
  const place = () => names.place(reference.location);
  const qualifier = star ? fields.at(-1) : fields.at(-2);
  const column = star ? undefined : fields.at(-1);
  if (qualifier === undefined) return column === undefined ? nowhere : bare(column, scope, place);
  for (let here: Scope | undefined = scope; here; here = here.outer) {
    const found = here.relations.find((relation) => relation.alias === qualifier);
    if (!found) continue;
    if (column !== undefined && found.columns && !found.columns.includes(column)) {
      if (!systemColumns.has(column) && !names.isFunction(column)) {
        throw unknownColumn(`${qualifier}.${column}`, found.columns, place());
      }
    }
    return { relation: qualifier, scope: here };
  }
  // Of `a.b` the first may be a column, a composite one, only in assignments; else it is a relation.
  const aliases = allRelations(scope).map((relation) => relation.alias);
  const guess = closest(qualifier, aliases);
  throw new RelvarError('unknown-table', `${place()}: the query has no table or alias ${qualifier}`, {
    hint: guess === undefined ? `it has ${aliases.join(', ') || 'none'}` : `did you mean ${guess}?`,
  });
}

const nowhere: Resolved = { relation: undefined, scope: undefined };

function bare(column: string, scope: Scope, place: () => string): Resolved {
  const found = relationOf(scope, column);
  if (found) return found;
  const relations = allRelations(scope);
  // A whole row, or a column that every table has.
  if (relations.some((relation) => relation.alias === column) || systemColumns.has(column)) return nowhere;
  throw unknownColumn(
    column,
    relations.flatMap((relation) => relation.columns ?? []),
    place(),
  );
}

function allRelations(scope: Scope): readonly ScopedRelation[] {
  return [...scope.relations, ...(scope.outer ? allRelations(scope.outer) : [])];
}
