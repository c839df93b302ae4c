import type { Connection } from '../engines/connection.ts';

/**
 * The text that an expression without columns and parameters has while a query is planned, null for NULL: functions that
 * depend on nothing but their arguments are reckoned then (eval_const_expressions in PostgreSQL's clauses.c). Nothing
 * where the engine reckons it only when the query runs, and where it refuses it.
 */
export async function constantValue(connection: Connection, expression: string): Promise<string | null | undefined> {
  const sql = `EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) SELECT CAST((${expression}) AS text)`;
  try {
    const [row] = await connection.query(sql);
    return literal(outputOf(row?.['QUERY PLAN']));
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

/** What the one node of the plan gives: `'gro.x@%'::text`. */
function outputOf(plan: unknown): string {
  const [root] = (typeof plan === 'string' ? JSON.parse(plan) : plan) as readonly [
    { readonly Plan: { readonly Output: readonly [string] } },
  ];
  return root.Plan.Output[0];
}

function literal(output: string): string | null | undefined {
  if (/^NULL::/.test(output)) return null;
  const found = /^\(?(E?)'((?:[^']|'')*)'::text\)?(?: COLLATE .+)?$/.exec(output);
  if (!found) return undefined;
  const [, escaped, quoted = ''] = found;
  const text = quoted.replaceAll("''", "'");
  return escaped === 'E' ? text.replaceAll('\\\\', '\\') : text;
}
