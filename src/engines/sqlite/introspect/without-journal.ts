import type { SchemaRow } from './rows.ts';

/** Where applied plans keep their journal. */
export const journalTables: readonly string[] = ['relvar_runs', 'relvar_journal'];

/** The comment in the statements of these tables by which they are known for ours. */
export const journalMark = 'relvar:journal 1';

/** The journal is no part of the schema. */
export function isJournal(name: string, objects: readonly SchemaRow[]): boolean {
  return (
    journalTables.includes(name) &&
    (objects.find((one) => one.type === 'table' && one.name === name)?.sql?.includes(journalMark) ?? false)
  );
}
