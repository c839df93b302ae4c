import type { Catalog } from '../catalog/catalog.ts';
import type { QualifiedName } from '../catalog/names.ts';
import type { Row } from './connection.ts';

/** How an engine carries out a plan on a live database. */
export interface Applying {
  /** Opens a live database to be changed. Throws a RelvarError that names the cause. */
  open(url: string): Promise<ApplySession>;
  /** The whole schema of a server of that version as SQL that makes it anew, for a backup. */
  schemaSql(catalog: Catalog, version: string): string;
  readonly migrations: MigrationDialect;
}

/** Statements that other tools need to carry out a plan. Milliseconds. */
export interface MigrationDialect {
  /** Sets how long locks are waited for; `local` until the transaction ends. */
  lockTimeout(milliseconds: number, local: boolean): string;
  statementTimeout(milliseconds: number, local: boolean): string;
  /** Back to what the session had. */
  readonly resetTimeouts: readonly string[];
  /**
   * Lets statements meet every row of a table, or fail where policies would hide some; absent where an engine hides none.
   * `local` until the transaction ends.
   */
  readonly everyRow?: {
    set(local: boolean): string;
    readonly reset: string;
    /** Whether the statement reads or changes rows. */
    concerns(sql: string): boolean;
  };
  /** A statement outside transactions that goes through all pieces, each committed by itself. */
  loop(work: BatchLoop, limits: { readonly lockTimeoutMilliseconds?: number }): string;
  /** A statement that fails with the message. */
  refuse(message: string): string;
  /** What tools call the engine: Drizzle's dialect, Prisma's provider. */
  readonly toolName: string;
  /** Tools that cannot carry out a plan of this engine, each with the reason. */
  readonly refuses: Readonly<Record<string, string>>;
  /** What holds for a tool on this engine alone, a sentence each. */
  readonly toolLimits: Readonly<Record<string, readonly string[]>>;
  /**
   * The statements of a text that opens its own transaction, for tools whose drivers take one at a time; absent where
   * every statement of a plan is one.
   */
  readonly singleStatements?: (text: string) => readonly string[];
  /** A statement as a script for the engine's own client has it, where a semicolon in it would end it there. */
  readonly delimited?: (sql: string) => string;
  /** How a connection of the driver that Knex has runs a statement and gives a promise, where that is not `client.query`. */
  readonly driverQuery?: string;
  /** A statement that gives a column a value where rows have none, for a person to complete. */
  fill(table: QualifiedName, column: string): string;
  /** Statements that take values over; run again, they take those that came since. */
  move(moved: MovedValues): readonly string[];
}

/** Values that another table takes over, row by row. */
export interface MovedValues {
  readonly from: QualifiedName;
  readonly into: QualifiedName;
  /** Columns of `into`, each with that of `from` which gives its value. */
  readonly values: readonly TakenValue[];
  /** Which rows belong together. */
  readonly matching: readonly TakenValue[];
  /** Rows are added; otherwise those that are there get the first of the values that belong to them. */
  readonly adds: boolean;
}

export interface TakenValue {
  readonly column: string;
  readonly of: string;
  /** The column must have a value: what has none is not taken. */
  readonly needed?: true;
}

/** Work in batches, as a plan has it. */
export interface BatchLoop {
  readonly sql: string;
  readonly pauseMilliseconds: number;
}

/** Milliseconds; 0 is without limit. */
export interface StepLimits {
  readonly lock: number;
  readonly statement: number;
}

/** A live database, opened for a plan: a connection that works, and one that watches it. */
export interface ApplySession {
  /** The URL without its secrets. */
  readonly name: string;
  /** The database alone. */
  readonly database: string;
  /** As the server tells it: `16.4`. */
  readonly serverVersion: string;
  /** Why the server takes no changes: it is a standby, or read-only. */
  readonly takesNoChanges?: string;
  /** Why a plan that is written for that version is not for this server, beyond an older major version. */
  unsuited?(version: string): string | undefined;
  catalog(): Promise<Catalog>;
  /** What the role may not do of these statements, a sentence each; what the statements make themselves is theirs. */
  missingPrivileges(statements: readonly string[]): Promise<readonly string[]>;
  /** Roles that these statements name and the server does not have; absent where plans name none. */
  missingRoles?(statements: readonly string[]): Promise<MissingRoles | undefined>;
  /** Takes the lock that one apply in a database has at a time, until the session ends; else tells who has it. */
  takeLock(): Promise<Holder | undefined>;
  readonly journal: Journal;
  query(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  /**
   * Runs statements in one transaction and marks a part as done with them. They go to the server in one message, so that
   * no lock is held while a message is on its way.
   */
  together(statements: readonly string[], limits: SharedLimits, run: string, key: EntryKey): Promise<void>;
  /**
   * Runs `use` in a transaction: all of it stays, with what the journal was told meanwhile, or nothing. Each wait for a
   * lock is over before the engine looks for deadlocks.
   */
  transaction<T>(limits: StepLimits, use: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Runs a statement that the engine refuses inside a transaction. */
  alone(sql: string, limits: StepLimits): Promise<void>;
  /**
   * Notes in the journal, before such a statement, what will tell whether it took effect; absent where plans bring
   * queries for that.
   */
  foresee?(sql: string, run: string, key: EntryKey): Promise<void>;
  /** Whether the statement of a part that was begun took effect, by that note; nothing where that cannot be told. */
  tookEffect?(run: string, key: EntryKey): Promise<boolean | undefined>;
  /** What the engine means by an error that a method of the session threw. */
  failure(error: unknown): Failure;
  /** What the watching connection sees of the work. Never throws. */
  observe(): Promise<Observation>;
  /** Whether one of those who were in the way is in a transaction that is no mere write of a moment. Never throws. */
  areBusy(holders: readonly Holder[]): Promise<boolean>;
  /** Makes upkeep of the engine's own that was in the way give way, where a short wait does not. Never throws. */
  clearWay(holders: readonly Holder[]): Promise<void>;
  /** Makes the working connection give up its present statement. Never throws. */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

/** Roles that are to be made first: their names, sorted, and the statement that makes each. */
export interface MissingRoles {
  readonly names: readonly string[];
  readonly made: readonly string[];
}

/** How the statements of one transaction wait for locks. */
export interface SharedLimits extends StepLimits {
  /** All waits together take no longer than the limit, not each of them. */
  readonly shared: boolean;
  /**
   * For how many locks one statement waits while it holds others, 0 for none: it gives up before the engine looks for
   * deadlocks, which ends whichever of the two looks first, and that may be somebody else.
   */
  readonly yields: number;
}

export interface Transaction {
  run(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
}

/** Another session that is in the way. */
export interface Holder {
  readonly process: number;
  /** Role and application: `app (web)`. */
  readonly who: string;
  /** `idle in transaction`, `active`; an `autovacuum worker`. */
  readonly state: string;
  /** Since its transaction began. */
  readonly seconds?: number;
  /** Its query without constants; absent where the role may not see it. */
  readonly query?: string;
}

export interface Observation {
  /** Whom the work waits for. */
  readonly blockers: readonly Holder[];
  /** How far a long statement has come, where the engine tells. */
  readonly progress?: { readonly phase: string; readonly share?: number };
}

/** `lock`: it was not had in time; `conflict`: a deadlock or a serialization failure. Both may be tried again. */
export type FailureKind =
  | 'lock'
  | 'conflict'
  | 'cancelled'
  | 'lost'
  | 'disk full'
  | 'no privilege'
  | 'read-only'
  | 'refused';

export interface Failure {
  readonly kind: FailureKind;
  readonly code: string;
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
}

/** One carrying out of a plan. Open: begun and not ended, whichever way it goes. */
export interface JournalRun {
  readonly id: string;
  /** The plan's digest. */
  readonly plan: string;
  /** What the plan's ends are called. */
  readonly from: string;
  readonly to: string;
  readonly state: 'open' | 'done' | 'undone';
  readonly startedAt: string;
  /** The schema's hash when it last stopped in good order; absent when it was interrupted. */
  readonly hash?: string;
}

/** What the journal knows of a part of a step: of the step itself (part 0), or of a piece of work that undoes it. */
export interface JournalEntry {
  readonly step: string;
  readonly direction: 'do' | 'undo';
  readonly part: number;
  /** Of the step, when it was begun. */
  readonly digest: string;
  readonly state: 'running' | 'waiting' | 'done' | 'failed' | 'undone';
  /** Since it was begun, by the server's clock. */
  readonly seconds: number;
  /** Of work in batches. */
  readonly rows: number;
  readonly lastKey: readonly string[] | null;
}

/** Which entry is meant. */
export type EntryKey = Pick<JournalEntry, 'step' | 'direction' | 'part'>;

/** Kept in the database that is changed. What is written inside a transaction stands or falls with it. */
export interface Journal {
  /** Makes the journal where there is none. Throws a RelvarError when the role may not. */
  prepare(): Promise<void>;
  /** The newest run; nothing where there is none, or no journal. */
  lastRun(): Promise<JournalRun | undefined>;
  begin(run: Pick<JournalRun, 'plan' | 'from' | 'to'> & { readonly tool: string }): Promise<JournalRun>;
  /** Of a run, in no particular order. */
  entries(run: string): Promise<readonly JournalEntry[]>;
  /** Marks a part as running; one that was not undone or unfinished goes on where it was. */
  start(run: string, key: EntryKey, digest: string, state: 'running' | 'waiting'): Promise<void>;
  batch(run: string, key: EntryKey, lastKey: readonly string[], rows: number): Promise<void>;
  finish(run: string, key: EntryKey): Promise<void>;
  fail(run: string, key: EntryKey, message: string): Promise<void>;
  /** Marks a step as undone and forgets the parts of its undoing. */
  undone(run: string, step: string): Promise<void>;
  /** Notes how a run stands when work on it ends; without a hash, that work on it goes on. */
  stop(run: string, state: JournalRun['state'], plan: string, hash?: string): Promise<void>;
}
