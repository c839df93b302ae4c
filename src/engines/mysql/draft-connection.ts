import { RelvarError } from '../../findings/error.ts';
import type { BatchResult, Connection } from '../connection.ts';
import { applyStatement } from './read/apply.ts';
import { copyOf, type Draft, Refused } from './read/draft.ts';
import { NotUnderstood } from './sql/reader.ts';

/**
 * A schema that was read from files and stands in no server: statements that change it are carried out on what was read.
 * It holds no rows, and answers no queries.
 */
export interface DraftConnection extends Connection {
  readonly draft: () => Draft;
}

export function isDraft(connection: Connection): connection is DraftConnection {
  return 'draft' in connection;
}

export function draftConnection(draft: Draft): DraftConnection {
  let current = draft;
  /** What was there when the open transactions began. */
  const begun: Draft[] = [];
  const noQuery = (): never => {
    throw new RelvarError('no-server', 'a schema of MySQL or MariaDB that was read from files answers no queries', {
      hint: 'give the URL of a server: mysql://user@host/database',
    });
  };
  const batch = (statements: readonly string[]): BatchResult => {
    for (const [completed, sql] of statements.entries()) {
      const next = copyOf(current);
      try {
        applyStatement(sql, next);
        current = next;
      } catch (error) {
        if (!(error instanceof NotUnderstood) && !(error instanceof Refused)) throw error;
        return { completed, error: { code: 'READER', message: error.message } };
      }
    }
    return { completed: statements.length };
  };
  return {
    draft: () => current,
    query: async () => noQuery(),
    queryAll: async () => noQuery(),
    async exec(sql) {
      if (/^\s*(?:BEGIN|START TRANSACTION)\s*;?\s*$/i.test(sql)) begun.push(current);
      else if (/^\s*ROLLBACK\s*;?\s*$/i.test(sql)) current = begun.pop() ?? current;
      else {
        const { error } = batch([sql]);
        if (error) throw new Error(error.message);
      }
    },
    batch: async (statements) => batch(statements),
    close: async () => {},
  };
}
