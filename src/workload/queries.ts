import { RelvarError } from '../findings/error.ts';
import { commentFacts } from './comment-facts.ts';
import { placeOf } from './place.ts';
import { numberParameters } from './placeholders.ts';
import { type StatementText, statementTexts } from './statements.ts';

/** A query as it stands in a file, with what its comments say of it. */
export interface QueryText {
  /** One statement that parses; parameters are `$1`, `$2`… */
  readonly sql: string;
  readonly name?: string;
  /** Where the statement begins, from 1. */
  readonly line: number;
  /** Parameters as the user wrote them, by number from 1. */
  readonly parameters: readonly string[];
  readonly callsPerSecond?: number;
  readonly goalMilliseconds?: number;
  /** Rows that one call changes or deletes. */
  readonly rowsPerCall?: number;
}

/** Why a statement cannot be read, and where, in characters from 0; nothing when it can. */
export type FaultOf = (sql: string) => Promise<{ readonly message: string; readonly position: number } | undefined>;

/**
 * The statements of a text, each parsed. `file` is what messages call it.
 * @param broken  as {@link commentFacts} has it
 * @param faultOf  by the grammar of the engine that the queries are for; of PostgreSQL when absent
 * @throws RelvarError `query-syntax` with file:line:column and the parser's words, and what {@link commentFacts} and
 * {@link numberParameters} throw
 */
export async function readQueries(
  text: string,
  file: string,
  broken?: (error: RelvarError) => void,
  faultOf: FaultOf = faultInPostgres,
): Promise<readonly QueryText[]> {
  const queries: QueryText[] = [];
  for (const statement of statementTexts(text)) {
    const { sql, parameters, origin } = numberParameters(
      statement.sql,
      `${file}:${placeOf(text, statement.start).line}`,
    );
    const fault = await faultOf(sql);
    if (fault) throw syntaxError(fault.message, text, statement, origin(fault.position), file);
    const comments = statement.comments.map((comment) => ({
      text: comment.text,
      where: `${file}:${placeOf(text, comment.start).line}`,
    }));
    queries.push({ sql, line: placeOf(text, statement.start).line, parameters, ...commentFacts(comments, broken) });
  }
  return queries;
}

async function faultInPostgres(sql: string): ReturnType<FaultOf> {
  const { loadModule, parseSync, hasSqlDetails } = await import('libpg-query');
  await loadModule();
  try {
    parseSync(sql);
    return undefined;
  } catch (error) {
    if (!hasSqlDetails(error)) throw error;
    return { message: error.message, position: error.sqlDetails?.cursorPosition ?? 0 };
  }
}

function syntaxError(
  message: string,
  text: string,
  statement: StatementText,
  position: number,
  file: string,
): RelvarError {
  const { line, column } = placeOf(text, statement.start + Math.max(0, position));
  return new RelvarError('query-syntax', `${file}:${line}:${column}: ${message}`, {
    hint: /^\s*\{|^\s*Seq Scan|\(cost=/.test(statement.sql)
      ? 'this looks like a query plan: give it with --plan'
      : 'the query must be valid for its engine; parameters are written $1, :name, @name, ? or %s',
  });
}
