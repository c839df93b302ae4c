import { namedColumns } from '../../catalog/named-columns.ts';
import { qualified } from '../../catalog/names.ts';
import { countedSeconds, type Statistics, type TableStatistics } from '../../catalog/statistics.ts';
import type { Index, Table } from '../../catalog/table.ts';
import type { AdviceInput, AdviceQuery, WriteCost } from '../advice.ts';
import { type Draft, heldColumns } from '../candidates/candidate.ts';

/** Rows written to a table in a second. */
interface Writes {
  readonly inserts: number;
  readonly updates: number;
  readonly deletes: number;
  /** The columns that updates set, with how many a second do; nothing where only the number is known. */
  readonly updated: ReadonlyMap<string, number> | undefined;
  /** The share of updates that write no index entry now. */
  readonly hot: number | undefined;
  /** False where they are only assumed. */
  readonly known: boolean;
  readonly source: string;
}

/** The share of the rows of an INSERT that updates those that are there already which are, where nobody counts them. */
const presentShare = 0.5;

/** Where nobody tells of writes, a table is taken to have been filled evenly in so many days. */
export const filledInDays = 1000;

/**
 * Bytes of log for an entry: header of the record and of its block (24 + 20, src/include/access/xlogrecord.h and
 * nbtxlog.h), the entry's own header of 8 and its line pointer of 4. Whole pages after a checkpoint are not counted.
 */
const logBytesOfEntry = 56;

/** Bytes of an entry beside its keys where nothing stands in a log but the pages themselves. */
const entryHead = 12;

/** Bytes of a key of which nothing more is known. */
const keyWidth = 8;

/**
 * Entries for a row, by method: GIN has one for each part of a value, taken to be 8; BRIN one for all rows of 128 pages,
 * which is rarely written.
 */
const entriesOfRow: Readonly<Record<string, number>> = { gin: 8, brin: 0.01 };

/** What an index costs with the writes to its table: beside the table's own, or those that are given. */
export function writeCost(index: Draft, input: AdviceInput, beside = draftsOf(index.table)): WriteCost {
  const writes = writesOf(index.table, input);
  if (!input.traits.heapOnlyUpdates) return plainCost(index, watchedColumns(index), writes, input);
  const ending = (indexes: readonly Draft[]) => indexes.filter((one) => endsHeapOnly(one, input));
  const before = hotUpdates(ending(beside), writes);
  const after = hotUpdates(ending([...beside, index]), writes);
  // Of what stays heap-only, that which sets no column of a summary writes nothing into it.
  const idle = (one: Draft, hot: number) =>
    endsHeapOnly(one, input) ? hot : Math.min(hot, hotUpdates([...ending(beside), one], writes));
  const written = (inserts: number): EntriesWritten => {
    const rows = inserts + writes.updates;
    const own = entriesInto(index, rows - idle(index, after), input);
    if (after === before) return own;
    // An update that no longer stays within its page writes an entry into every other index, too.
    return beside.reduce((sum, other) => {
      const written = (hot: number) => entriesInto(other, rows - idle(other, hot), input);
      const [now, then] = [written(before), written(after)];
      return {
        entriesPerSecond: sum.entriesPerSecond + then.entriesPerSecond - now.entriesPerSecond,
        logBytesPerSecond: sum.logBytesPerSecond + then.logBytesPerSecond - now.logBytesPerSecond,
      };
    }, own);
  };
  return {
    known: writes.known,
    ...written(writes.inserts),
    ...(writes.known || writes.updates === 0 ? {} : { byUpdates: written(0) }),
    hot: hotOf(writes, before, after, idle(index, after)),
    source: writes.source,
  };
}

/** The entries of so many rows that are written, or written anew, in a second. */
function entriesInto(index: Draft, rows: number, input: AdviceInput): EntriesWritten {
  const entries = Math.max(0, rows - leaving(index, input)) * (entriesOfRow[index.method ?? 'btree'] ?? 1);
  return {
    entriesPerSecond: entries,
    logBytesPerSecond: entries * (logBytesOfEntry + widthOf(index, input)),
  };
}

type EntriesWritten = Pick<WriteCost, 'entriesPerSecond' | 'logBytesPerSecond'>;

/** The part of what is written that somebody told: all of it, or what updates write, or nothing. */
export function toldPart(cost: WriteCost): EntriesWritten {
  return cost.known ? cost : (cost.byUpdates ?? { entriesPerSecond: 0, logBytesPerSecond: 0 });
}

/** Updates in a second after which a row is no longer among those of the index's predicate: they write no entry into it. */
function leaving({ table, predicate }: Draft, { queries, engine }: AdviceInput): number {
  if (predicate === undefined) return 0;
  return queries
    .filter(({ facts: { target, assignedValues = {} } }) => {
      if (target?.name !== table.name || target.schema !== table.schema) return false;
      return Object.entries(assignedValues).some(([column, value]) => {
        const allowed = engine.sizes.allowedValues(predicate, column);
        // An empty list is that of IS NULL.
        return allowed && (value === null ? allowed.length > 0 : !allowed.includes(value));
      });
    })
    .reduce((sum, query) => sum + rowsWritten(query), 0);
}

/** Rows that a statement writes in a second: as told, or as the planner expects of a call; one at least. */
function rowsWritten({ callsPerSecond = 1, rowsWritten: rows = 1 }: AdviceQuery): number {
  return callsPerSecond * Math.max(1, rows);
}

/** Where each index stands by itself: an update writes to those whose columns it sets. */
function plainCost(index: Draft, held: readonly string[], writes: Writes, input: AdviceInput): WriteCost {
  const written = (entries: number): EntriesWritten => ({
    entriesPerSecond: entries,
    logBytesPerSecond: entries * (entryHead + widthOf(index, input)),
  });
  const changed = writes.updates - updatesBeside(held, writes);
  return {
    known: writes.known,
    ...written(writes.inserts + changed),
    ...(writes.known || writes.updates === 0 ? {} : { byUpdates: written(changed) }),
    hot: 'absent',
    source: writes.source,
  };
}

/** Updates in a second that set none of these columns. */
function updatesBeside(held: readonly string[], { updates, updated }: Writes): number {
  if (updated === undefined) return updates / 2;
  let written = 0;
  for (const [columns, rate] of updated)
    if (columns.split('\n').some((column) => held.includes(column))) written += rate;
  return Math.max(0, updates - written);
}

/** Bytes of a key with those that stand beside it. */
function widthOf(index: Draft, { statistics }: AdviceInput): number {
  return heldColumns(index).reduce((sum, column) => {
    const known = statistics.tables[qualified(index.table)]?.columns[column];
    return sum + (known?.averageWidth ?? keyWidth);
  }, 0);
}

function hotOf({ known, updates, updated }: Writes, before: number, after: number, idle: number): WriteCost['hot'] {
  if (updates > 0 ? updated === undefined : !known) return 'unknown';
  if (before === 0) return 'none';
  if (after < before) return 'lost';
  return idle < after ? 'summarized' : 'kept';
}

/** The columns that the updates of the workload set in a table. */
export function updatedColumns(table: Table, input: AdviceInput): ReadonlySet<string> {
  return new Set([...(writesOf(table, input).updated?.keys() ?? [])].flatMap((columns) => columns.split('\n')));
}

/** What the present indexes of the tables cost: by writes that are told, and beside that by those that are assumed. */
export function presentWrites(
  tables: readonly Table[],
  input: AdviceInput,
): { readonly entries: number; readonly logBytes: number; readonly assumedEntries: number } {
  let [entries, logBytes, assumedEntries] = [0, 0, 0];
  for (const table of tables) {
    for (const index of table.indexes) {
      const cost = writeCost(draftOf(table, index), input);
      const told = toldPart(cost);
      entries += told.entriesPerSecond;
      logBytes += told.logBytesPerSecond;
      assumedEntries += cost.entriesPerSecond - told.entriesPerSecond;
    }
  }
  return { entries, logBytes, assumedEntries };
}

function draftsOf(table: Table): readonly Draft[] {
  return table.indexes.map((index) => draftOf(table, index));
}

/** A present index as a draft. */
export function draftOf(table: Table, index: Index): Draft {
  return {
    table,
    keys: index.keys.map(({ column, expression, operatorClass, collation, descending, nullsFirst }) => ({
      ...(column === undefined ? {} : { column }),
      ...(expression === undefined ? {} : { expression }),
      ...(operatorClass === undefined ? {} : { operatorClass }),
      ...(collation === undefined ? {} : { collation }),
      descending,
      nullsFirst,
    })),
    method: index.method,
    include: index.include,
    ...(index.predicate === undefined ? {} : { predicate: index.predicate }),
  };
}

/** Whether an update of its columns is no heap-only one. */
function endsHeapOnly({ method }: Draft, { traits }: AdviceInput): boolean {
  return method !== 'brin' || !traits.heapOnlyBesideSummaries;
}

/** Updates in a second that set no column of these indexes: they write no entry at all. */
function hotUpdates(indexes: readonly Draft[], { updates, updated, hot }: Writes): number {
  if (updated === undefined) return updates * (hot ?? 0.5);
  const watched = new Set(indexes.flatMap(watchedColumns));
  let written = 0;
  for (const [columns, rate] of updated) if (columns.split('\n').some((column) => watched.has(column))) written += rate;
  return Math.max(0, updates - written);
}

/** The columns whose change is one of the index: those that it holds, also within expressions, and its predicate's. */
function watchedColumns(index: Draft): readonly string[] {
  const { table, keys, predicate } = index;
  const texts = [...keys.flatMap((key) => key.expression ?? []), ...(predicate === undefined ? [] : [predicate])];
  return [...heldColumns(index), ...texts.flatMap((text) => namedColumns(text, table.columns))];
}

/** From the workload's own statements; what was declared or counted, where that is more. */
function writesOf(table: Table, { queries, statistics, traits }: AdviceInput): Writes {
  let [inserts, updates, deletes] = [0, 0, 0];
  let tellsInserts = false;
  const updated = new Map<string, number>();
  const update = (rows: number, columns: readonly string[]) => {
    updates += rows;
    updated.set(columns.join('\n'), (updated.get(columns.join('\n')) ?? 0) + rows);
  };
  let single = true;
  for (const query of queries) {
    const { facts } = query;
    if (!facts.target || facts.target.name !== table.name || facts.target.schema !== table.schema) continue;
    const rows = rowsWritten(query);
    single &&= rows === (query.callsPerSecond ?? 1);
    tellsInserts ||= facts.kind === 'insert' || facts.kind === 'merge';
    if (facts.kind === 'delete') deletes += rows;
    if (facts.kind === 'update' || facts.kind === 'merge') update(rows, facts.assigned);
    if (facts.kind !== 'insert') continue;
    const present = facts.conflictAssigned && traits.heapOnlyUpdates ? presentShare : 0;
    inserts += rows * (1 - present);
    if (present > 0) update(rows * present, facts.conflictAssigned ?? []);
  }
  const ofWorkload = inserts + updates + deletes;
  const known = statistics.tables[qualified(table)];
  if (known?.writesPerSecond !== undefined && (known.writesPerSecond > ofWorkload || !tellsInserts)) {
    // Of writes that nobody describes, most are new rows.
    const rest = Math.max(0, known.writesPerSecond - ofWorkload);
    return {
      inserts: inserts + rest,
      updates,
      deletes,
      updated,
      hot: undefined,
      known: true,
      source: `${known.writesPerSecond} writes a second were declared`,
    };
  }
  const counted = known && countedWrites(known, statistics);
  if (counted && counted.inserts + counted.updates + counted.deletes >= ofWorkload) {
    return { ...counted, updated: updated.size > 0 ? updated : undefined };
  }
  // Rows that are changed or deleted came from somewhere, though no statement of the workload tells whence.
  if (!tellsInserts) {
    return {
      ...assumedWrites(table, known?.rows ?? 0, updates > 0),
      updates,
      deletes,
      updated: updates > 0 ? updated : undefined,
    };
  }
  return {
    inserts,
    updates,
    deletes,
    updated,
    hot: undefined,
    known: true,
    source: single
      ? 'the calls of the workload, one row each'
      : 'the calls of the workload, of each the rows that are told or that the planner expects',
  };
}

function assumedWrites(table: Table, rows: number, hasUpdates: boolean): Writes {
  const inserts = rows / filledInDays / 86_400;
  return {
    inserts,
    updates: 0,
    deletes: 0,
    updated: undefined,
    hot: undefined,
    known: false,
    source: hasUpdates
      ? `how much is inserted into ${qualified(table)} is not known: its rows in ${filledInDays} days were taken, beside the updates of the workload`
      : `how much is written to ${qualified(table)} is not known: its rows in ${filledInDays} days were taken, and no updates`,
  };
}

function countedWrites(table: TableStatistics, statistics: Statistics): Omit<Writes, 'updated'> | undefined {
  const seconds = countedSeconds(statistics);
  if (seconds === undefined || table.inserted === undefined) return undefined;
  const { inserted = 0, updated = 0, deleted = 0, hotUpdated = 0 } = table;
  return {
    inserts: inserted / seconds,
    updates: updated / seconds,
    deletes: deleted / seconds,
    hot: updated > 0 ? hotUpdated / updated : undefined,
    known: true,
    source: countersText(statistics),
  };
}

function countersText({ countersSince, countersNeverReset }: Statistics): string {
  return countersNeverReset
    ? `the server's counters, never reset: since its last crash or its making at ${countersSince}; of a database that was made later the rates are higher`
    : `the server's counters since ${countersSince}`;
}
