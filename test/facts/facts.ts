import { readFileSync } from 'node:fs';

/** What was seen of a statement on servers of some versions. */
export interface Observed {
  readonly versions: readonly number[];
  readonly locks?: Readonly<Record<string, string>>;
  readonly rewritten?: readonly string[];
  readonly scanned?: readonly string[];
  readonly notes?: readonly string[];
  readonly error?: string;
  readonly skip?: string;
  readonly polled?: true;
}

export interface FactCase {
  readonly id: string;
  readonly statement: string;
  /** Run before it, in the same transaction. */
  readonly before?: string;
  readonly observed: readonly Observed[];
}

export interface Facts {
  readonly setup: string;
  readonly cases: readonly FactCase[];
}

/** The file beside this one. */
export const facts: Facts = JSON.parse(readFileSync(new URL('locks-postgresql.json', import.meta.url), 'utf8'));
