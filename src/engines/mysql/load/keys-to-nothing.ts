import type { Diagnostic } from '../../../findings/error.ts';
import type { Draft } from '../read/draft.ts';
import { keysToNothing } from '../read/required.ts';

/** So many keys are named. */
const mostNamed = 3;

/** Foreign keys to tables that no statement of the script made, in one line: a server refuses the tables that have them. */
export function untargeted(draft: Draft): readonly Diagnostic[] {
  const keys = keysToNothing(draft);
  if (keys.length === 0) return [];
  const more = keys.length > mostNamed ? `, and ${keys.length - mostNamed} more` : '';
  return [
    {
      severity: 'warning',
      code: 'missing-table',
      message: `${keys.length === 1 ? 'a foreign key leads' : `${keys.length} foreign keys lead`} to a table that is not here, and no server makes it: ${keys.slice(0, mostNamed).join(', ')}${more}`,
      hint: 'add the table to the files, or say SET FOREIGN_KEY_CHECKS = 0 before, as dumps do',
    },
  ];
}
