import type { Node, RangeVar, SelectStmt } from 'libpg-query';
import { qualified } from '../../../catalog/names.ts';
import type { Column, Table } from '../../../catalog/table.ts';
import { columnName, replaceNodes, walk } from '../query/nodes.ts';
import { columnRef, columnsIn } from './build.ts';
import type { RewriteContext } from './rewrite.ts';

/** Something in a FROM clause that columns can be of. */
export interface Source {
  readonly alias: string;
  /** The table, where it is one that the schema has. */
  readonly table: Table | undefined;
  /** An outer join may put nulls in place of its rows. */
  readonly padded: boolean;
  readonly node: Node;
}

/** What the FROM clause of a SELECT holds; nothing where something in it has no name. */
export function sourcesOf(select: SelectStmt, context: RewriteContext): readonly Source[] | undefined {
  const found: Source[] = [];
  let nameless = false;
  const visit = (node: Node, padded: boolean): void => {
    if ('JoinExpr' in node) {
      const { larg, rarg, jointype, alias, isNatural, usingClause } = node.JoinExpr;
      // USING and NATURAL make columns that belong to neither side.
      if (alias || isNatural || usingClause) nameless = true;
      const [left, right] = [
        jointype === 'JOIN_RIGHT' || jointype === 'JOIN_FULL',
        jointype === 'JOIN_LEFT' || jointype === 'JOIN_FULL',
      ];
      if (larg) visit(larg, padded || left);
      if (rarg) visit(rarg, padded || right);
    } else {
      const source = sourceOf(node, padded, context);
      if (source) found.push(source);
      else nameless = true;
    }
  };
  for (const node of select.fromClause ?? []) visit(node, false);
  return nameless ? undefined : found;
}

function sourceOf(node: Node, padded: boolean, context: RewriteContext): Source | undefined {
  if ('RangeVar' in node) {
    const range = node.RangeVar;
    // Columns under other names are not looked into.
    if (range.alias?.colnames) return undefined;
    return { alias: range.alias?.aliasname ?? range.relname ?? '', table: tableOf(range, context), padded, node };
  }
  if ('RangeSubselect' in node) {
    const alias = node.RangeSubselect.alias?.aliasname;
    return alias === undefined ? undefined : { alias, table: undefined, padded, node };
  }
  return undefined;
}

/** The table that a name means; nothing for a view, a CTE, or ONLY. */
function tableOf(range: RangeVar, { catalog, defaultSchema, commonTables }: RewriteContext): Table | undefined {
  const name = range.relname ?? '';
  if (range.schemaname === undefined && commonTables.has(name)) return undefined;
  const key = qualified({ schema: range.schemaname ?? defaultSchema, name });
  return catalog.tables.find((table) => qualified(table) === key);
}

/** A column of a table that a SELECT reads. */
export interface SourceColumn {
  readonly source: Source;
  readonly table: Table;
  readonly column: Column;
  /** Never null here. */
  readonly required: boolean;
}

/** The table's column that a node is; nothing where that cannot be told. */
export function sourceColumn(node: Node, sources: readonly Source[]): SourceColumn | undefined {
  const name = columnName(node);
  const source = name && sourceOfColumn(name, sources);
  const column = source?.table?.columns.find((one) => one.name === name?.at(-1));
  if (!source?.table || !column) return undefined;
  const required = !column.nullable && column.notNull?.validated !== false && !source.padded;
  return { source, table: source.table, column, required };
}

/** The source that a column's name leads to, by its alias or because no other can have it. */
export function sourceOfColumn(name: readonly string[], sources: readonly Source[]): Source | undefined {
  if (name.length === 2) {
    const found = sources.filter((source) => source.alias === name[0]);
    return found.length === 1 ? found[0] : undefined;
  }
  if (name.length !== 1 || sources.some((source) => source.table === undefined)) return undefined;
  const found = sources.filter((source) => source.table?.columns.some((column) => column.name === name[0]));
  return found.length === 1 ? found[0] : undefined;
}

/** Whether every column of a part is of these sources: so it means the same wherever they are in sight. */
export function isOf(part: unknown, sources: readonly Source[]): boolean {
  return columnsIn(part).every((name) => sourceOfColumn(name, sources) !== undefined);
}

/** A part with its bare columns under the names of their sources, sub-queries left as they are; nothing where one cannot be told. */
export function withAliases<Part>(part: Part, sources: readonly Source[]): Part | undefined {
  let unknown = false;
  const named = replaceNodes(part, (node) => {
    if ('SelectStmt' in node) return node;
    const name = columnName(node);
    if (name?.length !== 1) return undefined;
    const source = sourceOfColumn(name, sources);
    if (!source) unknown = true;
    return source && columnRef(source.alias, name[0] ?? '');
  });
  return unknown ? undefined : named;
}

/** A name that no source of these has: `orders_1`. */
export function freshAlias(base: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const alias = `${base}_${number}`;
    if (!taken.has(alias)) return alias;
  }
}

/** Every alias that a statement or a part of one uses. */
export function aliasesIn(part: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  walk(part, (node) => {
    if ('RangeVar' in node) found.add(node.RangeVar.alias?.aliasname ?? node.RangeVar.relname ?? '');
    if ('RangeSubselect' in node) found.add(node.RangeSubselect.alias?.aliasname ?? '');
    if ('RangeFunction' in node) found.add(node.RangeFunction.alias?.aliasname ?? '');
    return undefined;
  });
  return found;
}

/** Keys of a table that no two rows share, none of their columns ever null. */
export function requiredKeys(table: Table): readonly (readonly string[])[] {
  return uniqueKeys(table).filter((key) =>
    key.every((name) => {
      const column = table.columns.find((one) => one.name === name);
      return column && !column.nullable && column.notNull?.validated !== false;
    }),
  );
}

/** Keys of a table that no two rows share, unless a column is null; what is put off until the end of a transaction does not count. */
export function uniqueKeys(table: Table): readonly (readonly string[])[] {
  const constraints = [...(table.primaryKey ? [table.primaryKey] : []), ...table.uniques];
  const owned = new Set(constraints.map((key) => key.index));
  return [
    ...constraints.filter((key) => !key.deferrable && !key.withoutOverlaps).map((key) => key.columns),
    ...table.indexes.flatMap((index) => {
      const columns = index.keys.map((key) => key.column);
      const plain = index.unique && index.valid && index.predicate === undefined && !owned.has(index.name);
      return plain && columns.every((name) => name !== undefined) ? [columns] : [];
    }),
  ];
}
