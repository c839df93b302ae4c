import { namedColumns } from '../catalog/named-columns.ts';
import { type QualifiedName, qualified } from '../catalog/names.ts';
import type { Index, Table } from '../catalog/table.ts';
import { type Evidence, planned, presumed } from '../findings/evidence.ts';
import type { Severity, Subject } from '../findings/finding.ts';
import { groupDigits } from './sizes.ts';
import type { AdvisedIndex, AdvisedQuery } from './workload-advice.ts';

/** So many queries are named in the evidence; the others are counted. */
const mostQueries = 5;

/**
 * `the query "orders of a user" (queries.sql:6), 2 340 calls an hour, costs 91 234 by the planner, and 23 with it`; where
 * others of the advice serve it, too, with all of them.
 */
export function queryText({ title, place, callsPerSecond, before, after, gain }: AdvisedQuery): string {
  const where = place ? ` (${place.file}:${place.line})` : '';
  const calls = callsPerSecond === undefined ? '' : `, ${callsText(callsPerSecond)},`;
  const others = gain < (before - after) * 0.995 ? ' and others of the advice' : '';
  return `the query "${title}"${where}${calls} costs ${costText(before)} by the planner, and ${costText(after)} with it${others}`;
}

/**
 * What the planner said with and without the index. Where the table's size is only derived, its word is about a size
 * that nobody knows: a strong presumption.
 */
export function adviceEvidence({ queries, sizesDerived, definition }: AdvisedIndex): readonly Evidence[] {
  const told = queries.slice(0, mostQueries).map((query) => {
    const text = `${queryText(query)}: ${definition}`;
    return sizesDerived ? presumed(`${text}, at a size derived from the schema`, 'strong') : planned(text);
  });
  const more = queries.length - told.length;
  const others = `${more} more ${more === 1 ? 'query gains' : 'queries gain'} by it`;
  return [...told, ...(more > 0 ? [sizesDerived ? presumed(others, 'strong') : planned(others)] : [])];
}

/** A rule's own reason, and why the columns of the index stand in their order: sentences that mostly begin with a column's name. */
export function whyOf({ why }: AdvisedIndex, reason: string): string {
  return [reason, ...why.map((one) => one.replace(/\.?$/, '.'))].join(' ');
}

/** Where the query that gains most is written, and the others. */
export function placesOf({ queries }: AdvisedIndex) {
  const [first, ...others] = queries.flatMap((query) => query.place ?? []);
  return { ...(first ? { place: first } : {}), ...(others.length > 0 ? { alsoAt: others } : {}) };
}

/** What a new index must bring, from what the planner says of it. */
export interface GainLimits {
  /** What costs less is fast in any form. */
  readonly leastCost: number;
  /** From this share of the workload's cost on it is high, and medium. */
  readonly highShare: number;
  readonly mediumShare: number;
  /** A query that becomes so many times cheaper is worth an index of medium severity, whatever else runs. */
  readonly manyTimes: number;
  /** What helps no query so much, and little of the whole, is for `relvar indexes` to tell. */
  readonly leastTimes: number;
}

export const gainLimits = { leastCost: 100, highShare: 0.1, mediumShare: 0.01, manyTimes: 10, leastTimes: 2 } as const;

/** How bad it is that the index is not there; nothing where it brings too little to be a finding. */
export function adviceSeverity({ queries, share }: AdvisedIndex, limits: GainLimits): Severity | undefined {
  const dear = queries.filter(
    ({ after, gain, callsPerSecond }) => after + gain >= limits.leastCost && callsPerSecond !== 0,
  );
  const times = Math.max(0, ...dear.map(({ after, gain }) => 1 + gain / Math.max(after, Number.MIN_VALUE)));
  if (share >= limits.highShare && dear.length > 0) return 'high';
  if (times >= limits.manyTimes || (share >= limits.mediumShare && dear.length > 0)) return 'medium';
  return times >= limits.leastTimes || share >= limits.mediumShare ? 'low' : undefined;
}

/** The table's columns that the index's keys are made of, those of expressions included. */
function columnsOf(advised: AdvisedIndex, table: Table): readonly string[] {
  const columns = advised.change.keys.flatMap((key) => {
    if (key.column !== undefined) return [key.column];
    return namedColumns(key.expression ?? '', table.columns);
  });
  return [...new Set(columns)];
}

/**
 * The present index that holds the columns of the advised one in an order in which they do not serve: both are plain
 * B-trees, share two key columns or more, all of the one or all of the other, and neither begins as the other does.
 */
export function orderedWrongly(advised: AdvisedIndex, table: Table): Index | undefined {
  const wanted = plainKeys(advised.change.keys, advised.change.method ?? 'btree');
  if (!wanted || advised.change.predicate !== undefined) return undefined;
  return table.indexes.find((index) => {
    const present = plainKeys(index.keys, index.method);
    if (!present || !index.valid || index.predicate !== undefined) return false;
    const shared = present.filter((column) => wanted.includes(column));
    const least = Math.min(present.length, wanted.length);
    return shared.length === least && least >= 2 && present.slice(0, least).some((one, at) => one !== wanted[at]);
  });
}

function plainKeys(keys: readonly { readonly column?: string }[], method: string): readonly string[] | undefined {
  const columns = keys.flatMap((key) => key.column ?? []);
  return method === 'btree' && columns.length === keys.length ? columns : undefined;
}

/** The present indexes that go once the advised one is there, as they stand in the table. */
export function replacedIndexes(advised: AdvisedIndex, table: Table): readonly Index[] {
  const gone = new Set(advised.replaces.map(qualified));
  return table.indexes.filter((index) => gone.has(qualified({ schema: table.schema, name: index.name })));
}

/** The advice for a table. */
export function advisedFor(
  advice: { readonly indexes: readonly AdvisedIndex[] } | undefined,
  table: QualifiedName,
): readonly AdvisedIndex[] {
  return (advice?.indexes ?? []).filter((one) => qualified(one.change.table) === qualified(table));
}

/**
 * The advice for a table, each with what a finding of it is about: its columns; of two indexes on the same ones, the
 * second goes by its name.
 */
export function advisedAt(
  advice: { readonly indexes: readonly AdvisedIndex[] } | undefined,
  table: Table,
): readonly { readonly advised: AdvisedIndex; readonly at: Subject }[] {
  const seen = new Set<string>();
  return advisedFor(advice, table).map((advised) => {
    const columns = columnsOf(advised, table);
    const key = JSON.stringify(columns);
    const isNew = columns.length > 0 && !seen.has(key);
    seen.add(key);
    return {
      advised,
      at: isNew
        ? { kind: 'column', object: table, names: columns }
        : { kind: 'index', object: table, names: [advised.change.name] },
    };
  });
}

/** A planner's cost: `0.29`, `12.4`, `1 168 479`. */
function costText(cost: number): string {
  return cost < 100 ? `${Number(cost.toFixed(cost < 10 ? 2 : 1))}` : groupDigits(cost);
}

function callsText(perSecond: number): string {
  if (perSecond === 0) return 'never called';
  const [number, unit] =
    perSecond >= 1
      ? [perSecond, 'second']
      : perSecond >= 1 / 3600
        ? [perSecond * 3600, 'hour']
        : [perSecond * 86_400, 'day'];
  const shown = number < 10 ? Number(number.toPrecision(2)) : groupDigits(number);
  return `${shown} call${shown === 1 ? '' : 's'} per ${unit}`;
}
