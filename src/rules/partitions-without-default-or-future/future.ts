import type { Change } from '../../catalog/change.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import type { Table } from '../../catalog/table.ts';
import { add, instant, parseBound, type Width, widthOf } from './bounds.ts';

/** How far the partitions of a table reach in time. */
export interface Reach {
  /** Where the last one ends, in milliseconds. */
  readonly until: number;
  /** How long the last one is, where it begins and ends. */
  readonly width: Width | undefined;
  readonly last: Table;
}

const day = 86_400_000;

/** Nothing when the table is not partitioned by range of a single time. */
export function reach(table: Table, partitions: readonly Table[]): Reach | undefined {
  const column = timeKey(table);
  if (!column) return undefined;
  let found: Reach | undefined;
  for (const last of partitions) {
    const bound = parseBound(last.partitionOf?.bound ?? '');
    if (bound.kind !== 'range') continue;
    const [from, until] = [instant(bound.from[0] ?? ''), instant(bound.to[0] ?? '')];
    if (from === undefined || until === undefined) return undefined;
    if (!found || until > found.until) found = { until, width: widthOf(from, until), last };
  }
  return found;
}

/** The type of the partition key where it is one column that holds a date or a time stamp. */
function timeKey(table: Table): 'date' | 'timestamp' | 'timestamp-with-zone' | undefined {
  const [key] = table.partitioning?.strategy === 'range' ? table.partitioning.keys : [];
  const family = table.columns.find((column) => column.name === key?.column)?.type.family;
  return family === 'date' || family === 'timestamp' || family === 'timestamp-with-zone' ? family : undefined;
}

/** How far ahead there should be partitions: so many days, or two partitions if that is less. */
export function horizon(width: Width | undefined, days: number): number {
  return width && 'milliseconds' in width ? Math.min(days * day, 2 * width.milliseconds) : days * day;
}

/** The partitions that are missing from the present one to the horizon, as long as the last and named like it. */
export function nextPartitions(
  table: Table,
  { until, width, last }: Reach,
  now: number,
  ahead: number,
  lookups: Lookups,
): readonly Change[] {
  const type = timeKey(table);
  if (!width || !type || table.partitioning?.keys.length !== 1) return [];
  const begin = parseBound(last.partitionOf?.bound ?? '');
  const before = begin.kind === 'range' ? instant(begin.from[0] ?? '') : undefined;
  if (before === undefined) return [];
  const changes: Change[] = [];
  const names = new Set<string>();
  for (let from = until; from <= now + ahead; from = add(from, width)) {
    const to = add(from, width);
    if (to <= now) continue;
    const name = nameLike(last.name, before, from) ?? `${table.name}_${digits(from, '', 3)}`;
    if (names.has(name) || lookups.table({ schema: table.schema, name })) return [];
    names.add(name);
    changes.push({
      kind: 'create partition',
      table,
      name,
      bound: `FOR VALUES FROM ('${literal(from, type)}') TO ('${literal(to, type)}')`,
    });
  }
  return changes;
}

/** The name with the date of the old beginning replaced by that of the new one, in whatever form it is written. */
function nameLike(name: string, before: number, from: number): string | undefined {
  for (const parts of [3, 2, 1]) {
    for (const separator of ['_', '', '-']) {
      const old = digits(before, separator, parts);
      const at = name.lastIndexOf(old);
      if (at >= 0) return name.slice(0, at) + digits(from, separator, parts) + name.slice(at + old.length);
    }
  }
  return undefined;
}

function digits(at: number, separator: string, parts: number): string {
  return new Date(at).toISOString().slice(0, 10).split('-').slice(0, parts).join(separator);
}

function literal(at: number, type: 'date' | 'timestamp' | 'timestamp-with-zone'): string {
  const [date, time] = new Date(at).toISOString().replace('.000Z', '').split('T');
  if (type === 'date') return date ?? '';
  return `${date ?? ''} ${time ?? ''}${type === 'timestamp-with-zone' ? '+00' : ''}`;
}
