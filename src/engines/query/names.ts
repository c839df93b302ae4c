import type { Catalog } from '../../catalog/catalog.ts';
import { closest } from '../../catalog/closest.ts';
import type { QualifiedName } from '../../catalog/names.ts';
import { RelvarError } from '../../findings/error.ts';
import type { QueryDialect } from './dialect.ts';
import type { Span } from './tree.ts';

/** A relation that columns can be of. */
export interface ScopedRelation {
  readonly alias: string;
  /** Nothing where they cannot be told: of a function, of a table of the engine's own. */
  readonly columns: readonly string[] | undefined;
  /** Columns by their collation where it is not the default; of a table. */
  readonly collations?: ReadonlyMap<string, string>;
}

/** The names that a block can use: its own and, behind them, those of the blocks around it. */
export interface Scope {
  readonly block: number;
  readonly relations: ScopedRelation[];
  readonly commonTables: Map<string, { readonly block: number; readonly columns: readonly string[] | undefined }>;
  readonly outer: Scope | undefined;
}

/** What a column of a query is: names as the catalog writes them. */
export interface FoundColumn {
  readonly relation?: string;
  readonly column: string;
  readonly collation?: string;
  /** The block that it belongs to; nothing where it cannot be told. */
  readonly scope: Scope | undefined;
}

/** Finds what names mean; letters count alike in both cases. */
export interface Names {
  /**
   * Nothing for a table of the engine's own.
   * @throws RelvarError `unknown-table`
   */
  relation(
    name: string,
    span: Span,
  ):
    | (Omit<ScopedRelation, 'alias'> & { readonly name: QualifiedName; readonly columns: readonly string[] })
    | undefined;
  /** @throws RelvarError `unknown-column`, `unknown-table` (of an alias that nothing has) */
  column(table: string | undefined, name: string, scope: Scope, span: Span): FoundColumn;
  /** `slow.sql:14:7`. */
  place(position: number): string;
}

/** `where` is what messages call the query: `slow.sql:12`. */
export function namesOf(sql: string, catalog: Catalog, where: string, dialect: QueryDialect): Names {
  const { rowNumbers } = dialect;
  const known = new Map<string, Omit<ScopedRelation, 'alias'> & { name: QualifiedName; columns: readonly string[] }>();
  for (const one of [...catalog.tables, ...catalog.views]) {
    const collations = one.columns.flatMap((column) =>
      'collation' in column && column.collation ? [[column.name, column.collation.name] as const] : [],
    );
    known.set(one.name.toLowerCase(), {
      name: { schema: one.schema, name: one.name },
      columns: one.columns.map((column) => column.name),
      collations: new Map(collations),
    });
  }
  const others = new Set(catalog.others.map(({ name }) => name.toLowerCase()));
  const place = (position: number) => placeIn(sql, position, where);
  return {
    place,
    relation(name, span) {
      const lower = name.toLowerCase();
      const found = known.get(lower);
      if (found) return found;
      if (dialect.isInternal(lower) || others.has(lower)) return undefined;
      const names = [...known.values()].map((one) => one.name.name);
      const guess = closest(name, names);
      throw new RelvarError('unknown-table', `${place(span.start)}: there is no table or view ${name}`, {
        hint:
          guess !== undefined
            ? `did you mean ${guess}?`
            : names.length === 0
              ? 'the schema has no tables'
              : `the schema has ${listed(names)}`,
      });
    },
    column(table, name, scope, span) {
      if (table !== undefined) return qualifiedColumn(table, name, scope, () => place(span.start), rowNumbers);
      for (let here: Scope | undefined = scope; here; here = here.outer) {
        const having = here.relations.flatMap((relation) => foundIn(relation, name));
        const [first, second] = having;
        if (first) return { ...(second ? { column: first.column } : first), scope: here };
        const opaque = here.relations.filter(({ columns }) => columns === undefined);
        const [only] = opaque;
        if (only && here.relations.length === 1) return { relation: only.alias, column: name, scope: here };
        if (only) return { column: name, scope: here };
      }
      if (rowNumbers.has(name.toLowerCase())) {
        const [only, other] = scope.relations;
        return { ...(only && !other ? { relation: only.alias } : {}), column: name, scope };
      }
      throw unknownColumn(
        name,
        around(scope).flatMap(({ columns }) => columns ?? []),
        place(span.start),
        sql[span.start] === '"',
      );
    },
  };
}

function qualifiedColumn(
  table: string,
  name: string,
  scope: Scope,
  place: () => string,
  rowNumbers: ReadonlySet<string>,
): FoundColumn {
  const lower = table.toLowerCase();
  for (let here: Scope | undefined = scope; here; here = here.outer) {
    const relation = here.relations.find(({ alias }) => alias.toLowerCase() === lower);
    if (!relation) continue;
    const [found] = foundIn(relation, name);
    if (found) return { ...found, scope: here };
    if (relation.columns && !rowNumbers.has(name.toLowerCase())) {
      throw unknownColumn(`${relation.alias}.${name}`, relation.columns, place());
    }
    return { relation: relation.alias, column: name, scope: here };
  }
  const aliases = around(scope).map(({ alias }) => alias);
  const guess = closest(table, aliases);
  throw new RelvarError('unknown-table', `${place()}: the query has no table or alias ${table}`, {
    hint: guess === undefined ? `it has ${aliases.join(', ') || 'none'}` : `did you mean ${guess}?`,
  });
}

function foundIn({ alias, columns, collations }: ScopedRelation, name: string): readonly Omit<FoundColumn, 'scope'>[] {
  const column = columns?.find((one) => one.toLowerCase() === name.toLowerCase());
  if (column === undefined) return [];
  const collation = collations?.get(column);
  return [{ relation: alias, column, ...(collation === undefined ? {} : { collation }) }];
}

function around(scope: Scope): readonly ScopedRelation[] {
  return [...scope.relations, ...(scope.outer ? around(scope.outer) : [])];
}

/** @param quoted in double quotes, as texts are in other languages */
function unknownColumn(shown: string, candidates: readonly string[], place: string, quoted = false): RelvarError {
  const names = [...new Set(candidates)];
  const guess = closest(shown.split('.').at(-1) ?? shown, names);
  return new RelvarError('unknown-column', `${place}: there is no column ${shown}`, {
    hint: quoted
      ? `double quotes are for names, and a text stands in single quotes: '${shown}'`
      : guess === undefined
        ? `there are ${listed(names)}`
        : `did you mean ${guess}?`,
  });
}

function listed(names: readonly string[]): string {
  const few = names.slice(0, 6).join(', ');
  return names.length > 6 ? `${few} and ${names.length - 6} more` : few;
}

/** `slow.sql:14:7` of a place in a statement that begins at `slow.sql:12`. */
function placeIn(sql: string, position: number, where: string): string {
  const before = sql.slice(0, position);
  const line = before.split('\n').length;
  const column = before.length - before.lastIndexOf('\n');
  const [, file = where, first = '1'] = /^(.*):(\d+)$/.exec(where) ?? [];
  return `${file}:${Number(first) + line - 1}:${column}`;
}
