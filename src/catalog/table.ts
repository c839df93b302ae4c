import type { QualifiedName } from './names.ts';
import type { DataType } from './type.ts';

/** A default, a generated column's or an index's expression, as the engine writes it back. */
export type Expression = string;

export interface Identity {
  readonly generation: 'always' | 'by default';
  /** The sequence behind it, when the engine has one. */
  readonly sequence?: QualifiedName;
}

export interface Column {
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
  /** The not-null constraint where it is more than the flag: its own name, not validated, or not inherited. */
  readonly notNull?: { readonly name?: string; readonly validated: boolean; readonly inherited: boolean };
  readonly default?: Expression;
  /** The sequence that a default draws from and the column owns (`serial`). */
  readonly ownedSequence?: QualifiedName;
  readonly identity?: Identity;
  readonly generated?: { readonly expression: Expression; readonly stored: boolean };
  /** What it becomes whenever another value of its row changes (`ON UPDATE CURRENT_TIMESTAMP`). */
  readonly onUpdate?: Expression;
  /** True when `SELECT *` leaves it out. */
  readonly hidden?: true;
  /** Only where it differs from the type's own. */
  readonly collation?: QualifiedName;
  /** Only where it differs from the type's own: plain, external, extended, main. */
  readonly storage?: 'plain' | 'external' | 'extended' | 'main';
  readonly compression?: string;
  readonly statisticsTarget?: number;
  /** What is set for it alone: of a foreign table's, how it is called elsewhere. */
  readonly options?: Readonly<Record<string, string>>;
  /** False for a column that comes only from a parent (inheritance, partition). */
  readonly local: boolean;
  readonly comment?: string;
}

export interface ConstraintState {
  readonly validated: boolean;
  readonly enforced: boolean;
  readonly deferrable: boolean;
  readonly initiallyDeferred: boolean;
}

/** A primary key or a unique constraint; its index stands in the table's `indexes` under `index`. */
export interface KeyConstraint extends ConstraintState {
  readonly name: string;
  readonly columns: readonly string[];
  readonly include: readonly string[];
  readonly nullsNotDistinct: boolean;
  /** `WITHOUT OVERLAPS` on the last column (PostgreSQL 18). */
  readonly withoutOverlaps: boolean;
  readonly index: string;
  readonly comment?: string;
}

export type ReferentialAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default';

export interface ForeignKey extends ConstraintState {
  readonly name: string;
  readonly columns: readonly string[];
  readonly references: QualifiedName;
  readonly referencedColumns: readonly string[];
  /** The unique index of the referenced table that it relies on, where the engine tells. */
  readonly referencedIndex?: string;
  readonly onDelete: ReferentialAction;
  readonly onUpdate: ReferentialAction;
  /** The columns that `SET NULL (…)` or `SET DEFAULT (…)` names, when not all. */
  readonly onDeleteColumns?: readonly string[];
  readonly match: 'simple' | 'full';
  /** `PERIOD` on the last column (PostgreSQL 18). */
  readonly period: boolean;
  /** True for the copy that a partition inherits from its parent's constraint. */
  readonly inherited: boolean;
  readonly comment?: string;
}

export interface CheckConstraint extends ConstraintState {
  readonly name: string;
  readonly expression: Expression;
  readonly columns: readonly string[];
  readonly noInherit: boolean;
  readonly inherited: boolean;
  readonly comment?: string;
}

export interface ExclusionConstraint extends ConstraintState {
  readonly name: string;
  /** The whole definition as the engine writes it: `EXCLUDE USING gist (…)`. */
  readonly definition: string;
  readonly columns: readonly string[];
  readonly index: string;
  readonly comment?: string;
}

export interface IndexKey {
  /** The column, or nothing when the key is an expression. */
  readonly column?: string;
  readonly expression?: Expression;
  /** The column of which only the first so many characters or bytes are in the index; the expression says the same. */
  readonly prefix?: { readonly column: string; readonly length: number };
  /** Only where it differs from the method's default for the type, as `name` or `schema.name`, options included. */
  readonly operatorClass?: string;
  /** Only where it differs from the column's own. */
  readonly collation?: QualifiedName;
  readonly descending: boolean;
  /** As `descending` where the engine gives a key no choice. */
  readonly nullsFirst: boolean;
}

export interface Index {
  readonly name: string;
  /** Access method: btree, hash, gin, gist, spgist, brin, or an extension's. */
  readonly method: string;
  readonly unique: boolean;
  readonly nullsNotDistinct: boolean;
  readonly keys: readonly IndexKey[];
  readonly include: readonly string[];
  readonly predicate?: Expression;
  /** Columns that the keys' expressions read. */
  readonly expressionColumns: readonly string[];
  /** Columns that the predicate reads. */
  readonly predicateColumns: readonly string[];
  readonly valid: boolean;
  /** The constraint that owns it, if one does. */
  readonly constraint?: string;
  /** The parent's index, of a partition's index that is attached to one. */
  readonly partitionOf?: QualifiedName;
  /** True when the table is replicated by it or clustered on it. */
  readonly replicaIdentity: boolean;
  readonly clustered: boolean;
  readonly options: Readonly<Record<string, string>>;
  readonly tablespace?: string;
  readonly comment?: string;
  /** The statement that makes it, as the engine writes it back. */
  readonly definition: string;
}

export interface Policy {
  readonly name: string;
  readonly command: 'all' | 'select' | 'insert' | 'update' | 'delete';
  readonly permissive: boolean;
  /** Empty means everybody (`public`). */
  readonly roles: readonly string[];
  readonly using?: Expression;
  readonly withCheck?: Expression;
  readonly comment?: string;
}

export interface Trigger {
  readonly name: string;
  readonly timing: 'before' | 'after' | 'instead of';
  readonly events: readonly ('insert' | 'update' | 'delete' | 'truncate')[];
  /** The columns of `UPDATE OF`. */
  readonly columns: readonly string[];
  readonly forEach: 'row' | 'statement';
  /** What it calls; absent where it holds its statements itself. */
  readonly function?: QualifiedName;
  readonly enabled: 'origin' | 'disabled' | 'replica' | 'always';
  readonly definition: string;
  /** Modes of the session that made it, without which its text means something else. */
  readonly mode?: string;
  readonly owner?: string;
  readonly comment?: string;
}

/** A rewrite rule other than a view's own. */
export interface RewriteRule {
  readonly name: string;
  readonly definition: string;
}

export interface Grant {
  /** Empty means everybody (`public`). */
  readonly grantee: string;
  readonly privileges: readonly string[];
  /** The privileges that the grantee may pass on. */
  readonly grantable: readonly string[];
  /** The column it is limited to. */
  readonly column?: string;
}

export interface PartitionKey {
  readonly column?: string;
  readonly expression?: Expression;
}

export interface Partitioning {
  readonly strategy: 'range' | 'list' | 'hash';
  readonly keys: readonly PartitionKey[];
  /** As the engine writes it: `RANGE (created_at)`. */
  readonly definition: string;
}

export interface Table extends QualifiedName {
  readonly kind: 'table' | 'foreign';
  readonly persistence: 'permanent' | 'unlogged' | 'temporary';
  readonly columns: readonly Column[];
  readonly primaryKey?: KeyConstraint;
  readonly uniques: readonly KeyConstraint[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly CheckConstraint[];
  readonly exclusions: readonly ExclusionConstraint[];
  readonly indexes: readonly Index[];
  readonly partitioning?: Partitioning;
  readonly partitionOf?: { readonly parent: QualifiedName; readonly bound: string; readonly isDefault: boolean };
  readonly inherits: readonly QualifiedName[];
  readonly policies: readonly Policy[];
  readonly rowSecurity: 'off' | 'on' | 'forced';
  /** It is off, and would be forced once it is on. */
  readonly rowSecurityForced?: true;
  readonly triggers: readonly Trigger[];
  readonly rules: readonly RewriteRule[];
  readonly grants: readonly Grant[];
  readonly options: Readonly<Record<string, string>>;
  readonly accessMethod?: string;
  readonly tablespace?: string;
  readonly replicaIdentity: 'default' | 'nothing' | 'full' | 'index';
  /** The foreign server, of a foreign table. */
  readonly server?: string;
  readonly owner?: string;
  readonly comment?: string;
}

/** The default is what an INSERT into the view gets; the rest is a materialised view's. */
export type ViewColumn = Pick<
  Column,
  'name' | 'type' | 'default' | 'storage' | 'compression' | 'statisticsTarget' | 'options' | 'comment'
>;

export interface View extends QualifiedName {
  readonly materialized: boolean;
  readonly columns: readonly ViewColumn[];
  /** The query, as the engine writes it back. */
  readonly definition: string;
  /** The tables and views it reads. */
  readonly reads: readonly QualifiedName[];
  /** Of a materialised view. */
  readonly indexes: readonly Index[];
  readonly triggers: readonly Trigger[];
  readonly rules: readonly RewriteRule[];
  readonly options: Readonly<Record<string, string>>;
  readonly grants: readonly Grant[];
  readonly populated: boolean;
  /** Of a materialised view, as of a table. */
  readonly accessMethod?: string;
  readonly tablespace?: string;
  readonly owner?: string;
  readonly comment?: string;
}
