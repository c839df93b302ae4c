import { RelvarError } from '../../findings/error.ts';
import type { Grouping } from '../group.ts';
import { type Judge, typedConstant } from '../judge.ts';
import { instantReader } from '../log/instant.ts';
import type { Notes } from '../notes.ts';
import { numberParameters } from '../placeholders.ts';
import type { QueryFactsGiven } from '../query-group.ts';
import { numberIn, type TableRow, tableRows } from './table-rows.ts';

/** Reads an export of pg_stat_statements with the columns of any version from 12 (`total_time`) to 18. */
export async function readStatementsExport(
  chunks: AsyncIterable<Uint8Array>,
  head: Uint8Array,
  file: string,
  grouping: Grouping,
  notes: Notes,
  database?: string,
): Promise<number> {
  let read = 0;
  const broken = () => notes.note('row that cannot be read', file);
  for await (const row of tableRows(chunks, head, broken)) {
    const query = row.get('query');
    const calls = numberIn(row, 'calls');
    if (query === undefined || calls === undefined) {
      notes.note('row that cannot be read', file, query === undefined ? {} : { detail: query.slice(0, 80) });
      continue;
    }
    const own = row.get('datname') ?? row.get('database');
    if (database !== undefined && own !== undefined && own !== database) continue;
    read++;
    grouping.given(queryOf(query, grouping.judge).replace(typedConstant, '$2::$1'), factsOf(row, calls, own));
  }
  return read;
}

/** Older servers wrote `?` for a constant: it is a parameter where the text is no SQL as it stands, else an operator. */
function queryOf(query: string, judge: Judge): string {
  if (!query.includes('?') || judge.parses(query)) return query;
  try {
    return numberParameters(query, 'an export').sql;
  } catch (error) {
    if (error instanceof RelvarError) return query;
    throw error;
  }
}

const readInstant = instantReader(() => {});

function factsOf(row: TableRow, calls: number, database: string | undefined): QueryFactsGiven {
  const of = (key: string, ...names: readonly string[]) => {
    const value = numberIn(row, ...names);
    return value === undefined ? {} : { [key]: value };
  };
  const planned = numberIn(row, 'plans');
  const mean = numberIn(row, 'mean_exec_time', 'mean_time');
  const user = row.get('rolname') ?? row.get('usename') ?? row.get('username');
  const identifier = row.get('queryid');
  const written = Buffer.from(row.get('stats_since') ?? '');
  const since = readInstant(written, 0, written.length);
  return {
    calls,
    ...(mean === undefined ? {} : { totalMilliseconds: mean * calls }),
    ...of('totalMilliseconds', 'total_exec_time', 'total_time'),
    ...of('meanMilliseconds', 'mean_exec_time', 'mean_time'),
    ...of('deviationMilliseconds', 'stddev_exec_time', 'stddev_time'),
    ...of('longestMilliseconds', 'max_exec_time', 'max_time'),
    ...(planned === undefined || planned === 0 ? {} : of('planningMilliseconds', 'total_plan_time')),
    ...of('rows', 'rows'),
    ...of('pagesHit', 'shared_blks_hit'),
    ...of('pagesRead', 'shared_blks_read'),
    ...of('temporaryPagesWritten', 'temp_blks_written'),
    ...(Number.isNaN(since) ? {} : { countedSince: new Date(since).toISOString() }),
    ...(user === undefined ? {} : { user }),
    ...(database === undefined ? {} : { databases: [database] }),
    ...(identifier === undefined ? {} : { queryIdentifier: identifier }),
  };
}
