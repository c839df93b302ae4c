import type { Blueprint, BlueprintQuery, BlueprintSummary, BlueprintTable, NewIndexOf } from '../catalog/blueprint.ts';
import type { TextParts } from '../catalog/text-parts.ts';
import type { Traits } from '../catalog/traits.ts';
import type { EngineError } from './connection.ts';

/** Rows that prove a schema: what it takes, and what it must refuse. */
export interface SampleRows {
  /** One row of each table that can have one, what it refers to before it. */
  readonly good: readonly { readonly table: string; readonly sql: string }[];
  readonly bad: readonly {
    readonly table: string;
    /** What is wrong with it: `a quantity below 0`. */
    readonly what: string;
    readonly sql: string;
  }[];
  /** What triggers must do of themselves, after the good rows: a statement, and a query that is true when it was done. */
  readonly effects: readonly { readonly what: string; readonly sql: string; readonly holds: string }[];
}

/** What queries can be written as, beside SQL. */
export const codeTools = ['prisma', 'drizzle', 'kysely', 'sqlalchemy'] as const;

export type CodeTool = (typeof codeTools)[number];

/** A query with the SQL that `query` gives for it. */
export interface WrittenQuery {
  readonly query: BlueprintQuery;
  readonly sql: string;
}

/** How an engine writes the queries of a design, and the rows that prove it. */
export interface DesignWriting {
  query(query: BlueprintQuery, blueprint: Blueprint): string;
  samples(blueprint: Blueprint): SampleRows;
  /** Statements that put in the rows that a table begins with. */
  rows(table: BlueprintTable): readonly string[];
  /** Has constraints checked that wait for the end of the transaction; absent where there are none. */
  readonly settle?: string;
  /** Whether a constraint refused a row for what is wrong with it, and not its form. */
  refuses(error: EngineError, what: string): boolean;
}

/** A statement of a script, and why it is there. */
export interface ExplainedStatement {
  readonly why: string;
  readonly sql: string;
}

/** How an engine takes a design over whose tables another engine has made (see receiving.ts). */
export interface CarriedDesigns extends DesignWriting {
  /** Statements before all others. */
  readonly head: readonly string[];
  /** What stands behind the tables: search, moments of changes, histories. */
  beside(blueprint: Blueprint): readonly ExplainedStatement[];
  /** What of the design is otherwise or left to the application, a sentence each. */
  otherwise(blueprint: Blueprint): readonly string[];
}

/** How an engine writes a schema that is to be made. */
export interface Blueprints extends DesignWriting {
  /** The script, readable from the top to the bottom; `now` is the month that partitions begin with. */
  script(blueprint: Blueprint, traits: Traits, now: Date): string;
  /** A script as its statements, each known by what it makes, and tables as their columns and constraints. */
  parts(script: string): Promise<TextParts>;
  /** An index as it stands in the script, where no table holds rows yet. */
  index(index: NewIndexOf['change']): string;
  /** The queries in the code of a tool: files by their paths in the folder of the design. */
  code(tool: CodeTool, queries: readonly WrittenQuery[], blueprint: Blueprint): ReadonlyMap<string, string>;
  /** Statements of one transaction that add up anew what triggers keep, where rows were there before them. */
  fill(summary: BlueprintSummary, blueprint: Blueprint): readonly string[];
}
