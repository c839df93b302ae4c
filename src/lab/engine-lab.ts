import type { Catalog } from '../catalog/catalog.ts';
import type { QualifiedName } from '../catalog/names.ts';
import type { Statistics } from '../catalog/statistics.ts';
import type { Traits } from '../catalog/traits.ts';
import type { Connection, EngineError } from '../engines/connection.ts';
import type { Statement } from '../engines/engine.ts';
import type { MigrationAction, ReadStatement } from '../engines/migration-action.ts';
import type { OfServer, ScriptFile, ScriptStatement, Suppression } from '../engines/script.ts';
import type { Diagnostic } from '../findings/error.ts';
import type { FileLocation, Subject } from '../findings/finding.ts';
import type { TextOrder } from './collation.ts';
import type { Effects } from './effects.ts';
import type { Lab } from './lab.ts';
import type { Rehearsal } from './rehearse.ts';
import type { ScriptedGroup, ScriptRehearsal } from './rehearse-script.ts';
import type { SchemaContext } from './versions/context.ts';

/** A database that a script is held against, or is to become. */
export interface Surroundings {
  /** As the engine tells it: `10.11.6-MariaDB`. */
  readonly version: string;
  readonly settings: Readonly<Record<string, string>>;
}

export interface LoadOptions {
  /** How the lab orders text; by code units when absent. */
  readonly textOrder?: TextOrder;
  /** Statements that will be run on the schema: the lab has what they ask for. */
  readonly alsoWanted?: readonly ScriptStatement[];
  /** The version that fixes are for. */
  readonly target?: string;
  /** The version that the engine's name means by itself, where neither a target nor the script tells one: `8.4` of `mysql`. */
  readonly meant?: string;
  /** Milliseconds that a statement may take in an embedded engine; a minute when absent. */
  readonly timeLimit?: number;
  /** What the script is held against, of the same engine: what the script leaves open is as it is there. */
  readonly beside?: Surroundings;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

/** A script in the lab. */
export interface LoadedScript {
  readonly lab: Connection;
  readonly catalog: Catalog;
  /** Of the version that is asked for, else of the server that the script comes from. */
  readonly version: string;
  /** What the script sets for those who work with the schema. */
  readonly settings: Readonly<Record<string, string>>;
  /** What the script tells of rows, where it brings the engine's own statistics or counters. */
  readonly statistics?: Partial<Pick<Statistics, 'tables' | 'indexes' | 'sequences'>>;
  readonly statements: readonly ScriptStatement[];
  readonly suppressions: readonly Suppression[];
  readonly diagnostics: readonly Diagnostic[];
  /** Statements about the server beside the schema. */
  readonly ofServer?: readonly OfServer[];
  readonly locate: (subject: Subject) => FileLocation | undefined;
}

/** What a step of a plan did in the lab. */
export interface SteppedEffects {
  readonly locks: readonly {
    readonly relation: QualifiedName;
    readonly kind: 'table' | 'index' | 'view' | 'sequence';
    readonly mode: string;
    readonly blocks: 'nothing' | 'other schema changes' | 'writes' | 'reads and writes';
    readonly known: 'seen' | 'documented';
  }[];
  readonly rewritten: readonly QualifiedName[];
  readonly scanned: readonly QualifiedName[];
  readonly indexesBuilt: readonly QualifiedName[];
  /** Rows are worked on while the locks are held, though the statement runs outside transactions. */
  readonly underLock?: true;
  /** True where nothing ran: what servers were seen to do with such statements tells. */
  readonly byFacts?: true;
}

/** Other forms of a query that gave the same rows as it, and those that did not or could not be tested. */
export interface TestedForms {
  readonly offered: readonly {
    readonly id: string;
    readonly title: string;
    readonly sql: string;
    /** How it was tested, in a sentence. */
    readonly tested: string;
  }[];
  readonly withheld: readonly { readonly id: string; readonly reason: string }[];
}

/** A database of our own on somebody's server. */
export interface ScratchConnection extends Connection {
  /** The accounts that the session's own stands in for as owner of views and programs, sorted. */
  readonly stoodInFor: () => readonly string[];
}

/** How the statements of a migration are watched, and what the lab sees otherwise than the server. */
export interface Watching {
  /** Runs a script, transaction by transaction, and leaves it there. */
  run(connection: Connection, groups: readonly ScriptedGroup[]): Promise<readonly (readonly ScriptRehearsal[])[]>;
  /** What was seen, as it is where there are rows and on a server of that major version. */
  corrected(effects: Effects, actions: readonly MigrationAction[], major: number, context: SchemaContext): Effects;
  /** Whether a type is of one of these extensions. What stands in for one does not show what a change to it takes. */
  readonly isOfExtension?: (type: string, extensions: readonly string[]) => boolean;
  /** What a statement of this form does, for one that could not be run. */
  fromForm(actions: readonly MigrationAction[], context: SchemaContext): Effects;
  /** Why a server of that major version refuses what the lab takes. */
  refusedBy(
    read: Pick<ReadStatement, 'actions' | 'since'>,
    major: number,
    context: SchemaContext,
  ): EngineError | undefined;
  /** Why it fails where there are rows, though it does not in the lab. */
  failsWithRows(actions: readonly MigrationAction[], context: SchemaContext): EngineError | undefined;
}

/** The embedded engine of one kind of database, in which things are tried. */
export interface EngineLab {
  /** For people: `the embedded PostgreSQL 18`. */
  readonly name: string;
  /** False where statements are read alone, since the engine is not embedded. */
  readonly runs: boolean;
  /** Begins what opening a lab takes, beside what else is done before it; absent where nothing takes time. */
  readonly prepare?: () => void;
  /** Loads a script into a new lab and reads the catalog back. */
  load(files: readonly ScriptFile[], options: LoadOptions): Promise<LoadedScript>;
  /** Builds a schema that was read elsewhere in a new lab. `name` is its source's. */
  build(
    catalog: Catalog,
    name: string,
    settings: Readonly<Record<string, string>>,
    alsoWanted?: readonly ScriptStatement[],
  ): Promise<{ readonly lab: Connection; readonly diagnostics: readonly Diagnostic[] }>;
  /** The engine behind a connection of `load` or `build`, answering for a server of that version. */
  open(connection: Connection, version: string): Promise<Lab>;
  /**
   * A lab on somebody's server, which the URL names; absent where the engine has no servers.
   * @throws RelvarError `lab-refused`
   */
  readonly server?: (url: string, catalog: Catalog, signal: AbortSignal) => Promise<Lab>;
  /** A live database as a lab that only plans, where no embedded engine could; it closes with the connection. */
  readonly live?: (connection: Connection, catalog: Catalog) => Lab;
  /**
   * A database of our own on somebody's server, which holds the schema without rows and is dropped when it is closed, so
   * that the steps of a plan are run there; absent where the embedded engine does. Without a version any server will do.
   * @throws RelvarError `lab-refused`
   */
  readonly scratch?: (
    url: string,
    catalog: Catalog,
    version: string | undefined,
    signal: AbortSignal,
  ) => Promise<ScratchConnection>;
  /** Other forms of a query, run beside it on made rows; absent where none are known. */
  readonly rewrites?: (
    connection: Connection,
    catalog: Catalog,
    sql: string,
    traits: Pick<Traits, 'defaultSchema'>,
  ) => Promise<TestedForms>;
  /**
   * How many rows the planner expects of each query at the sizes that the statistics tell, nothing where it cannot be
   * asked; the engine is left as it was. Absent where the engine cannot be told of sizes and made to forget them.
   */
  readonly estimateRows?: (
    connection: Connection,
    version: string,
    sizes: { readonly catalog: Catalog; readonly statistics: Statistics },
    queries: readonly string[],
  ) => Promise<readonly (number | undefined)[]>;
  /**
   * Tries groups of statements, each from the schema as it is, and undoes everything (see rehearse.ts). Not `watched`, in
   * an engine of which no sizes are believed: effects may be left out where seeing them takes time.
   */
  rehearse(
    connection: Connection,
    groups: readonly (readonly Statement[])[],
    watched?: boolean,
  ): Promise<readonly (readonly Rehearsal[])[]>;
  readonly watching: Watching;
  /**
   * Makes copies of an engine in which a statement may take so many milliseconds, and no longer (see apart.ts); absent
   * where nothing runs in this process. Nothing for a connection to a server, which has limits of its own.
   */
  readonly apart?: (connection: Connection, milliseconds: number) => Promise<(() => Promise<Connection>) | undefined>;
  /** Statements in the spelling that the lab can run, where types stand in for those of an extension that it lacks. */
  readonly runnable?: (connection: Connection, statements: readonly string[]) => Promise<readonly string[]>;
  /** Runs the steps of a plan in order and leaves them there; of each what it did, or why it failed. */
  runSteps(
    connection: Connection,
    steps: readonly (readonly Statement[])[],
    before: Catalog,
    traits: Traits,
    version: string,
  ): Promise<readonly (SteppedEffects | { readonly error: EngineError })[]>;
}
