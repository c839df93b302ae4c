import type { Change } from './change.ts';
import type { LogicalType } from './logical-type.ts';
import type { ReferentialAction } from './table.ts';

/**
 * A schema that is to be made, before an engine has written it: tables in the order in which a reader should meet them,
 * with what their values mean instead of an engine's types. An engine writes it as a script; what it became is read back
 * from the engine as a catalog.
 */
export interface Blueprint {
  readonly title: string;
  readonly tables: readonly BlueprintTable[];
  /** Changes of the listed tables are recorded in this table. */
  readonly audit?: { readonly table: string; readonly of: readonly string[] };
  /** Rows belong to tenants, and sessions see those of one tenant. */
  readonly tenancy?: { readonly column: string; readonly setting: string };
  /** Former values that triggers keep. */
  readonly histories?: readonly BlueprintHistory[];
  /** Sums that are kept. */
  readonly summaries?: readonly BlueprintSummary[];
}

/** A table that holds what columns of another were, one row for each value and the moment from which it held. */
export interface BlueprintHistory {
  readonly table: string;
  /** The table whose rows it tells of. */
  readonly of: string;
  /** The column that refers to it, and what it refers to. */
  readonly reference: string;
  readonly key: string;
  /** Columns of both tables, by the same names; without a value in those of `needed` nothing is kept. */
  readonly columns: readonly string[];
  readonly needed: readonly string[];
  readonly from: string;
  /** The column for the end; absent where the next row tells it. */
  readonly until?: string;
  /** The column of `of` that tells since when its rows are there. */
  readonly begun?: string;
  /** A column of the tenant, of both. */
  readonly tenant?: string;
}

export type ColumnMeaning =
  | LogicalType
  /** A number that the engine gives to each row. */
  | 'identity'
  /** The value of another table's column. */
  | 'reference'
  /** How many rows were added up, and what they come to. */
  | 'count'
  | 'total';

export interface BlueprintColumn {
  readonly name: string;
  readonly meaning: ColumnMeaning;
  /** The type that is asked for, instead of the one by the meaning. */
  readonly sqlType?: string;
  /** A text has exactly so many characters. */
  readonly length?: number;
  readonly nullable: boolean;
  /** Of a reference: what it refers to. */
  readonly of?: { readonly table: string; readonly column: string };
  /** The closed list. */
  readonly values?: readonly string[];
  /** The closed list is a type of its own, of this name, and no check. */
  readonly listType?: string;
  /** The list has rows in a table that the column refers to: `values` are those that it begins with. */
  readonly listTable?: string;
  /** `now` for the present time or day; `random` for a UUID; a value otherwise. */
  readonly default?: string | number | boolean;
  readonly min?: number;
  readonly max?: number;
  /** May be below 0 though it is money or counts things. */
  readonly signed?: boolean;
  /** A sentence for the comment. */
  readonly about: string;
}

export interface BlueprintReference {
  readonly columns: readonly string[];
  readonly to: string;
  readonly toColumns: readonly string[];
  readonly onDelete: ReferentialAction;
  /** The columns that become null, where not all do. */
  readonly nulled?: readonly string[];
}

/** Rows that a unique key is about. */
export interface BlueprintCondition {
  readonly column: string;
  readonly is: string | boolean | null;
}

export interface BlueprintUnique {
  readonly columns: readonly string[];
  /** Among these rows alone; a plain constraint when empty. */
  readonly when: readonly BlueprintCondition[];
}

/** What must hold of a row; names are columns. */
export type BlueprintCheck = { readonly about: string } & (
  | { readonly kind: 'order'; readonly first: string; readonly second: string; readonly strict: boolean }
  | { readonly kind: 'exactly one' | 'at most one' | 'at least one' | 'together'; readonly of: readonly string[] }
  | { readonly kind: 'different'; readonly first: string; readonly second: string }
  | {
      readonly kind: 'requires';
      readonly column: string;
      readonly values: readonly string[];
      readonly present: readonly string[];
    }
  | {
      readonly kind: 'only when';
      readonly column: string;
      readonly values: readonly string[];
      readonly of: readonly string[];
    }
  | {
      readonly kind: 'no overlap';
      /** A range, or, with `until`, the column in which it begins. */
      readonly period: string;
      readonly until?: string;
      readonly within: readonly string[];
      readonly except?: { readonly column: string; readonly values: readonly string[] };
    }
);

export interface BlueprintTable {
  readonly name: string;
  /** A sentence for the comment: what a row is. */
  readonly about: string;
  readonly columns: readonly BlueprintColumn[];
  readonly primaryKey: readonly string[];
  readonly uniques: readonly BlueprintUnique[];
  readonly references: readonly BlueprintReference[];
  readonly checks: readonly BlueprintCheck[];
  /** A generated column that holds the words of these, for search. */
  readonly search?: { readonly column: string; readonly of: readonly string[] };
  /** The column that every update sets to the present time. */
  readonly updatedAt?: string;
  /** Parted by the months of a column: one part for each of `months` from the present one on, and one for all else. */
  readonly partition?: { readonly column: string; readonly months: number };
  /** The column that tells the tenant: rows of others are hidden. */
  readonly tenantColumn?: string;
  readonly indexes: readonly NewIndexOf[];
  /** Rows that it begins with: values by column. */
  readonly rows?: readonly Readonly<Record<string, string | number>>[];
}

/** An index to be made, and why in a sentence. */
export interface NewIndexOf {
  readonly change: Extract<Change, { readonly kind: 'create index' }>;
  readonly why: string;
}

/** A read of the data; names are columns of `table`, or of the tables on its way. */
export interface BlueprintQuery {
  readonly name: string;
  readonly table: string;
  /** Tables that are joined: each by columns of one that came before, with names that the query gives them. */
  readonly joins: readonly {
    readonly table: string;
    readonly as: string;
    readonly on: readonly { readonly own: string; readonly of: string; readonly column: string }[];
  }[];
  /** Equal to a parameter each; `of` is the name that the query gives to the table, or the table's own. */
  readonly equal: readonly { readonly of: string; readonly column: string }[];
  /** One of these values. */
  readonly among?: readonly { readonly column: string; readonly values: readonly string[] }[];
  /** Not told. */
  readonly absent: readonly string[];
  /** From one parameter up to another. */
  readonly range?: string;
  /** Of each row of this table, by its key, the first in the order: its column refers to it. */
  readonly each?: { readonly table: string; readonly key: string; readonly column: string };
  /** Words in the table's search column. */
  readonly search: boolean;
  /** `of` is another table than its own, by the name that the query gives to it. */
  readonly order: readonly { readonly of?: string; readonly column: string; readonly descending: boolean }[];
  /** Goes on behind the last row of the page before. */
  readonly after: boolean;
  readonly limit?: number;
  readonly columns: readonly string[];
  readonly summary?: {
    /** Once for each of these units of a column, the earliest first; days are those of UTC. */
    readonly per?: { readonly column: string; readonly unit: TimeUnit };
    readonly groupBy: readonly { readonly of?: string; readonly column: string }[];
    readonly sum?: string;
    /** Those with most first. */
    readonly ranked?: true;
    /** The rows are sums already: the column of how many rows each stands for, which is added up as `sum` is. */
    readonly counted?: string;
  };
}

export const timeUnits = ['hour', 'day', 'week', 'month', 'year'] as const;

export type TimeUnit = (typeof timeUnits)[number];

/** What a summary would add up is kept added up, so that a query reads the sums and not the rows. */
export interface BlueprintSummary {
  /**
   * A `view` is as of its last refresh; a `table` is written by triggers with each change of the rows, and is among the
   * tables, too.
   */
  readonly kept: 'view' | 'table';
  /** What it holds: a summary without parameters. */
  readonly query: BlueprintQuery;
  /** Its form as a table; the primary key is what a row is of, indexes those that its queries need. */
  readonly shape: BlueprintTable;
  /** Of a view: how often it is to be refreshed, in minutes. */
  readonly refreshMinutes?: number;
  /** The queries that read it, each as it would add up itself, and as it reads the sums. */
  readonly serves: readonly { readonly asked: BlueprintQuery; readonly reads: BlueprintQuery }[];
}

/** Tables and kept views: all that a query can read. */
export function relationsOf({ tables, summaries = [] }: Blueprint): readonly BlueprintTable[] {
  return [...tables, ...summaries.flatMap((one) => (one.kept === 'view' ? [one.shape] : []))];
}
