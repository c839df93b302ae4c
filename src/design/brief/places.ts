import { RelvarError } from '../../findings/error.ts';
import type { Cause } from '../model.ts';
import type { Path, ReadBrief } from './read.ts';

/** A brief whose mistakes are collected while a design is made of it. */
export interface Reading extends ReadBrief {
  readonly mistakes: RelvarError[];
}

/** Where a part of the brief comes from: what it says itself, else the brief's own line. */
export function causeOf(read: ReadBrief, path: Path, because?: string): Cause {
  const written = writtenCause(because);
  if (written) return written;
  const line = read.lineOf(path);
  const place = line === undefined ? {} : { line };
  return { kind: 'said', words: because ?? `${read.file}: ${path.join('.')}`, ...place };
}

/** A cause as a brief writes it: `said (line 3): 1M users`. */
function writtenCause(because: string | undefined): Cause | undefined {
  const [, kind, line, words] = /^(said|known|implied)(?: \(line (\d+)\))?: (.*)$/s.exec(because ?? '') ?? [];
  if (kind === undefined || words === undefined) return undefined;
  return { kind: kind as Cause['kind'], words, ...(line === undefined ? {} : { line: Number(line) }) };
}

export function bad(read: ReadBrief, path: Path, message: string, hint: string): RelvarError {
  const line = read.lineOf(path);
  return new RelvarError('bad-brief', `${read.file}${line === undefined ? '' : `:${line}`}: ${message}`, { hint });
}

/** Makes it, or keeps why it cannot be made, so that all mistakes are told together. */
export function attempt<T>({ mistakes }: Reading, make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RelvarError)) throw error;
    mistakes.push(error);
    return undefined;
  }
}

/** What can be made of all of them; what stands for one that cannot be keeps others from complaining of it. */
export function eachOf<A, B>(
  read: Reading,
  all: readonly A[],
  make: (one: A, at: number) => B,
  instead?: (one: A) => B,
): readonly B[] {
  return all.flatMap((one, at) => attempt(read, () => make(one, at)) ?? (instead ? [instead(one)] : []));
}
