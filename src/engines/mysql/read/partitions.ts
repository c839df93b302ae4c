import { type Reader, readerOf } from '../sql/reader.ts';
import { type Draft, type DraftTable, Refused } from './draft.ts';
import { nullsFirst, partitionText } from './table-options.ts';

/** What is done with the rows of partitions, which stay what they are. */
const keeping = [
  'TRUNCATE',
  'EXCHANGE',
  'REBUILD',
  'ANALYZE',
  'CHECK',
  'OPTIMIZE',
  'REPAIR',
  'DISCARD',
  'IMPORT',
] as const;

/** An action that changes partitions and stands for itself; false where it is none. */
export function alterPartitions(reader: Reader, table: DraftTable, draft: Draft): boolean {
  if (reader.take('REMOVE', 'PARTITIONING')) delete table.options['partition_by'];
  else if (reader.take('REORGANIZE', 'PARTITION')) reorganize(reader, table, draft);
  else if (reader.take('COALESCE', 'PARTITION')) coalesce(reader, table, draft);
  else if (keeping.some((verb) => reader.take(verb, 'PARTITION'))) while (!reader.done()) reader.next();
  else return false;
  return true;
}

/** Reads from behind `ADD PARTITION` on: a list of them, or a number of those that a hash divides by. */
export function addPartitions(reader: Reader, table: DraftTable, draft: Draft): void {
  const known = partitionsOf(table, draft);
  reader.take('IF', 'NOT', 'EXISTS');
  if (reader.take('PARTITIONS')) {
    write(table, { ...known, number: numberOf(known) + Number(reader.next()?.text) });
    return;
  }
  const added = reader
    .brackets()
    .parts()
    .map((part) => partitionText(part.rest(), draft.dialect));
  const unlimited = known.parts.some((one) => /values less than (?:maxvalue|\(maxvalue\))/.test(one));
  if (unlimited && added.some((one) => /values less than/.test(one)))
    throw new Refused(`the last partition of ${table.name} takes all values: none can come behind it`);
  write(table, { ...known, parts: [...known.parts, ...added] });
}

/** Reads from behind `DROP PARTITION` on. */
export function dropPartitions(reader: Reader, table: DraftTable, draft: Draft): void {
  const known = partitionsOf(table, draft);
  const spares = reader.take('IF', 'EXISTS');
  if (!byValue.test(known.head))
    throw new Refused(`only partitions by range or by list go: those of ${table.name} do not`);
  const names = namesIn(reader);
  const lost = names.find((name) => !known.parts.some((part) => nameOf(part) === name));
  if (lost !== undefined && !spares) throw new Refused(`${table.name} has no partition ${lost}`);
  const parts = known.parts.filter((part) => !names.includes(nameOf(part)));
  if (parts.length === 0) throw new Refused(`${table.name} keeps at least one partition`);
  write(table, { ...known, parts });
}

/** `p1, p2 INTO (PARTITION …)`: others in the place of partitions. */
function reorganize(reader: Reader, table: DraftTable, draft: Draft): void {
  const known = partitionsOf(table, draft);
  const names = namesIn(reader);
  reader.take('INTO');
  const added = reader
    .brackets()
    .parts()
    .map((part) => partitionText(part.rest(), draft.dialect));
  const isNamed = (part: string) => names.includes(nameOf(part));
  const at = known.parts.findIndex(isNamed);
  if (at < 0) throw new Refused(`${table.name} has no partition ${names[0]}`);
  const kept = (list: readonly string[]) => list.filter((part) => !isNamed(part));
  write(table, { ...known, parts: [...kept(known.parts.slice(0, at)), ...added, ...kept(known.parts.slice(at))] });
}

function coalesce(reader: Reader, table: DraftTable, draft: Draft): void {
  const known = partitionsOf(table, draft);
  const fewer = Number(reader.next()?.text);
  if (byValue.test(known.head))
    throw new Refused(`the partitions of ${table.name} are of values: they are not coalesced`);
  const left = numberOf(known) - fewer;
  if (!(left > 0)) throw new Refused(`${table.name} keeps at least one partition`);
  if (known.parts.length > 0) write(table, { ...known, parts: known.parts.slice(0, left) });
  else write(table, { ...known, number: left });
}

const byValue = /^(?:range|list|system_time)\b/i;

/** How a table is divided, in the engine's words: `range (ts)`, and the partitions, or their number. */
interface Partitions {
  readonly head: string;
  readonly parts: readonly string[];
  readonly number?: number;
}

function partitionsOf({ name, options }: DraftTable, draft: Draft): Partitions {
  const known = options['partition_by'];
  if (known === undefined) throw new Refused(`${name} has no partitions`);
  const begin = known.search(/ \(partition /);
  const [head, number] = known.slice(0, begin < 0 ? undefined : begin).split(/ partitions (?=\d+$)/);
  const parts =
    begin < 0
      ? []
      : readerOf(known.slice(begin + 1), draft.dialect)
          .brackets()
          .parts()
          .map((part) => part.rest());
  return { head: head ?? known, parts, ...(number === undefined ? {} : { number: Number(number) }) };
}

function numberOf({ parts, number }: Partitions): number {
  return number ?? Math.max(1, parts.length);
}

function write(table: DraftTable, { head, parts, number }: Partitions): void {
  const counted = number === undefined ? head : `${head} partitions ${number}`;
  table.options['partition_by'] = nullsFirst(parts.length === 0 ? counted : `${counted} (${parts.join(', ')})`);
}

function nameOf(part: string): string {
  return /^partition `?([^\s`]+)/i.exec(part)?.[1]?.toLowerCase() ?? '';
}

function namesIn(reader: Reader): readonly string[] {
  const names: string[] = [];
  while (!reader.done() && !reader.sees('INTO')) {
    names.push(reader.name().toLowerCase());
    reader.take(',');
  }
  return names;
}
