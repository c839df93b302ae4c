import type { QualifiedName } from './names.ts';
import type { Expression, Grant, Table, View, ViewColumn } from './table.ts';
import type { DataType } from './type.ts';

export interface Schema {
  readonly name: string;
  readonly grants: readonly Grant[];
  readonly owner?: string;
  readonly comment?: string;
}

export interface EnumType extends QualifiedName {
  readonly kind: 'enum';
  readonly values: readonly string[];
}

export interface DomainType extends QualifiedName {
  readonly kind: 'domain';
  readonly base: DataType;
  readonly nullable: boolean;
  /** The name that a person gave to what makes it refuse nulls. */
  readonly notNull?: string;
  readonly default?: Expression;
  readonly collation?: QualifiedName;
  readonly checks: readonly { readonly name: string; readonly expression: Expression; readonly validated: boolean }[];
}

export interface Attribute {
  readonly name: string;
  readonly type: DataType;
  /** Only where it differs from the type's own. */
  readonly collation?: QualifiedName;
}

export interface CompositeType extends QualifiedName {
  readonly kind: 'composite';
  readonly attributes: readonly Attribute[];
}

export interface RangeType extends QualifiedName {
  readonly kind: 'range';
  readonly subtype: DataType;
  readonly operatorClass?: string;
  readonly collation?: QualifiedName;
  readonly canonical?: QualifiedName;
  readonly difference?: QualifiedName;
  readonly multirange?: QualifiedName;
}

/** A type that the user defined; `stub` marks one that stands in for a missing extension's. */
export type UserType = (EnumType | DomainType | CompositeType | RangeType) & {
  readonly grants: readonly Grant[];
  readonly owner?: string;
  readonly comment?: string;
};

export interface Sequence extends QualifiedName {
  readonly type: DataType;
  readonly start: bigint;
  readonly increment: bigint;
  readonly minimum: bigint;
  readonly maximum: bigint;
  readonly cache: bigint;
  readonly cycle: boolean;
  /** The column that owns it (`serial`, identity). */
  readonly ownedBy?: { readonly table: QualifiedName; readonly column: string };
  /** True when it is the hidden sequence of an identity column. */
  readonly identity: boolean;
  readonly persistence: 'permanent' | 'unlogged' | 'temporary';
  readonly grants: readonly Grant[];
  readonly owner?: string;
  readonly comment?: string;
}

/** A function, procedure or aggregate. Its `signature` makes it unique: `name(type, type)`. */
export interface Routine extends QualifiedName {
  readonly kind: 'function' | 'procedure' | 'aggregate' | 'window';
  readonly signature: string;
  readonly arguments: string;
  readonly returns?: string;
  readonly language: string;
  readonly volatility: 'immutable' | 'stable' | 'volatile';
  readonly strict: boolean;
  readonly securityDefiner: boolean;
  readonly leakproof: boolean;
  readonly parallel: 'safe' | 'restricted' | 'unsafe';
  /** `SET` clauses: parameter → value. */
  readonly settings: Readonly<Record<string, string>>;
  readonly body: string;
  readonly definition: string;
  readonly grants: readonly Grant[];
  readonly owner?: string;
  readonly comment?: string;
}

export interface Extension {
  readonly name: string;
  readonly schema: string;
  readonly version?: string;
  /** True when the lab does not have it and its objects are stand-ins. */
  readonly stubbed: boolean;
  readonly comment?: string;
}

/** `CREATE STATISTICS`. */
export interface ExtendedStatistics extends QualifiedName {
  readonly table: QualifiedName;
  readonly kinds: readonly string[];
  readonly columns: readonly string[];
  readonly definition: string;
  readonly owner?: string;
  readonly comment?: string;
}

/** An object of a kind that the catalog does not model further: noticed, never silently lost. */
export interface OtherObject {
  /** In words: `event trigger`, `publication`, `operator class`… */
  readonly kind: string;
  readonly schema?: string;
  readonly name: string;
  readonly definition?: string;
  /** Of what runs by the clock, the moment from which it counts: a constant, or an expression whose value nobody kept. */
  readonly starts?: Expression;
  /** Of a program, the modes of the session that made it, without which its text means something else. */
  readonly mode?: string;
  /** Of a foreign server, which version it is said to be. */
  readonly version?: string;
  /** `OPTIONS (…)` of what leads to another server, but for what is secret. */
  readonly options?: Readonly<Record<string, string>>;
  /**
   * Of what is set for another object (a comment, a state) and of what goes with it: the keys of that object and of all
   * else that must be there.
   */
  readonly on?: readonly string[];
  /** The statement that takes it away, where that is no DROP. */
  readonly undo?: string;
  /** Rows that are nowhere else go with it. */
  readonly holdsRows?: true;
  /** Of what is read as a table is, and where they are known: its columns. They follow from the definition. */
  readonly columns?: readonly ViewColumn[];
  /** The table whose rows it shows, as the definition names it. */
  readonly reads?: readonly QualifiedName[];
  /** Of kinds that rights are granted on. */
  readonly grants?: readonly Grant[];
  readonly owner?: string;
  readonly comment?: string;
  /** Of default privileges: what new objects of a kind get, in one schema or in all. */
  readonly defaults?: {
    readonly target: 'table' | 'sequence' | 'routine' | 'type' | 'schema' | 'large object';
    readonly schema?: string;
    readonly grants: readonly Grant[];
  };
}

/** Whether it is an object that can be looked at, and no comment, state or right of another one. */
export function standsForItself({ on, defaults, definition }: OtherObject): boolean {
  return on === undefined && defaults === undefined && definition !== undefined;
}

/**
 * A schema as plain data, normalised by the engine that read it: expressions and types are written as the
 * engine writes them back, names are unquoted, every list is in a fixed order (columns and keys by position,
 * all else by name).
 */
export interface Catalog {
  readonly schemas: readonly Schema[];
  readonly tables: readonly Table[];
  readonly views: readonly View[];
  readonly types: readonly UserType[];
  readonly sequences: readonly Sequence[];
  readonly routines: readonly Routine[];
  readonly extensions: readonly Extension[];
  readonly statistics: readonly ExtendedStatistics[];
  readonly others: readonly OtherObject[];
  /** The role that read it, whose own is all that it makes; absent where none was told, and of engines without owners. */
  readonly reader?: string;
}

/** A catalog of nothing. */
export const emptyCatalog: Catalog = {
  schemas: [],
  tables: [],
  views: [],
  types: [],
  sequences: [],
  routines: [],
  extensions: [],
  statistics: [],
  others: [],
};
