import type { Catalog } from '../catalog/catalog.ts';
import type { Change } from '../catalog/change.ts';
import type { QualifiedName } from '../catalog/names.ts';
import type { Dependency } from '../catalog/object.ts';
import type { QueryPlan } from '../catalog/query-plan.ts';
import type { Statistics } from '../catalog/statistics.ts';
import type { Traits } from '../catalog/traits.ts';
import type { Workload } from '../catalog/workload.ts';
import type { Diagnostic } from '../findings/error.ts';
import type { Applying } from './applying.ts';
import type { Blueprints, CarriedDesigns } from './blueprints.ts';
import type { Connection, Limits } from './connection.ts';
import type { MigrationReading } from './migration-reading.ts';
import type { DraftStep, Procedure, RowsRequest, Situation } from './procedure.ts';
import type { Condition, QueryFacts, SupposedOperand } from './query-facts.ts';
import type { Receiving } from './receiving.ts';
import type { Sizes } from './sizes.ts';

/** A statement that carries out a change, or part of one. */
export interface Statement {
  readonly sql: string;
  /** False when the engine refuses it inside a transaction (`CREATE INDEX CONCURRENTLY`). */
  readonly transactional: boolean;
}

/** A query as row security makes it of the one that was written. */
export interface GuardedQuery {
  readonly sql: string;
  /** The same for the planner: what the session tells is asked once, and no value of it is known. */
  readonly planned: string;
  /** The tables whose policies stand in it. */
  readonly tables: readonly QualifiedName[];
  /** The role that was taken to run it, where policies name roles. */
  readonly role?: string;
}

/** One kind of database: its folder under `engines/` is the engine. */
export interface Engine {
  readonly id: string;
  /**
   * Names besides the id, each with the version that is meant where none is told: `mariadb`; without one it is another
   * spelling of the id.
   */
  readonly names?: Readonly<Record<string, string | undefined>>;
  /** `postgres`, `postgresql`. */
  readonly urlSchemes: readonly string[];
  /** Its name for people, without a version, marks that its SQL bears and hardly another's, and how its dumps begin. */
  readonly dialect: { readonly name: string; readonly marks: readonly RegExp[]; readonly head?: RegExp };
  /** How a script is run by hand so that it stops at the first error; the script's name is put in. */
  readonly byHand?: (script: string) => string;
  /** How such a script limits the wait for locks and ends a statement, where it is not `SET lock_timeout` and `;`. */
  readonly inScripts?: {
    readonly lockTimeout: (milliseconds: number) => string;
    readonly ended: (sql: string) => string;
  };
  /** Where a file is a whole database: how such a file begins, and the ends of names that are usual. */
  readonly file?: { readonly magic: string; readonly endings: readonly string[] };
  /** The versions that fixes can be for, the oldest first; the last is the embedded engine's. */
  readonly versions: readonly string[];
  /** Versions that fixes can be for beside those, where they are too many to be listed; in words: `MySQL 8.0 and later`. */
  readonly otherVersions?: { readonly summary: string; readonly includes: (version: string) => boolean };
  /** The URL as it may be shown: without its secrets. */
  shown(url: string): string;
  /** `version` is the server's as it tells it: `16.4`. */
  traits(version: string): Traits;
  /** Opens a live database read-only, with a statement timeout. Throws a RelvarError that names the cause. */
  connect(url: string, limits?: Partial<Limits>): Promise<Connection>;
  /** Reads the whole schema in a handful of bulk queries. */
  introspect(connection: Connection): Promise<Catalog>;
  /** What of the schema the user is not shown, and the catalog therefore lacks; absent where there is no such thing. */
  readonly readHidden?: (connection: Connection, catalog: Catalog) => Promise<readonly Diagnostic[]>;
  /** What needs what in the schema, down to columns and defaults, as the engine records it; sorted. */
  readDependencies(connection: Connection): Promise<readonly Dependency[]>;
  /** Reads what the engine knows of the data, without touching a table. */
  readStatistics(
    connection: Connection,
  ): Promise<{ readonly statistics: Statistics; readonly diagnostics: readonly Diagnostic[] }>;
  /** The statistics with the ends of indexes that are in use, each read through the index, which counts the scan. */
  readEnds(
    connection: Connection,
    catalog: Catalog,
    statistics: Statistics,
  ): Promise<{ readonly statistics: Statistics; readonly diagnostics: readonly Diagnostic[] }>;
  /** Reads which queries run and what they cost, where the server keeps count. */
  readWorkload(
    connection: Connection,
  ): Promise<{ readonly workload: Workload; readonly diagnostics: readonly Diagnostic[] }>;
  /** A query with parameters in place of its constants and without comments; nothing where that cannot be made sure. */
  withoutConstants(sql: string): Promise<string | undefined>;
  /**
   * All query plans in a text: what EXPLAIN prints in any of its forms, as pasted or as logged. `name` begins an error's
   * message. Throws a RelvarError `bad-plan` that says where and what.
   */
  readPlan(text: string, name: string): Promise<readonly QueryPlan[]>;
  /**
   * What a query asks for, its names looked up in the catalog. `where` begins an error's message: a `RelvarError` for
   * what does not parse, `unknown-table` and `unknown-column` with the closest names.
   */
  readFacts(sql: string, catalog: Catalog, traits: Pick<Traits, 'defaultSchema'>, where: string): Promise<QueryFacts>;
  /**
   * The query with a value in the place of one side of a comparison, its parameters as they were; nothing where no
   * comparison has these two sides.
   */
  supposing(sql: string, supposed: SupposedOperand): Promise<string | undefined>;
  /**
   * The query with the conditions of the policies that bind whoever runs it; nothing where no table of it is guarded.
   * Absent where the engine has no such policies.
   */
  readonly underPolicies?: (
    sql: string,
    catalog: Catalog,
    traits: Pick<Traits, 'defaultSchema'>,
  ) => Promise<GuardedQuery | undefined>;
  /**
   * Parameters that must be one and the same for the query to run, each with the first of them. Absent where the engine
   * runs it however they differ.
   */
  readonly sharedParameters?: (sql: string) => Promise<ReadonlyMap<number, number>>;
  /** Where a query breaks the engine's grammar, in characters from 0; nothing where it does not. */
  syntaxFault(sql: string): Promise<{ readonly message: string; readonly position: number } | undefined>;
  /** Why a statement does more than read, a reason each; none when it only reads. */
  readsOnly(sql: string): Promise<readonly string[]>;
  /** Gives a reader of conditions as plans print them (`Filter`, `Index Cond`). */
  conditionReader(): Promise<(text: string) => readonly Condition[]>;
  /**
   * The plan of a query that only reads, in the engine's own form, by a live database: planned, or run and measured, its
   * rows thrown away. A `RelvarError` of the code `query-refused` tells what the engine has against it. Absent where the
   * embedded engine plans as the database itself does, and nothing can be measured of a plan.
   */
  readonly explainLive?: (
    connection: Connection,
    request: {
      readonly sql: string;
      readonly parameters: number;
      readonly samples?: readonly (string | null)[];
      readonly run: boolean;
    },
  ) => Promise<string>;
  /** Equal for queries that differ in constants only; nothing for what is no query. */
  fingerprint(sql: string): Promise<string | undefined>;
  /**
   * The fingerprint of a query and its text without constants, at once; nothing for what is no query of it. Absent where
   * the reader of queries has to be loaded first.
   */
  readonly grouped?: (sql: string) => { readonly fingerprint: string; readonly sql: string } | undefined;
  /** The change as statements, in the form that is safest on a live table. */
  render(change: Change, traits: Traits): readonly Statement[];
  /**
   * The statements of each of the changes, one after the other on a schema, which some forms need. A change that is made
   * along with one before it has none of its own.
   */
  renderAll(changes: readonly Change[], traits: Traits, from: Catalog): readonly (readonly Statement[])[];
  /**
   * Parts fixes into those that the engine carries out at once, and of which each holds if they hold together; gives their
   * places. Absent where it alters a table bit by bit.
   */
  readonly together?: (fixes: readonly (readonly Change[])[]) => readonly (readonly number[])[];
  /** How a schema that is to be made is written; absent where this version designs for others only. */
  readonly blueprints?: Blueprints;
  /** How it takes over a design that is made for another; absent where it makes its own, or none. */
  readonly carriedDesigns?: CarriedDesigns;
  /** How a version of it takes over a schema of another engine. */
  readonly receiving: (version: string) => Receiving;
  /** How a plan is carried out. */
  readonly applying: Applying;
  /** The steps that carry a change out, in the mode asked for: the online form where the plain one would be dangerous. */
  procedure(change: Change, situation: Situation): Procedure;
  /** The step that deletes or changes rows of a table, in batches unless the mode is a maintenance. */
  rowsStep(request: RowsRequest): DraftStep;
  /** How statements of migrations are read, and made safer. */
  readonly migrations: MigrationReading;
  /**
   * Queries for a live server that tell whether indexes that were made are valid and used, and what became of their
   * tables, each with what it tells; absent where a server keeps no count.
   */
  readonly indexMonitoring?: (
    created: readonly QualifiedName[],
    tables: readonly QualifiedName[],
  ) => readonly { readonly title: string; readonly sql: string }[];
  /** How large tables and indexes get, and what expressions say of rows. */
  readonly sizes: Sizes;
}
