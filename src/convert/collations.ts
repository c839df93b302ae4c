import type { ReceivedCollation, Speech, TextComparison } from '../engines/receiving.ts';
import { bare, next } from './operands.ts';

/** What named collations become, and where to tell what they no longer make the same. */
export interface Collating {
  readonly from: Speech;
  readonly collation: (comparison: TextComparison) => ReceivedCollation;
  readonly tell: (why: string) => void;
}

/** Parts of an expression with the collations that it names in the other engine's words. */
export function withCollations(parts: readonly string[], { from, collation, tell }: Collating): readonly string[] {
  const result: string[] = [];
  for (let at = 0; at < parts.length; at++) {
    const place = next(parts, at);
    if (!/^collate$/i.test(parts[at] ?? '') || place >= parts.length) {
      result.push(parts[at] ?? '');
      continue;
    }
    // It may stand in a schema of the engine's own.
    const last = parts[place + 1] === '.' ? place + 2 : place;
    const name = bare(parts[last] ?? '');
    const comparison = from.collated(name);
    const { name: other, lost } = comparison === undefined ? { lost: `its collation, ${name}` } : collation(comparison);
    if (lost !== undefined) tell(lost);
    if (other !== undefined) result.push('COLLATE', ' ', other);
    at = last;
  }
  return result;
}
