import type { Node } from 'libpg-query';
import type { Catalog } from '../../catalog/catalog.ts';
import { columnName, stringsOf, walk } from '../../engines/postgres/query/nodes.ts';
import { writeReasons } from '../../engines/postgres/query/writes.ts';

/** Functions of the engine that answer otherwise at each call, or take their time. */
const volatile =
  /^(?:random|random_normal|setseed|gen_random_uuid|gen_random_bytes|gen_salt|uuidv4|uuidv7|uuid_generate_\w+|clock_timestamp|timeofday|pg_sleep\w*|currval|lastval|txid_current|pg_current_xact_id|inet_client_port|pg_backend_pid|getpgusername|pg_stat_\w+|pg_relation_size|pg_total_relation_size)$/;

/** The longest series that is made. */
const longestSeries = 10_000;

/** Why a query cannot be tried on made rows; nothing where it can. */
export function untestable(statement: Node, catalog: Catalog): string | undefined {
  if (!('SelectStmt' in statement)) return 'only queries that read are tested';
  const [writes] = writeReasons(statement);
  if (writes !== undefined) return writes;
  const unsteady = new Set(
    catalog.routines.filter((routine) => routine.volatility !== 'immutable').map((routine) => routine.name),
  );
  let reason: string | undefined;
  walk(statement, (node, kind) => {
    if (kind === 'RangeTableSample') reason ??= 'TABLESAMPLE takes other rows each time';
    if ('FuncCall' in node) {
      const names = stringsOf(node.FuncCall.funcname);
      const name = names.at(-1) ?? '';
      if (volatile.test(name)) reason ??= `${name}() answers otherwise at each call`;
      else if (unsteady.has(name)) reason ??= `${name}() may read tables or answer otherwise at each call`;
      else if (name === 'generate_series' && isLong(node)) reason ??= 'generate_series() makes too many rows';
    }
    if (columnName(node)?.some((name) => ['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid'].includes(name))) {
      reason ??= 'it asks where a row is stored';
    }
    return undefined;
  });
  return reason ?? (isRecursive(statement) ? 'a recursive query may never end on made rows' : undefined);
}

function isLong(call: Node): boolean {
  let long = false;
  walk(call, (node) => {
    if ('A_Const' in node && (node.A_Const.fval || Math.abs(node.A_Const.ival?.ival ?? 0) > longestSeries)) long = true;
    return undefined;
  });
  return long;
}

/** The clause is held without its kind around it. */
function isRecursive(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  return Object.entries(node).some(([key, value]) => (key === 'recursive' && value === true) || isRecursive(value));
}
