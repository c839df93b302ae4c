import type { Precondition } from '../../procedure.ts';
import { quoteIdentifier } from '../quote.ts';

/** That no row of a table fulfils a condition, and those that do. */
export function rowsWith(table: string, holds: string, condition: string): Precondition {
  const from = `FROM ${quoteIdentifier(table)} WHERE ${condition}`;
  return { holds, count: `SELECT count(*) ${from}`, list: `SELECT * ${from} LIMIT 100` };
}
