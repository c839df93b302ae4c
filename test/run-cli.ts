import { expect } from 'vitest';
import { runCli } from '../src/cli/run.ts';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

export interface Given {
  /** Standard input; bytes come one by one. */
  readonly input?: string | Uint8Array;
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Answers as the person at a terminal would. */
  readonly ask?: (question: string) => Promise<string>;
}

/** Runs the command line in this process, as a user in a pipe would. */
export async function relvar(argv: readonly string[], given: Given = {}): Promise<Outcome> {
  const { input } = given;
  let out = '';
  let error = '';
  const code = await runCli(argv, {
    out: (text) => {
      out += text;
    },
    error: (text) => {
      error += text;
    },
    input: (async function* () {
      if (typeof input === 'string') yield new TextEncoder().encode(input);
      else for (const byte of input ?? []) yield new Uint8Array([byte]);
    })(),
    environment: given.environment ?? {},
    now: new Date('2026-01-01T00:00:00Z'),
    colour: false,
    progress: false,
    signal: given.signal ?? new AbortController().signal,
    ...(given.ask ? { ask: given.ask } : {}),
  });
  return { code, out, error };
}

/** One line on standard error, nothing on standard output, exit code 2. */
export function expectRefusal(outcome: Outcome, message: string | RegExp): void {
  expect(outcome.error).toMatch(message);
  expect(outcome.error.trimEnd().split('\n')).toHaveLength(1);
  expect(outcome.out).toBe('');
  expect(outcome.code).toBe(2);
}
