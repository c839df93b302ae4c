import { RelvarError } from '../../findings/error.ts';

/** What this version cannot do for this engine: one line for the reader. */
export function unsupported(what: string): RelvarError {
  return new RelvarError('engine-lacks', `${what} of MySQL or MariaDB is not part of this version`, {
    hint: 'review, diff, migrate plan, docs and diagram work on them',
  });
}
