import { noWorkload, type Workload, type WorkloadQuery } from '../../catalog/workload.ts';
import type { Diagnostic } from '../../findings/error.ts';
import type { Connection, Row } from '../connection.ts';
import { attempt } from './statistics/attempt.ts';
import { countersSince } from './statistics/use.ts';

/** The performance schema counts picoseconds. */
const picoseconds = 1e9;

/** Longer texts are cut off by the server. */
const cutOff = /\.\.\.\s*$/;

/** Statements that are planned. */
const planned = /^\s*\(*\s*(?:select|insert|replace|update|delete|with|values|table)\b/i;

/** Reads the queries of this database that the server counts by their digests, the heaviest first. */
export async function readWorkload(
  connection: Connection,
): Promise<{ readonly workload: Workload; readonly diagnostics: readonly Diagnostic[] }> {
  const since = await countersSince(connection);
  if (since === undefined) {
    return without(
      'performance_schema is switched off',
      'performance_schema = ON in the server’s settings counts them after a restart; or give a slow log: --workload slow.log',
    );
  }
  const refused = new Map<string, string>();
  const rows = await attempt(
    connection,
    'performance_schema',
    `SELECT DIGEST AS fingerprint, DIGEST_TEXT AS query, COUNT_STAR AS calls, SUM_TIMER_WAIT AS total,
        MAX_TIMER_WAIT AS longest, SUM_ROWS_SENT + SUM_ROWS_AFFECTED AS row_count,
        UNIX_TIMESTAMP(FIRST_SEEN) AS first_seen, UNIX_TIMESTAMP(LAST_SEEN) AS last_seen
      FROM performance_schema.events_statements_summary_by_digest
      WHERE SCHEMA_NAME = database() AND DIGEST_TEXT IS NOT NULL AND COUNT_STAR > 0
      ORDER BY SUM_TIMER_WAIT DESC, DIGEST LIMIT 1000`,
    refused,
  );
  if (refused.size > 0) {
    return without('performance_schema may not be read', 'GRANT SELECT ON performance_schema.* TO the user');
  }
  const queries = rows.flatMap((row) => queryOf(row) ?? []);
  return { workload: { since, queries }, diagnostics: lost(rows.length - queries.length) };
}

function without(why: string, hint: string): Awaited<ReturnType<typeof readWorkload>> {
  return {
    workload: noWorkload,
    diagnostics: [{ severity: 'note', code: 'workload-not-read', message: `no queries were read: ${why}`, hint }],
  };
}

function lost(count: number): readonly Diagnostic[] {
  if (count === 0) return [];
  return [
    {
      severity: 'note',
      code: 'workload-not-read',
      message: `${count} ${count === 1 ? 'statement' : 'statements'} of the server’s digests left out: no queries, or longer than the server keeps them`,
      hint: 'max_digest_length and performance_schema_max_digest_length say how long',
    },
  ];
}

function queryOf(row: Row): WorkloadQuery | undefined {
  const text = String(row['query']);
  if (!planned.test(text) || cutOff.test(text)) return undefined;
  const calls = Number(row['calls']);
  const total = Number(row['total']) / picoseconds;
  return {
    fingerprint: String(row['fingerprint']),
    sql: plainDigest(text),
    calls,
    totalMilliseconds: total,
    meanMilliseconds: total / calls,
    longestMilliseconds: Number(row['longest']) / picoseconds,
    rows: Number(row['row_count']),
    ...timeOf('firstSeen', row['first_seen']),
    ...timeOf('lastSeen', row['last_seen']),
  };
}

function timeOf(key: 'firstSeen' | 'lastSeen', seconds: unknown): Partial<Record<typeof key, string>> {
  return seconds === null || seconds === undefined ? {} : { [key]: new Date(Number(seconds) * 1000).toISOString() };
}

/** A digest as a query: lists are `(...)` in it, further rows of VALUES a comment. */
function plainDigest(text: string): string {
  return text
    .replace(/\(\s*\.\.\.\s*\)/g, '(?)')
    .replace(/(?<=[\s,(])\.\.\.(?=[\s,)]|$)/g, '?')
    .replace(/\s*\/\*\s*,\s*\.\.\.\s*\*\//g, '')
    .replace(/(?:`((?:[^`]|``)+)`)(?:\s*\.\s*)(?=`)/g, '`$1`.');
}
