import type { Sequence } from '../../catalog/catalog.ts';
import type { Change } from '../../catalog/change.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import { qualified, qualifiedColumn } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import type { DataType } from '../../catalog/type.ts';
import { observed, stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';
import { countingColumns } from './counting.ts';

export const rule = defineRule({
  id: 'sequence-near-end',
  category: 'scale and operations',
  dimension: 'scalability',
  severity: 'high',
  summary: 'A sequence has used much of the values that it, or its column, can hold.',
  headline: (count) => `${count} sequences come to their end`,
  why: 'At the last value every insert fails; the way out then is a change of type that rewrites the table while nothing can be written.',
  effort: 'hours',
  tradeOff:
    'A wider column rewrites the table under a lock that shuts out writers (readers too, on some servers), unless a second column is filled and swapped in.',
  needs: ['statistics'],
  settings: {
    /** The share of the values from which it is reported, of high and of critical severity. */
    used: 0.5,
    high: 0.75,
    critical: 0.9,
  },
  *check({ catalog, lookups, statistics, settings }) {
    for (const sequence of catalog.sequences) {
      const last = statistics.sequences[qualified(sequence)]?.lastValue;
      if (last === undefined || sequence.cycle) continue;
      const owner = ownerOf(sequence, lookups);
      const limit = limitOf(sequence, owner?.column);
      const used = shareUsed(sequence, last, limit.value);
      if (used < settings.used) continue;
      const percent = `${(Math.floor(used * 1000) / 10).toFixed(1)}%`;
      yield {
        at: { kind: 'sequence', object: sequence },
        message: `${qualified(sequence)} stands at ${group(last)}, ${percent} of what ${limit.by === 'column' && owner ? qualifiedColumn(owner.table, owner.column.name) : 'it'} can hold`,
        evidence: [
          observed(`the last value drawn is ${group(last)}`),
          stated(
            `${limit.by === 'column' && owner ? `the column is ${owner.column.type.text}` : `the sequence is ${sequence.type.text}`}, its last value ${group(limit.value)}, and it does not cycle`,
          ),
        ],
        severity: used >= settings.critical ? 'critical' : used >= settings.high ? 'high' : 'medium',
        ...(owner ? { weighs: [owner.table] } : {}),
        changes: widen(sequence, owner, lookups),
      };
    }
    for (const { table, column, last, limit, references } of countingColumns(lookups, statistics)) {
      const used = Number((last * 10_000n) / limit) / 10_000;
      if (used < settings.used) continue;
      const percent = `${(Math.floor(used * 1000) / 10).toFixed(1)}%`;
      const half = column.type.unsigned ? '' : '; its negative half is never drawn';
      yield {
        at: { kind: 'column', object: table, names: [column.name] },
        message: `${qualifiedColumn(table, column.name)} stands at ${group(last)}, ${percent} of what ${column.type.text} can hold${half}`,
        evidence: [
          observed(`the last number that the table gave is ${group(last)}`),
          stated(`the column is ${column.type.text}, its last value ${group(limit)}`),
          ...(references === 0
            ? []
            : [
                stated(
                  `${references} foreign key${references === 1 ? ' refers' : 's refer'} to it, and must be dropped while the types change together`,
                ),
              ]),
        ],
        severity: used >= settings.critical ? 'critical' : used >= settings.high ? 'high' : 'medium',
        weighs: [table],
        changes:
          references > 0 || (column.type.bytes ?? 8) >= 8
            ? []
            : [
                {
                  kind: 'change type',
                  table,
                  column: column.name,
                  type: column.type.unsigned ? 'bigint unsigned' : 'bigint',
                },
              ],
      };
    }
  },
});

interface Owner {
  readonly table: Table;
  readonly column: Column;
}

function ownerOf({ ownedBy }: Sequence, lookups: Lookups): Owner | undefined {
  const table = ownedBy && lookups.table(ownedBy.table);
  const column = table && lookups.column(table, ownedBy.column);
  return column ? { table, column } : undefined;
}

/** The greatest value of an integer of so many bytes. */
function greatest(type: DataType): bigint | undefined {
  return type.family === 'integer' && type.bytes !== undefined ? (1n << BigInt(type.bytes * 8 - 1)) - 1n : undefined;
}

/** What ends first, the sequence or its column; for one that counts down, its least value. */
function limitOf(
  sequence: Sequence,
  column: Column | undefined,
): { readonly value: bigint; readonly by: 'sequence' | 'column' } {
  const most = column && greatest(column.type);
  if (sequence.increment < 0n) {
    const least = most === undefined ? undefined : -most - 1n;
    return least !== undefined && least > sequence.minimum
      ? { value: least, by: 'column' }
      : { value: sequence.minimum, by: 'sequence' };
  }
  return most !== undefined && most < sequence.maximum
    ? { value: most, by: 'column' }
    : { value: sequence.maximum, by: 'sequence' };
}

function shareUsed({ increment, minimum, maximum }: Sequence, last: bigint, limit: bigint): number {
  const begin = increment < 0n ? maximum : minimum;
  const all = limit - begin;
  return all === 0n ? 1 : Number(((last - begin) * 10_000n) / all) / 10_000;
}

/**
 * The column to the widest type, with those that refer to it, and the sequence with it; nothing where someone chose the
 * sequence's bounds, or nothing wider is left.
 */
function widen(sequence: Sequence, owner: Owner | undefined, lookups: Lookups): readonly Change[] {
  const own = greatest(sequence.type);
  const chosen =
    sequence.increment > 0n
      ? sequence.maximum !== own
      : sequence.minimum !== (own === undefined ? undefined : -own - 1n);
  const narrow = sequence.type.bytes !== undefined && sequence.type.bytes < 8;
  if (chosen && narrow) return [];
  const column =
    owner && (owner.column.type.bytes ?? 8) < 8 && !owner.column.type.domain
      ? [owner, ...referring(owner, lookups)]
      : [];
  if (!narrow && column.length === 0) return [];
  return [
    ...column.map(
      ({ table, column: one }): Change => ({ kind: 'change type', table, column: one.name, type: 'bigint' }),
    ),
    ...(narrow ? [{ kind: 'change sequence type', sequence, type: 'bigint' } as const] : []),
  ];
}

/** Columns of foreign keys to the column that are as narrow. */
function referring({ table, column }: Owner, lookups: Lookups): readonly Owner[] {
  return lookups.referencesTo(table).flatMap(({ from, key }): Owner[] => {
    const name = key.columns[key.referencedColumns.indexOf(column.name)];
    const child = name === undefined || key.inherited || from.partitionOf ? undefined : lookups.column(from, name);
    return child && child.type.family === 'integer' && (child.type.bytes ?? 8) < 8 && !child.type.domain
      ? [{ table: from, column: child }]
      : [];
  });
}

function group(value: bigint): string {
  return value.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ' ');
}
