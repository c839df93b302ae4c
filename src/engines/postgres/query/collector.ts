import type { Node, SelectStmt } from 'libpg-query';
import type { QueryBlock } from '../../query-facts.ts';
import type { Surroundings } from './expression.ts';
import type { Names } from './names.ts';
import { columnName, replaceNodes } from './nodes.ts';
import type { Parser } from './parser.ts';
import { computedOf, relationOf, type Scope } from './scope.ts';

/** What is collected of a statement's blocks. */
export interface Collector {
  readonly parser: Parser;
  readonly names: Names;
  readonly blocks: (QueryBlock | undefined)[];
  /** Blocks that read columns of a block around them. */
  readonly correlated: Set<number>;
  /** The number of each SELECT that was read, and the columns that it gives. */
  readonly read: Map<SelectStmt, ReadSelect>;
  /** Reads a SELECT and all below it, once. */
  readonly select: (select: SelectStmt, position: Position) => ReadSelect;
}

/** The number of a SELECT, and the names of its columns, where they can be told. */
export interface ReadSelect {
  readonly block: number;
  readonly columns: readonly string[] | undefined;
}

/** How a block stands in the statement. */
export interface Position {
  readonly role: QueryBlock['role'];
  readonly name?: string;
  readonly materialized?: boolean;
  readonly recursive?: boolean;
  readonly outer: Scope | undefined;
}

/** Takes the next number and opens its scope. */
export function openBlock(collector: Collector, outer: Scope | undefined): Scope {
  const block = collector.blocks.push(undefined) - 1;
  return { block, relations: [], commonTables: new Map(), outer };
}

/** Columns under the names that an alias list gives to the first of them. */
export function renamed(
  columns: readonly string[] | undefined,
  aliases: readonly string[] | undefined,
): readonly string[] | undefined {
  if (!aliases || aliases.length === 0) return columns;
  return columns ? [...aliases, ...columns.slice(aliases.length)] : undefined;
}

/** What an expression of a block needs to know of it. */
export function surroundings(scope: Scope, collector: Collector): Surroundings {
  return {
    write: collector.parser.write,
    collationOf: collector.names.collation,
    relationOf: (column) => relationOf(scope, column)?.relation,
    ...(collector.names.computes ? { computed: (node: Node) => expressionOf(node, scope, collector) } : {}),
    blockOf: (select, role) => collector.select(select, { role, outer: scope }).block,
  };
}

/** The expression of a virtual column, its own columns called as the column was: with its qualifier, or without one. */
function expressionOf(node: Node, scope: Scope, { parser }: Collector): Node | undefined {
  const names = columnName(node);
  const expression = names && computedOf(scope, names);
  if (!names || expression === undefined) return undefined;
  const parsed = parser.parse(`SELECT ${expression}`);
  const select = 'fault' in parsed ? undefined : parsed.statements[0]?.node;
  const target = select && 'SelectStmt' in select ? select.SelectStmt.targetList?.[0] : undefined;
  const made = target && 'ResTarget' in target ? target.ResTarget.val : undefined;
  const qualifier = names.slice(0, -1).map((sval): Node => ({ String: { sval } }));
  return (
    made &&
    replaceNodes(made, (below) =>
      'ColumnRef' in below
        ? { ColumnRef: { ...below.ColumnRef, fields: [...qualifier, ...(below.ColumnRef.fields ?? [])] } }
        : undefined,
    )
  );
}
