import { type Diagnostic, RelvarError } from '../../../findings/error.ts';
import type { Connection, Row } from '../../connection.ts';

/** What a server that refused to answer is told of, once for all that it refused. */
export type Refusals = Map<string, string>;

/** The rows, and none where the server refuses them or does not have them: what was refused is noted. */
export async function attempt(
  connection: Connection,
  what: string,
  sql: string,
  refused: Refusals,
): Promise<readonly Row[]> {
  try {
    return await connection.query(sql);
  } catch (cause) {
    if (!(cause instanceof RelvarError) || !/^(?:no-privilege|query-failed|schema-changed)$/.test(cause.code))
      throw cause;
    if (cause.code === 'no-privilege') refused.set(what, 'no-privilege');
    else refused.set(what, 'not there');
    return [];
  }
}

/** One line for all tables of the server that may not be read. */
export function refusalsTold(refused: Refusals): readonly Diagnostic[] {
  const names = [...refused].filter(([, why]) => why === 'no-privilege').map(([what]) => what);
  if (names.length === 0) return [];
  return [
    {
      severity: 'note',
      code: 'statistics-not-read',
      message: `the user may not read ${names.join(', ')}: what information_schema tells is used instead, which is rougher`,
      hint: `GRANT SELECT ON ${names.length === 1 ? names[0] : 'mysql.*'} TO the user, for numbers of indexes and values of columns`,
    },
  ];
}
