import type { AlterTableCmd, ColumnDef, RangeVar } from 'libpg-query';
import type { BatchResult, Connection } from '../engines/connection.ts';
import { quoteName, quoteText } from '../engines/postgres/load/head.ts';
import { openParser } from '../engines/postgres/query/parser.ts';

/** What a statement is put to the engine as, and what the engine's catalog is told before and after. */
interface Put {
  readonly before: readonly string[];
  readonly sql: string;
  readonly after: readonly string[];
}

const named = /\bCOMPRESSION\s+(?:"lz4"|lz4\b)/gi;
const asDefault = /\b(default_toast_compression\s*(?:=|\bTO\b)\s*)(?:'lz4'|"lz4"|lz4\b)/gi;
const asksForIt = new RegExp(`${named.source}|${asDefault.source}`, 'i');
const copiesColumns = /\bTABLE\b[\s\S]*\b(?:PARTITION\s+OF|INHERITS\s*\(|INCLUDING\s+(?:ALL|COMPRESSION))/i;

/**
 * The embedded engine is built without lz4, and refuses whatever names it: columns are made without, and the engine's
 * catalog is told afterwards that they have it. The method decides how long values are stored alone: locks, rewrites and
 * plans do not depend on it. What copies the columns of a table would be refused as well: that one is without meanwhile.
 */
export function withLz4(connection: Connection): Connection {
  let used = false;

  async function batch(statements: readonly string[]): Promise<BatchResult> {
    const at = statements.findIndex((sql) => asksForIt.test(sql) || (used && copiesColumns.test(sql)));
    const sql = statements[at];
    if (sql === undefined) return await connection.batch(statements);
    const first: BatchResult = at === 0 ? { completed: 0 } : await connection.batch(statements.slice(0, at));
    if (first.error) return first;
    const put = await putWithout(sql);
    used ||= put.after.length > 0;
    const { error } = await connection.batch([...put.before, put.sql, ...put.after]);
    if (error) return { completed: at, error };
    if (at === statements.length - 1) return { completed: statements.length };
    const rest = await batch(statements.slice(at + 1));
    return { ...rest, completed: at + 1 + rest.completed };
  }

  return { ...connection, batch };
}

async function putWithout(sql: string): Promise<Put> {
  const parser = await openParser();
  const parsed = parser.parse(sql);
  const asWritten: Put = { before: [], sql, after: [] };
  if ('fault' in parsed) return asWritten;
  const [statement] = parsed.statements;
  const node = statement?.node;
  if (!node || parsed.statements.length > 1) return asWritten;
  if ('VariableSetStmt' in node) return { ...asWritten, sql: sql.replace(asDefault, '$1pglz') };
  if ('AlterTableStmt' in node) {
    const { relation, cmds = [] } = node.AlterTableStmt;
    const columns = cmds.flatMap((cmd) => ('AlterTableCmd' in cmd ? compressedBy(cmd.AlterTableCmd) : []));
    return columns.length > 0 && relation ? withoutNaming(sql, relation, columns) : asWritten;
  }
  if (!('CreateStmt' in node)) return asWritten;
  const { relation, tableElts = [], inhRelations = [] } = node.CreateStmt;
  if (!relation) return asWritten;
  const columns = tableElts.flatMap((element) => ('ColumnDef' in element ? compressed(element.ColumnDef) : []));
  const copied = [
    ...inhRelations.flatMap((one) => ('RangeVar' in one ? [one.RangeVar] : [])),
    ...tableElts.flatMap((one) =>
      'TableLikeClause' in one && one.TableLikeClause.relation ? [one.TableLikeClause.relation] : [],
    ),
  ];
  const put = withoutNaming(sql, relation, columns);
  return copied.length === 0 ? put : copying(put, relation, copied);
}

const compressed = ({ colname, compression }: ColumnDef): readonly string[] =>
  compression === 'lz4' && colname !== undefined ? [colname] : [];

function compressedBy({ subtype, name, def }: AlterTableCmd): readonly string[] {
  if (!def) return [];
  if (subtype === 'AT_AddColumn' && 'ColumnDef' in def) return compressed(def.ColumnDef);
  return subtype === 'AT_SetCompression' && 'String' in def && def.String.sval === 'lz4' && name !== undefined
    ? [name]
    : [];
}

function withoutNaming(sql: string, table: RangeVar, columns: readonly string[]): Put {
  return columns.length === 0
    ? { before: [], sql, after: [] }
    : { before: [], sql: sql.replace(named, 'COMPRESSION pglz'), after: [tellOf(table, columns)] };
}

const columnsOf = 'UPDATE pg_catalog.pg_attribute SET attcompression';

const classOf = ({ schemaname, relname = '' }: RangeVar): string =>
  `to_regclass(${quoteText([schemaname, relname].flatMap((name) => (name ? [quoteName(name)] : [])).join('.'))})`;

const tellOf = (table: RangeVar, columns: readonly string[]): string =>
  `${columnsOf} = 'l' WHERE attrelid = ${classOf(table)} AND attname IN (${columns.map(quoteText).join(', ')})`;

/** All columns of the lab are without meanwhile; they are remembered in a parameter of the session. */
function copying(put: Put, made: RangeVar, copied: readonly RangeVar[]): Put {
  const remembered = "unnest(string_to_array(current_setting('relvar.lz4'), ' '))";
  return {
    before: [
      `SELECT set_config('relvar.lz4', coalesce(string_agg(attrelid || ',' || attnum, ' '), ''), false)
         FROM pg_catalog.pg_attribute WHERE attcompression = 'l'`,
      `${columnsOf} = '' WHERE attcompression = 'l'`,
    ],
    sql: put.sql,
    after: [
      `${columnsOf} = 'l' WHERE attrelid || ',' || attnum IN (SELECT ${remembered})`,
      `${columnsOf} = 'l' WHERE attrelid = ${classOf(made)} AND attcompression = '' AND attname IN (
         SELECT attname FROM pg_catalog.pg_attribute
          WHERE attcompression = 'l' AND attrelid IN (${copied.map(classOf).join(', ')}))`,
      ...put.after,
    ],
  };
}
