import type { MigrationAction } from '../../migration-action.ts';
import type { Reader } from '../sql/reader.ts';
import { nameOf } from './written-name.ts';

/** What a statement that writes rows does; nothing for others. */
export function rowActions(reader: Reader): readonly MigrationAction[] | undefined {
  const { sql } = reader;
  skipCommonTables(reader);
  if (reader.take('INSERT') || reader.take('REPLACE')) {
    skipWords(reader);
    reader.take('INTO');
    const table = nameOf(reader);
    let from: 'values' | 'query' = 'values';
    for (; !reader.done(); reader.next()) if (reader.sees('SELECT') || reader.sees('TABLE')) from = 'query';
    return [{ kind: 'insert', table, from }];
  }
  if (reader.take('UPDATE')) {
    skipWords(reader);
    const table = nameOf(reader);
    const joins = skipTo(reader, 'SET');
    const assigned = assignments(reader).map((part) => nameOf(part).name);
    return [{ kind: 'update', table, assigned, joins, ...condition(reader), query: sql }];
  }
  if (reader.take('DELETE')) {
    skipWords(reader);
    // `DELETE t FROM t JOIN …`: the first table is the one that loses rows.
    reader.take('FROM');
    const table = nameOf(reader);
    const joins = skipTo(reader, 'WHERE', true);
    return [{ kind: 'delete', table, assigned: [], joins, ...condition(reader), query: sql }];
  }
  return undefined;
}

function skipWords(reader: Reader): void {
  while (['LOW_PRIORITY', 'HIGH_PRIORITY', 'DELAYED', 'QUICK', 'IGNORE'].some((word) => reader.take(word)));
}

function skipCommonTables(reader: Reader): void {
  if (!reader.take('WITH')) return;
  reader.take('RECURSIVE');
  do {
    reader.name();
    if (reader.sees('(')) reader.brackets();
    reader.take('AS');
    reader.brackets();
  } while (reader.take(','));
}

/** Goes to the word, and behind it unless it is to stay; whether other tables take part on the way. */
function skipTo(reader: Reader, word: string, stays = false): boolean {
  let joins = false;
  while (!reader.done() && !reader.sees(word)) {
    if (/^(?:JOIN|STRAIGHT_JOIN|USING|FROM)$/.test(reader.peek()?.value ?? '') || reader.sees(',')) joins = true;
    if (reader.sees('(')) reader.brackets();
    else reader.next();
  }
  if (!stays) reader.next();
  return joins;
}

/** What stands between the commas behind SET, up to the condition. */
function assignments(reader: Reader): readonly Reader[] {
  const start = reader.at();
  let end = start;
  while (!reader.done() && !/^(?:WHERE|ORDER|LIMIT)$/.test(reader.peek()?.value ?? '')) {
    end = reader.peek()?.end ?? end;
    if (reader.sees('(')) reader.brackets();
    else reader.next();
  }
  return reader.part(start, Math.max(end, reader.done() ? reader.sql.length : reader.at())).parts();
}

/** The condition. One without that ends at some number of rows is written as that. */
function condition(reader: Reader): { readonly where?: string } {
  const isWhere = reader.take('WHERE');
  const rest = reader.rest();
  return isWhere || /\bLIMIT\b/i.test(rest) ? { where: rest } : {};
}
