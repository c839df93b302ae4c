import type { Precondition } from '../engines/procedure.ts';

/** What lists the rows against a precondition, in a session that knows nothing of it yet. */
export function listingOf({ prepare, list }: Precondition): string {
  return prepare === undefined ? list : `${prepare};\n${list}`;
}
