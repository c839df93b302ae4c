import { RelvarError } from '../../findings/error.ts';
import type { Cause } from '../model.ts';
import type { ReadBrief } from './read.ts';

/** Where a value of a brief stands: keys and places of lists. */
export type Path = readonly (string | number)[];

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
