import { RelvarError } from '../../findings/error.ts';
import type { Cause } from '../model.ts';
import type { ReadBrief } from './read.ts';

/** Where a value of a brief stands: keys and places of lists. */
export type Path = readonly (string | number)[];

/** Where a part of the brief comes from: what it says itself, else the brief's own line. */
export function causeOf(read: ReadBrief, path: Path, because?: string): Cause {
  const line = read.lineOf(path);
  const place = line === undefined ? {} : { line };
  const [, kind, words] = /^(said|known|implied): (.*)$/s.exec(because ?? '') ?? [];
  if (kind !== undefined && words !== undefined) return { kind: kind as Cause['kind'], words };
  return { kind: 'said', words: because ?? `${read.file}: ${path.join('.')}`, ...place };
}

export function bad(read: ReadBrief, path: Path, message: string, hint: string): RelvarError {
  const line = read.lineOf(path);
  return new RelvarError('bad-brief', `${read.file}${line === undefined ? '' : `:${line}`}: ${message}`, { hint });
}
