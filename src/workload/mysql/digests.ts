import type { Grouping } from '../group.ts';
import type { Notes } from '../notes.ts';
import { numberParameters } from '../placeholders.ts';
import { numberIn, tableRows } from '../statements-export/table-rows.ts';
import { fromMysql } from './from-mysql.ts';

/** Timers of the performance schema count picoseconds. */
const picoseconds = 1e9;

/** Reads an export of performance_schema.events_statements_summary_by_digest. */
export async function readDigests(
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
    const text = row.get('digest_text');
    const calls = numberIn(row, 'count_star');
    if (text === undefined || calls === undefined) {
      broken();
      continue;
    }
    const schema = row.get('schema_name');
    if (database !== undefined && schema !== undefined && schema !== database) continue;
    read++;
    const total = numberIn(row, 'sum_timer_wait');
    const longest = numberIn(row, 'max_timer_wait');
    const rows = (numberIn(row, 'sum_rows_sent') ?? 0) + (numberIn(row, 'sum_rows_affected') ?? 0);
    const digest = row.get('digest');
    grouping.given(
      numberParameters(fromMysql(text), file).sql,
      {
        calls,
        ...(total === undefined
          ? {}
          : {
              totalMilliseconds: total / picoseconds,
              meanMilliseconds: calls === 0 ? 0 : total / picoseconds / calls,
            }),
        ...(longest === undefined ? {} : { longestMilliseconds: longest / picoseconds }),
        rows,
        ...seen('firstSeen', row.get('first_seen')),
        ...seen('lastSeen', row.get('last_seen')),
        ...(schema === undefined ? {} : { databases: [schema] }),
        ...(digest === undefined ? {} : { queryIdentifier: digest }),
      },
      true,
    );
  }
  return read;
}

/** The server's clock has no zone here: it counts as UTC. */
function seen(key: 'firstSeen' | 'lastSeen', text: string | undefined): { readonly [key: string]: string } {
  const time = text === undefined ? Number.NaN : Date.parse(`${text.trim().replace(' ', 'T')}Z`);
  return Number.isNaN(time) ? {} : { [key]: new Date(time).toISOString() };
}
