/** A value of a result row as the drivers hand it over. */
export type Value =
  | string
  | number
  | bigint
  | boolean
  | null
  | Date
  | readonly Value[]
  | { readonly [key: string]: unknown };

export type Row = Readonly<Record<string, Value>>;

/** What an engine said when it refused a statement. */
export interface EngineError {
  /** SQLSTATE or the engine's own code. */
  readonly code: string;
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
  /** Where in the statement, in characters from 1. */
  readonly position?: number;
}

/** The outcome of running statements in order until one fails. */
export interface BatchResult {
  /** How many statements were carried out. */
  readonly completed: number;
  /** Why the next one was not. */
  readonly error?: EngineError;
}

/** How long to wait, in milliseconds: for a server to answer at all, for one query, for one lock. */
export interface Limits {
  readonly connect: number;
  readonly statement: number;
  readonly lock: number;
}

/** An open database, embedded or over a network: the one way in which the rest of the program talks to an engine. */
export interface Connection {
  /** Rows as objects; `bigint` columns come as text. Throws what the driver throws. */
  query(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  /** Runs queries without parameters in one round trip; the rows of each, in order. Throws what the driver throws. */
  queryAll(statements: readonly string[]): Promise<readonly (readonly Row[])[]>;
  /** Runs one or more statements and drops their results. Throws what the driver throws. */
  exec(sql: string): Promise<void>;
  /** Runs statements, each whole, in one round trip where the driver allows it; stops at the first that fails. */
  batch(statements: readonly string[]): Promise<BatchResult>;
  close(): Promise<void>;
}
