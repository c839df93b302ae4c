import type { OtherObject, Routine, Sequence } from '../../../catalog/catalog.ts';
import type { CheckConstraint, Column, ForeignKey, Index, Trigger, View } from '../../../catalog/table.ts';
import type { Dialect } from '../flavour.ts';
import { defaultCollation } from './charsets.ts';

/** The schema that names without one mean: whatever the database is called, so that two can be compared. */
export const schemaName = 'main';

/** A column as it is read: of a text, the collation that it has, whoever said so. */
export interface DraftColumn extends Column {
  readonly ownCollation?: string;
  readonly autoIncrement?: true;
  /** While a statement is read: it holds NULL once its key is gone. */
  readonly nullableOutsideKey?: true;
  /** What is said of its history, where that is not the table's. */
  readonly versioned?: boolean;
}

export interface DraftIndex extends Index {
  readonly kind: 'primary' | 'unique' | 'index' | 'fulltext' | 'spatial' | 'vector';
  /** Made for a foreign key by itself: it goes when another one does its work. */
  readonly implicit?: true;
}

/** A table while its statements are read. */
export interface DraftTable {
  readonly name: string;
  columns: DraftColumn[];
  indexes: DraftIndex[];
  foreignKeys: ForeignKey[];
  /** `own`: the column that one was written at. */
  checks: (CheckConstraint & { readonly own?: string })[];
  triggers: Trigger[];
  engine: string;
  collation: string;
  options: Record<string, string>;
  /** The last number that the table gave by AUTO_INCREMENT, where the script tells the next one. */
  lastNumber?: bigint;
  comment?: string;
}

/** A schema while a script goes by. */
export interface Draft {
  readonly dialect: Dialect;
  /** By name: case counts, as it does on most servers. */
  readonly tables: Map<string, DraftTable>;
  readonly temporary: Set<string>;
  readonly views: Map<string, View>;
  readonly routines: Map<string, Routine>;
  readonly sequences: Map<string, Sequence>;
  readonly others: Map<string, OtherObject>;
  /** Of new tables. */
  collation: string;
  /** The name that the database has in the script, once that is known. */
  database?: string | undefined;
  /** Quotes are of names: `SET sql_mode = 'ANSI_QUOTES'`. */
  ansiQuotes: boolean;
  /** What `SET sql_mode` said last; absent while it is the server's own. */
  sqlMode?: string | undefined;
  /** Modes that variables of the script keep: `SET @OLD_SQL_MODE = @@SQL_MODE`. */
  keptModes: Readonly<Record<string, string | undefined>>;
  /** `SET FOREIGN_KEY_CHECKS = 0` puts them off. */
  foreignKeyChecks: boolean;
  /** Foreign keys to tables that were not there, which a server asked for. */
  readonly awaited: Set<ForeignKey>;
  /** `SET innodb_strict_mode = OFF`: forms of rows that InnoDB lacks are passed over. */
  strictForms: boolean;
  /** What a table with system versioning stores may change: `SET system_versioning_alter_history = KEEP`. */
  keepsHistory: boolean;
  /** Changes that become one statement are carried out one by one: what the engine takes only of all together is taken. */
  readonly inParts?: true;
}

export function newDraft(dialect: Dialect, collation?: string): Draft {
  return {
    dialect,
    tables: new Map(),
    temporary: new Set(),
    views: new Map(),
    routines: new Map(),
    sequences: new Map(),
    others: new Map(),
    collation: collation ?? defaultCollation('utf8mb4', dialect),
    ansiQuotes: false,
    keptModes: {},
    foreignKeyChecks: true,
    awaited: new Set(),
    strictForms: true,
    keepsHistory: false,
  };
}

/** A copy that can be changed without the original noticing. */
export function copyOf(draft: Draft): Draft {
  return {
    ...draft,
    tables: new Map([...draft.tables].map(([name, table]) => [name, copyOfTable(table)])),
    temporary: new Set(draft.temporary),
    awaited: new Set(draft.awaited),
    views: new Map(draft.views),
    routines: new Map(draft.routines),
    sequences: new Map(draft.sequences),
    others: new Map(draft.others),
  };
}

/** A copy that takes the statements of changes one by one, in whatever order, and refuses none for what is still missing. */
export function tentativeCopy(draft: Draft): Draft {
  return { ...copyOf(draft), foreignKeyChecks: false, keepsHistory: true, inParts: true };
}

/** Its parts are replaced, never changed. */
export function copyOfTable(table: DraftTable): DraftTable {
  return {
    ...table,
    columns: [...table.columns],
    indexes: [...table.indexes],
    foreignKeys: [...table.foreignKeys],
    checks: [...table.checks],
    triggers: [...table.triggers],
    options: { ...table.options },
  };
}

/** A statement that the engine would refuse, as far as can be told without it. */
export class Refused extends Error {}

export const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

export function columnNamed(table: DraftTable, name: string): DraftColumn {
  const column = table.columns.find((one) => same(one.name, name));
  if (!column) throw new Refused(`${table.name} has no column ${name}`);
  return column;
}

export function tableNamed(draft: Draft, name: string): DraftTable {
  const table = draft.tables.get(name) ?? [...draft.tables.values()].find((one) => same(one.name, name));
  if (!table) throw new Refused(`there is no table ${name}`);
  return table;
}
