import type { QueryBlock } from '../query-facts.ts';
import { type Surroundings, walk } from './conditions.ts';
import type { QueryDialect } from './dialect.ts';
import type { Names, Scope } from './names.ts';
import type { Expression, Select } from './tree.ts';

/** What is gathered while a statement is gone through. */
export interface Collector {
  readonly sql: string;
  readonly dialect: QueryDialect;
  readonly names: Names;
  readonly blocks: (QueryBlock | undefined)[];
  readonly correlated: Set<number>;
  readonly read: Map<Select, Result>;
  readonly parameters: { count: number };
  readonly select: (select: Select, position: Position) => Result;
}

/** The number of a block, and its columns where they can be told. */
export interface Result {
  readonly block: number;
  readonly columns: readonly string[] | undefined;
}

/** How a SELECT stands in those around it. */
export interface Position {
  readonly role: QueryBlock['role'];
  readonly outer: Scope | undefined;
  readonly name?: string;
  readonly materialized?: boolean;
  readonly recursive?: boolean;
}

/** An empty collection; `select` reads a SELECT into it. */
export function collectorOf(
  sql: string,
  dialect: QueryDialect,
  names: Names,
  select: (select: Select, position: Position, collector: Collector) => Result,
): Collector {
  const collector: Collector = {
    sql,
    dialect,
    names,
    blocks: [],
    correlated: new Set(),
    read: new Map(),
    parameters: { count: 0 },
    select: (one, position) => select(one, position, collector),
  };
  return collector;
}

export function openBlock(collector: Collector, outer: Scope | undefined): Scope {
  const block = collector.blocks.push(undefined) - 1;
  return { block, relations: [], commonTables: new Map(), outer };
}

export function surroundings(scope: Scope, collector: Collector): Surroundings {
  return {
    sql: collector.sql,
    dialect: collector.dialect,
    column(expression) {
      const found = collector.names.column(expression.table, expression.name, scope, expression);
      for (let here: Scope | undefined = scope; found.scope && here && here !== found.scope; here = here.outer) {
        collector.correlated.add(here.block);
      }
      return found;
    },
    blockOf: (select, role) => collector.select(select, { role, outer: scope }).block,
  };
}

/** Notes the numbers of the parameters in expressions. */
export function countParameters(expressions: readonly Expression[], { parameters }: Collector): void {
  for (const expression of expressions) {
    walk(expression, (one) => {
      if (one.kind === 'parameter') parameters.count = Math.max(parameters.count, one.number);
    });
  }
}
