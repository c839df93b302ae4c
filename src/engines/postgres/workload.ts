import { carriedQuery } from '../../catalog/carried-query.ts';
import { compareText } from '../../catalog/names.ts';
import { noWorkload, type Workload, type WorkloadQuery } from '../../catalog/workload.ts';
import { type Diagnostic, RelvarError } from '../../findings/error.ts';
import type { Connection, Row } from '../connection.ts';
import { rowsOf } from './introspect/query.ts';
import { flag, list, number, optional, optionalText, text } from './introspect/rows.ts';
import { withinSavepoint } from './within-savepoint.ts';
import { withoutConstants } from './without-constants.ts';
import { foundQuery, longest, statementsQuery } from './workload-queries.ts';

/**
 * Reads the queries that pg_stat_statements counts in this database, the heaviest first: those that read or write
 * tables of users, also by COPY and cursors, not those of other utility statements, which may hold passwords, nor of the
 * system catalogs. Queries of several users are told as one. Where the extension is not there or may not be read, a diagnostic says so.
 */
export async function readWorkload(
  connection: Connection,
): Promise<{ readonly workload: Workload; readonly diagnostics: readonly Diagnostic[] }> {
  const [found] = await connection.query(foundQuery);
  const why = found && unreadable(found);
  if (!found || why) return { workload: noWorkload, diagnostics: why ? [why] : [] };
  const results = await attempt(
    connection,
    statementsQuery(text(found, 'schema'), list(found, 'columns'), flag(found, 'info')),
  );
  if ('refused' in results) return { workload: noWorkload, diagnostics: [results.refused] };
  const [head] = results.rows;
  const rows = rowsOf(head ? [head] : []);
  const queries = (await Promise.all(rows.map(queryOf))).flatMap((one) => one ?? []).sort(heaviestFirst);
  return {
    workload: { ...optional('since', optionalText(head ?? {}, 'since')), queries },
    diagnostics: head ? hidden(head) : [],
  };
}

const howTo =
  "CREATE EXTENSION pg_stat_statements, with shared_preload_libraries = 'pg_stat_statements' in the server’s settings";

/** Why the extension's view cannot be asked. */
function unreadable(found: Row): Diagnostic | undefined {
  if (optionalText(found, 'schema') === undefined) {
    return without('pg_stat_statements is not installed in this database', `to have it: ${howTo}`);
  }
  if (!flag(found, 'loaded')) {
    return without(
      'pg_stat_statements is installed but not loaded',
      `it needs shared_preload_libraries = 'pg_stat_statements' and a restart`,
    );
  }
  if (!flag(found, 'readable')) {
    return without('pg_stat_statements may not be read', 'grant SELECT on it, and USAGE on its schema, to the role');
  }
  return undefined;
}

function without(reason: string, hint?: string): Diagnostic {
  return {
    severity: 'note',
    code: 'workload-not-read',
    message: `no queries were read: ${reason}`,
    ...optional('hint', hint),
  };
}

async function attempt(
  connection: Connection,
  sql: string,
): Promise<{ readonly rows: readonly Row[] } | { readonly refused: Diagnostic }> {
  try {
    return { rows: await withinSavepoint(connection, () => connection.query(sql)) };
  } catch (cause) {
    if (cause instanceof RelvarError && cause.code !== 'query-failed' && cause.code !== 'no-privilege') throw cause;
    return { refused: without(cause instanceof Error ? cause.message : String(cause)) };
  }
}

/** Their calls and time stand in no figure of the workload. */
function hidden(head: Row): readonly Diagnostic[] {
  const [count, calls] = [number(head, 'hidden'), number(head, 'hidden_calls')];
  if (count === 0) return [];
  const seconds = Number((number(head, 'hidden_milliseconds') / 1000).toPrecision(3));
  return [
    {
      severity: 'note',
      code: 'workload-not-read',
      message: `${count} ${count === 1 ? 'query' : 'queries'} of other users could not be read: ${calls} ${calls === 1 ? 'call' : 'calls'} that took ${seconds} s are missing here`,
      hint: 'grant pg_read_all_stats to the role',
    },
  ];
}

async function queryOf(row: Row): Promise<WorkloadQuery | undefined> {
  const written = text(row, 'query').trim();
  const carried = carriedQuery(written);
  // Of a utility statement the server keeps the constants.
  const own = carried ? await withoutConstants(written.slice(carried.start, carried.end)) : written;
  const sql = plannable(own ?? '');
  if (sql.length > longest || !isOfUsers(sql)) return undefined;
  const amount = (key: string) => (optionalText(row, key) === undefined ? undefined : number(row, key));
  return {
    fingerprint: text(row, 'fingerprint'),
    sql,
    calls: number(row, 'calls'),
    totalMilliseconds: number(row, 'total'),
    meanMilliseconds: number(row, 'mean'),
    ...optional('deviationMilliseconds', amount('deviation')),
    ...optional('planningMilliseconds', amount('planning')),
    rows: number(row, 'rows'),
    pagesHit: number(row, 'hit'),
    pagesRead: number(row, 'read'),
    temporaryPagesWritten: number(row, 'temporary'),
    ...optional('countedSince', optionalText(row, 'since')),
    ...optional('user', optionalText(row, 'user')),
  };
}

/** `interval '1 day'` is kept as `interval $1`, which is no SQL; a cast says the same. */
function plannable(sql: string): string {
  return sql.replace(typedConstant, '$2::$1');
}

const typedConstant = /\b(interval|date|time|timestamp|timestamptz|timestamp with(?:out)? time zone)\s+(\$\d+)/gi;

function heaviestFirst(a: WorkloadQuery, b: WorkloadQuery): number {
  return (b.totalMilliseconds ?? 0) - (a.totalMilliseconds ?? 0) || compareText(a.fingerprint, b.fingerprint);
}

const spaceAndComments = String.raw`(?:\s|--[^\n]*\n|/\*[\s\S]*?\*/)*`;
const planned = new RegExp(
  `^(?:${spaceAndComments}\\()*${spaceAndComments}(?:select|insert|update|delete|merge|with|values|table)\\b`,
  'i',
);
const ofCatalogs =
  /\b(?:from|join|update|into|only)\s+\(*(?:"?pg_catalog"?\.|"?information_schema"?\.|"?pg_(?!temp)\w+\b(?!\s*\())/i;
const ofServer = /^select\s+(?:\*\s+from\s+)?(?:\w+\.)?(?:set_config|current_setting|pg_\w+|version)\s*\(/i;
/** `SELECT … INTO` makes a table, and its constants stay in its text. */
const makesTable = /^(?:with\b[\s\S]*\)\s*)?select\b(?:(?!\bfrom\b)[^;])*\binto\b/i;

/** A statement that is planned and has to do with tables of users. */
function isOfUsers(sql: string): boolean {
  return planned.test(sql) && !ofCatalogs.test(sql) && !ofServer.test(sql) && !makesTable.test(sql);
}
