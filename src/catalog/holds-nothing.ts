import type { Catalog } from './catalog.ts';

/** Whether a schema has nothing in it that a statement of its own made: neither tables nor routines, types or sequences. */
export function holdsNothing({ tables, views, types, routines, sequences, others }: Catalog): boolean {
  return [tables, views, types, routines, sequences, others].every(({ length }) => length === 0);
}
