/** What is wrong with the input or the world, for the reader: one line, with where it is and what to do. */
export class RelvarError extends Error {
  /** Stable, for programs: `source-not-found`. */
  readonly code: string;
  /** What to do about it. */
  readonly hint: string | undefined;

  constructor(code: string, message: string, options: { readonly hint?: string; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'RelvarError';
    this.code = code;
    this.hint = options.hint;
  }
}

/** A thing worth telling about a source that did not stop the work: a statement that failed, an extension stubbed. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning' | 'note';
  /** Stable, for programs: `statement-failed`, `extension-stubbed`. */
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  readonly hint?: string;
}
