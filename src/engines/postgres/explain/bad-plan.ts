import { RelvarError } from '../../../findings/error.ts';

const paste = 'Paste the whole output of EXPLAIN, from its first line to its last.';

/** A paste that cannot be read. `line` is that of the paste. */
export function badPlan(name: string, line: number, what: string, hint = paste): RelvarError {
  return new RelvarError('bad-plan', `${name}:${line}: ${what}`, { hint });
}
