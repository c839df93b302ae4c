import type { Alteration } from './alteration.ts';
import type { QualifiedName } from './names.ts';
import type { Column, Grant, ReferentialAction } from './table.ts';

/** A key of an index to be made. */
export interface NewIndexKey {
  readonly column?: string;
  readonly expression?: string;
  readonly operatorClass?: string;
  readonly collation?: QualifiedName;
  readonly descending?: boolean;
  readonly nullsFirst?: boolean;
}

/** Where indexes and keys are made; some forms that spare a plain table do not exist for a partitioned one. */
interface OnTable {
  readonly table: QualifiedName;
  readonly partitioned?: true;
}

/**
 * One step of schema evolution as data. Only an engine's `render` turns it into SQL, in the form that is
 * safest on a live table (concurrent builds, NOT VALID then VALIDATE).
 */
export type Change =
  | Alteration
  | (OnTable & {
      readonly kind: 'create index';
      readonly name: string;
      readonly keys: readonly NewIndexKey[];
      readonly method?: string;
      readonly unique?: boolean;
      readonly nullsNotDistinct?: boolean;
      readonly include?: readonly string[];
      readonly predicate?: string;
    })
  | (OnTable & { readonly kind: 'drop index'; readonly index: QualifiedName })
  | { readonly kind: 'rebuild index'; readonly table: QualifiedName; readonly index: QualifiedName }
  | (OnTable & {
      readonly kind: 'add foreign key';
      readonly name: string;
      readonly columns: readonly string[];
      readonly references: QualifiedName;
      readonly referencedColumns: readonly string[];
      readonly onDelete?: ReferentialAction;
      readonly onUpdate?: ReferentialAction;
      readonly match?: 'simple' | 'full';
      /** The columns that SET NULL or SET DEFAULT touches, when not all. */
      readonly onDeleteColumns?: readonly string[];
      readonly deferrable?: boolean;
      readonly initiallyDeferred?: boolean;
    })
  | (OnTable & {
      readonly kind: 'add primary key';
      readonly name: string;
      readonly columns: readonly string[];
      /** Those of the columns that may be null now: they get their NOT NULL first, without a long lock. */
      readonly nullable?: readonly string[];
      /** An existing unique index to turn into the key. */
      readonly usingIndex?: string;
    })
  | (OnTable & {
      readonly kind: 'add unique';
      readonly name: string;
      readonly columns: readonly string[];
      readonly nullsNotDistinct?: boolean;
    })
  | { readonly kind: 'add check'; readonly table: QualifiedName; readonly name: string; readonly expression: string }
  | { readonly kind: 'drop constraint'; readonly table: QualifiedName; readonly name: string }
  | { readonly kind: 'validate constraint'; readonly table: QualifiedName; readonly name: string }
  /** When a foreign key is checked: at the end of each statement, or of the transaction. */
  | {
      readonly kind: 'set deferrable';
      readonly table: QualifiedName;
      readonly name: string;
      readonly deferrable: boolean;
      readonly initiallyDeferred: boolean;
    }
  | {
      readonly kind: 'set not null';
      readonly table: QualifiedName;
      readonly column: string;
      /** Where the constraint is to be more than the flag: with a name, not validated, not inherited. */
      readonly constraint?: Column['notNull'];
    }
  | {
      readonly kind: 'drop not null';
      readonly table: QualifiedName;
      readonly column: string;
      readonly was?: Column['notNull'];
    }
  | {
      readonly kind: 'add column';
      readonly table: QualifiedName;
      readonly column: string;
      readonly type: string;
      readonly nullable: boolean;
      readonly default?: string;
      readonly generated?: string;
      readonly identity?: 'always' | 'by default';
    }
  | { readonly kind: 'drop column'; readonly table: QualifiedName; readonly column: string }
  | {
      readonly kind: 'change type';
      readonly table: QualifiedName;
      readonly column: string;
      readonly type: string;
      /** How present values are turned into the new type, when a cast is not enough. */
      readonly using?: string;
      /** The zone that times without one are in, where values get or lose one. */
      readonly timeZone?: string;
      /** A default to drop before and set again after, where the old one cannot be cast. */
      readonly default?: string;
      /** Absent: the type's own. */
      readonly collation?: QualifiedName;
      /** The column before. */
      readonly was?: Column;
    }
  | {
      readonly kind: 'set default';
      readonly table: QualifiedName;
      readonly column: string;
      readonly default: string;
      readonly was?: string;
    }
  | {
      readonly kind: 'drop default';
      readonly table: QualifiedName;
      readonly column: string;
      readonly was?: string;
    }
  /** A serial column becomes an identity column that goes on from the same value. */
  | {
      readonly kind: 'serial to identity';
      readonly table: QualifiedName;
      readonly column: string;
      readonly sequence: QualifiedName;
      /** Of the sequence, when it is not 1. */
      readonly increment?: number;
      /** Rights on the sequence, which the new one gets too. */
      readonly grants?: readonly Grant[];
    }
  | { readonly kind: 'create enum'; readonly type: QualifiedName; readonly values: readonly string[] }
  /** A trigger that sets the column to the time of every update, and its function if need be. */
  | {
      readonly kind: 'maintain updated at';
      readonly table: QualifiedName;
      readonly column: string;
      /** A trigger function of the schema that does it already; one is made when absent. */
      readonly function?: QualifiedName;
    }
  | {
      readonly kind: 'set row security';
      readonly table: QualifiedName;
      readonly enabled: boolean;
      readonly forced?: boolean;
    }
  | {
      readonly kind: 'create policy';
      readonly table: QualifiedName;
      readonly name: string;
      readonly command: 'all' | 'select' | 'insert' | 'update' | 'delete';
      readonly permissive?: boolean;
      readonly roles?: readonly string[];
      readonly using?: string;
      readonly withCheck?: string;
    }
  | {
      readonly kind: 'alter policy';
      readonly table: QualifiedName;
      readonly name: string;
      readonly using?: string;
      readonly withCheck?: string;
      readonly was?: { readonly using?: string; readonly withCheck?: string };
    }
  | { readonly kind: 'drop policy'; readonly table: QualifiedName; readonly name: string }
  | {
      readonly kind: 'set routine option';
      readonly routine: QualifiedName;
      /** The routine's identity: `name(type, type)`. */
      readonly signature: string;
      readonly routineKind: 'function' | 'procedure';
      readonly searchPath: readonly string[];
    }
  | { readonly kind: 'set view option'; readonly view: QualifiedName; readonly option: string; readonly value: string }
  | { readonly kind: 'set persistence'; readonly table: QualifiedName; readonly persistence: 'permanent' | 'unlogged' }
  | {
      readonly kind: 'set table option';
      readonly table: QualifiedName;
      readonly option: string;
      readonly value: string;
    }
  | {
      readonly kind: 'change sequence type';
      readonly sequence: QualifiedName;
      readonly type: 'smallint' | 'integer' | 'bigint';
    }
  | {
      readonly kind: 'create partition';
      readonly table: QualifiedName;
      readonly name: string;
      /** As the engine writes bounds; absent for the default partition. */
      readonly bound?: string;
    }
  /** Statistics of columns together, or of expressions: gathered by the next ANALYZE. */
  | {
      readonly kind: 'create statistics';
      readonly table: QualifiedName;
      /** In the table's schema. */
      readonly name: string;
      /** `ndistinct`, `dependencies`, `mcv`; all when empty, and of a single expression there is no choice. */
      readonly kinds: readonly string[];
      readonly columns: readonly string[];
      readonly expressions: readonly string[];
    }
  /** How many common values and histogram buckets ANALYZE keeps of a column. */
  | {
      readonly kind: 'set statistics target';
      readonly table: QualifiedName;
      readonly column: string;
      readonly target: number;
    }
  | { readonly kind: 'analyze'; readonly table: QualifiedName }
  | { readonly kind: 'vacuum'; readonly table: QualifiedName; readonly full?: boolean };
