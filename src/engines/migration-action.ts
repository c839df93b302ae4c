/** An object as a statement names it: with or without its schema. */
export interface WrittenName {
  readonly schema?: string;
  readonly name: string;
}

/** A constraint as a statement writes it, of a column or of a table. */
export interface WrittenConstraint {
  readonly constraint: 'primary key' | 'unique' | 'foreign key' | 'check' | 'exclude' | 'not null';
  readonly name?: string;
  readonly columns: readonly string[];
  readonly notValid: boolean;
  readonly enforced: boolean;
  readonly usingIndex?: string;
  readonly references?: WrittenName;
  readonly referencedColumns: readonly string[];
  readonly onDelete?: 'restrict' | 'cascade' | 'set null' | 'set default';
  readonly onUpdate?: 'restrict' | 'cascade' | 'set null' | 'set default';
  readonly deferrable: boolean;
  readonly initiallyDeferred: boolean;
  readonly nullsNotDistinct: boolean;
  readonly expression?: string;
}

/** A column as ADD COLUMN writes it. */
export interface WrittenColumn {
  readonly column: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly default?: string;
  /** Functions that the default calls, without their schemas. */
  readonly defaultCalls: readonly string[];
  /** `serial` and its kin. */
  readonly serial: boolean;
  readonly identity?: 'always' | 'by default';
  readonly generated?: 'stored' | 'virtual';
  /** Other than NOT NULL. */
  readonly constraints: readonly WrittenConstraint[];
}

export type ObjectKind =
  | 'table'
  | 'foreign table'
  | 'view'
  | 'materialized view'
  | 'index'
  | 'sequence'
  | 'type'
  | 'domain'
  | 'schema'
  | 'routine'
  | 'trigger'
  | 'policy'
  | 'rule'
  | 'extension'
  | 'other';

interface OnTable {
  readonly table: WrittenName;
}

interface OnColumn extends OnTable {
  readonly column: string;
}

/** Rows that a query gives and that are put into a table. */
export interface CopiedRows {
  /** A query that can be planned. */
  readonly query: string;
  /** What it reads. */
  readonly from: readonly WrittenName[];
}

/** One thing that a statement of a migration does: the parts of it that decide what it costs and what it breaks. */
export type MigrationAction =
  | {
      readonly kind: 'transaction';
      readonly does: 'begin' | 'commit' | 'rollback' | 'savepoint' | 'release' | 'rollback to savepoint';
    }
  /** `value` is empty for a reset. */
  | { readonly kind: 'set'; readonly name: string; readonly value: string; readonly local: boolean }
  | (OnTable & {
      readonly kind: 'create table';
      readonly temporary: boolean;
      readonly ifNotExists: boolean;
      readonly partitionOf?: WrittenName;
      readonly references: readonly WrittenName[];
      readonly query: boolean;
      readonly copies?: CopiedRows;
    })
  | {
      readonly kind: 'drop';
      readonly objectKind: ObjectKind;
      readonly objects: readonly WrittenName[];
      /** Of triggers, policies and rules: their tables, in the order of `objects`. */
      readonly tables: readonly WrittenName[];
      readonly ifExists: boolean;
      readonly cascade: boolean;
      readonly concurrently: boolean;
    }
  | (OnTable & WrittenColumn & { readonly kind: 'add column'; readonly ifNotExists: boolean })
  | (OnColumn & { readonly kind: 'drop column'; readonly ifExists: boolean; readonly cascade: boolean })
  | (OnColumn & { readonly kind: 'rename column'; readonly to: string })
  | {
      readonly kind: 'rename';
      readonly objectKind: ObjectKind;
      readonly object: WrittenName;
      readonly to: string;
    }
  | (OnTable & { readonly kind: 'rename constraint'; readonly name: string; readonly to: string })
  | {
      readonly kind: 'set schema';
      readonly objectKind: ObjectKind;
      readonly object: WrittenName;
      readonly to: string;
    }
  | (OnColumn & {
      readonly kind: 'change type';
      readonly type: string;
      readonly collation?: WrittenName;
      readonly using?: string;
    })
  | (OnColumn & { readonly kind: 'set not null' | 'drop not null' | 'drop default' })
  | (OnColumn & { readonly kind: 'set default'; readonly default: string })
  | (OnTable & WrittenConstraint & { readonly kind: 'add constraint' })
  | (OnTable & { readonly kind: 'validate constraint'; readonly name: string })
  | (OnTable & { readonly kind: 'drop constraint'; readonly name: string; readonly cascade?: true })
  | (OnTable & { readonly kind: 'attach partition'; readonly partition: WrittenName })
  | (OnTable & { readonly kind: 'detach partition'; readonly partition: WrittenName; readonly concurrently: boolean })
  /** Another part of ALTER TABLE, in words that are the same for all engines: `set unlogged`, `disable all triggers`. */
  | (OnTable & { readonly kind: 'alter table'; readonly part: string; readonly names: readonly string[] })
  | (OnTable & {
      readonly kind: 'create index';
      readonly index?: string;
      readonly unique: boolean;
      readonly concurrently: boolean;
      readonly only: boolean;
      readonly ifNotExists: boolean;
      readonly method: string;
      /** Whole columns; an expression leaves nothing here. */
      readonly columns: readonly string[];
      readonly nullsNotDistinct: boolean;
      /** The statement with CONCURRENTLY put in or left out, to be tried and to be advised. */
      readonly concurrentForm: string;
      readonly plainForm: string;
    })
  | {
      readonly kind: 'reindex';
      readonly of: 'index' | 'table' | 'schema' | 'database' | 'system';
      readonly object?: WrittenName;
      readonly concurrently: boolean;
      readonly concurrentForm: string;
      readonly plainForm: string;
    }
  | { readonly kind: 'vacuum'; readonly tables: readonly WrittenName[]; readonly full: boolean }
  | { readonly kind: 'analyze'; readonly tables: readonly WrittenName[] }
  | { readonly kind: 'cluster'; readonly table?: WrittenName; readonly index?: string }
  | { readonly kind: 'refresh'; readonly view: WrittenName; readonly concurrently: boolean; readonly withData: boolean }
  | { readonly kind: 'truncate'; readonly tables: readonly WrittenName[]; readonly cascade: boolean }
  | { readonly kind: 'lock'; readonly tables: readonly WrittenName[]; readonly mode: string }
  | (OnTable & {
      readonly kind: 'update' | 'delete' | 'merge';
      /** The condition; nothing when all rows are meant. */
      readonly where?: string;
      /** Columns that are set. */
      readonly assigned: readonly string[];
      /** Another table or a query takes part. */
      readonly joins: boolean;
      /** Reads the rows that it changes, with what takes part beside them: a query that can be planned. */
      readonly query: string;
    })
  | (OnTable & { readonly kind: 'insert'; readonly from: 'values' | 'query'; readonly copies?: CopiedRows })
  | { readonly kind: 'copy'; readonly table?: WrittenName; readonly reads: boolean }
  | { readonly kind: 'select'; readonly calls: readonly string[] }
  | { readonly kind: 'create enum'; readonly type: WrittenName; readonly values: readonly string[] }
  | { readonly kind: 'add enum value'; readonly type: WrittenName; readonly value: string }
  | { readonly kind: 'rename enum value'; readonly type: WrittenName; readonly value: string; readonly to: string }
  | { readonly kind: 'create domain'; readonly domain: WrittenName }
  | {
      readonly kind: 'alter domain';
      readonly domain: WrittenName;
      readonly does:
        | 'add constraint'
        | 'drop constraint'
        | 'validate constraint'
        | 'set not null'
        | 'drop not null'
        | 'default';
      readonly name?: string;
      readonly notValid: boolean;
      readonly expression?: string;
    }
  | { readonly kind: 'alter composite'; readonly type: WrittenName; readonly part: string }
  /** Changes of tables go to subscribers from then on: of those that are named, or of more than is named. */
  | { readonly kind: 'publish'; readonly publication: string; readonly tables: readonly WrittenName[] }
  | {
      readonly kind: 'create routine';
      readonly routine: WrittenName;
      readonly language: string;
      readonly body: string;
      readonly replaces: boolean;
    }
  | {
      readonly kind: 'create view';
      readonly view: WrittenName;
      readonly materialized: boolean;
      readonly replaces: boolean;
    }
  | (OnTable & { readonly kind: 'create trigger'; readonly trigger: string })
  | { readonly kind: 'create extension'; readonly extension: string }
  | { readonly kind: 'create schema'; readonly schema: string }
  | {
      readonly kind: 'grant';
      readonly tables: readonly WrittenName[];
      readonly columns: boolean;
      readonly grants: boolean;
    }
  | { readonly kind: 'do'; readonly language: string; readonly body: string }
  /** Anything else, by the parser's name for it: `CommentStmt`. */
  | { readonly kind: 'other'; readonly statement: string };

/** Parts of ALTER TABLE that write the table anew. */
export const rewritingParts: ReadonlySet<string> = new Set([
  'set logged',
  'set unlogged',
  'set tablespace',
  'set access method',
  'set expression',
]);

/** A statement as the parser of the engine reads it. */
export interface ReadStatement {
  /** What it does, in order; empty when it could not be read. */
  readonly actions: readonly MigrationAction[];
  /** Why it could not be read, with the place in characters from 0. */
  readonly fault?: { readonly message: string; readonly position: number };
  /** False when the engine refuses it inside a transaction. */
  readonly transactional: boolean;
  /** The engine commits what came before it, and the statement itself by itself. */
  readonly endsTransaction?: true;
  /** Inside a transaction the engine takes it, and does nothing. */
  readonly ignoredInTransaction?: true;
  /** Identifiers that are longer than the engine keeps, as written. */
  readonly truncated: readonly { readonly written: string; readonly kept: string }[];
  /** The first version of the engine that knows everything it uses, when that is newer than the oldest that is supported. */
  readonly since?: {
    readonly version: number;
    readonly what: string;
    /** The function that is called, where that is all: a schema may have one of its own of that name. */
    readonly calls?: string;
  };
}
