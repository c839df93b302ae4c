import type { Catalog } from '../catalog/catalog.ts';
import type { Lookups } from '../catalog/lookups.ts';
import type { QualifiedName } from '../catalog/names.ts';
import type { Traits } from '../catalog/traits.ts';
import type { Diagnostic } from '../findings/error.ts';
import type { Connection } from './connection.ts';
import type { Statement } from './engine.ts';
import type { MigrationAction, ReadStatement, WrittenName } from './migration-action.ts';
import type { ScriptFile, ScriptStatement, Suppression } from './script.ts';

/** What the safer form of a statement depends on. */
export interface SaferContext {
  /** The schema before the migration. */
  readonly catalog: Catalog;
  readonly lookups: Lookups;
  readonly traits: Traits;
  readonly resolve: (name: WrittenName) => QualifiedName;
  /** A table that the migration makes: nobody waits for it. */
  readonly isNew: (table: QualifiedName) => boolean;
}

/** A statement of a safer form. */
export interface SaferStatement extends Statement {
  /** What is run of it where the form is tried, when that is not the statement itself: of a loop its first piece. */
  readonly tries?: readonly Statement[];
}

/** A statement's way to the same end that spares a live table; nothing where there is none, or no need of one. */
export type Safer = (
  sql: string,
  actions: readonly MigrationAction[],
  context: SaferContext,
) => readonly SaferStatement[] | undefined;

/** What a tool of migrations has noted in a database. */
export interface MigrationHistory {
  /** The table that it stands in. */
  readonly table: string;
  /** Names of files or folders, or the versions that they begin with. */
  readonly by: 'name' | 'version';
  readonly applied: readonly string[];
  /** Only the last version is noted: all before it are applied, too. */
  readonly lastOnly?: true;
}

/** A file of a migration, split into its statements; rows that it brings by other means are told and not kept. */
export interface MigrationScript {
  readonly statements: readonly ScriptStatement[];
  readonly data: readonly {
    readonly table: string;
    readonly rows: number;
    readonly file: string;
    readonly line: number;
  }[];
  readonly suppressions: readonly Suppression[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What was made in a lab because statements name it and a server is taken to have it. */
export interface Surroundings {
  readonly roles: readonly string[];
  readonly collations: readonly string[];
}

/** How an engine reads the statements of migrations. */
export interface MigrationReading {
  /** Opens a reader of single statements, which is synchronous. */
  readonly openReader: () => Promise<(sql: string) => ReadStatement>;
  readonly openSafer: () => Promise<Safer>;
  /** Splits a file; statements that bring rows are kept. */
  readonly readScript: (file: ScriptFile) => Promise<MigrationScript>;
  /** The history of the first tool that has one; nothing where there is none, or it may not be read. */
  readonly readHistory: (connection: Connection, catalog: Catalog) => Promise<MigrationHistory | undefined>;
  /** Puts stand-ins into the lab for extensions that the statements ask for and it has not; tells of each. */
  readonly standIn: (
    lab: Connection,
    statements: readonly ScriptStatement[],
    hasExtension: (name: string) => boolean,
  ) => Promise<readonly Diagnostic[]>;
  /**
   * Makes the roles and collations that statements name and a lab lacks; of roles only those of `known`, where these are
   * all that the server has. Absent of engines whose labs have all that their servers have.
   */
  readonly furnish?: (
    lab: Connection,
    statements: readonly string[],
    known?: ReadonlySet<string>,
  ) => Promise<Surroundings>;
  /** The roles that a server has. */
  readonly readRoles?: (connection: Connection) => Promise<ReadonlySet<string>>;
  /** Opens a reader of the identifiers in a text of code; empty for a text that cannot be read. */
  readonly openIdentifiers: () => Promise<(text: string) => ReadonlySet<string>>;
  /**
   * Tables with rows of their own of which updates and deletes go to subscribers, who must be told which row is meant.
   * Absent of engines that send what they write to their files.
   */
  readonly published?: (catalog: Catalog) => readonly QualifiedName[];
  /**
   * One statement that does what several on one table do, where that spares work; nothing where there is none. Absent of
   * engines in which it spares none.
   */
  readonly joined?: (statements: readonly string[]) => string | undefined;
}
