import type { ScriptStatement, Suppression } from '../../script.ts';

/** Rows that a script carries for a table, in `COPY … FROM stdin` blocks and INSERTs: skipped and counted. */
export interface ScriptData {
  /** As written: `public.orders`, `"Order"`. */
  readonly table: string;
  readonly rows: number;
  readonly file: string;
  /** Of the first of them, from 1. */
  readonly line: number;
}

/** A psql command that matters beyond its line. */
export interface ScriptCommand {
  readonly name: 'connect' | 'include' | 'include_relative' | 'gexec';
  readonly argument: string;
  readonly file: string;
  readonly line: number;
}

/** A script that ends inside the rows of a table: it was cut off. */
export interface OpenData {
  readonly table: string;
  readonly file: string;
  readonly line: number;
}

export type ScriptPart =
  | ({ readonly kind: 'statement' } & ScriptStatement)
  | ({ readonly kind: 'data' } & ScriptData)
  | ({ readonly kind: 'suppression' } & Suppression)
  | ({ readonly kind: 'command' } & ScriptCommand)
  | ({ readonly kind: 'open data' } & OpenData);
