/** Where applied plans keep their journal. */
export const journalTables: readonly string[] = ['relvar_runs', 'relvar_journal'];

/** The comment of these tables by which they are known for ours. */
export const journalMark = 'relvar:journal 1';
