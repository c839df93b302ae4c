import { syntaxFault as faultOf, readConditions as read } from '../../query/read-conditions.ts';
import type { Condition } from '../../query-facts.ts';
import { sqliteQueries } from '../query/dialect.ts';

/** The conditions in an expression; none where it cannot be read. */
export function readConditions(text: string): readonly Condition[] {
  return read(text, sqliteQueries);
}

/** Whether a text is one statement that can be read; where it cannot, why and where in it. */
export function syntaxFault(sql: string): ReturnType<typeof faultOf> {
  return faultOf(sql, sqliteQueries);
}
