import type { Diagnostic } from '../../../findings/error.ts';
import type { ScriptStatement } from '../../script.ts';
import { applyStatement } from '../read/apply.ts';
import { type Draft, Refused } from '../read/draft.ts';
import { NotUnderstood } from '../sql/reader.ts';

export interface LoadResult {
  readonly diagnostics: readonly Diagnostic[];
  /** The statements that took effect, in the order of the script. */
  readonly loaded: readonly ScriptStatement[];
}

/**
 * Reads a script into a draft: every statement that can be carried out is, whatever the fate of the others, and what
 * could not be is told. Rows are left out.
 */
export function loadStatements(draft: Draft, statements: readonly ScriptStatement[]): LoadResult {
  const diagnostics: Diagnostic[] = [];
  const loaded: ScriptStatement[] = [];
  for (const statement of statements) {
    const { sql, file, line } = statement;
    try {
      if (applyStatement(sql, draft)) loaded.push(statement);
    } catch (error) {
      if (!(error instanceof NotUnderstood) && !(error instanceof Refused)) throw error;
      const at = error instanceof NotUnderstood ? error.start : 0;
      diagnostics.push({
        severity: 'error',
        code: 'statement-failed',
        message: error.message,
        file,
        line: line + (sql.slice(0, at).match(/\n/g)?.length ?? 0),
      });
    }
  }
  return { diagnostics, loaded };
}
