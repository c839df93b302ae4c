import type { Pace } from '../../../catalog/intent.ts';
import { displayName, qualified } from '../../../catalog/names.ts';
import type { Table } from '../../../catalog/table.ts';
import type { Batch, DraftStep, RowsRequest, Undo, Work } from '../../procedure.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { canBatch, canChangeOnce, inBatches } from './batches.ts';
import { step, work } from './steps.ts';
import { batchWatch } from './watch.ts';

/** The batches as they were asked for. */
export function paced(batch: Batch, { rows, pauseMilliseconds }: Pace): Batch {
  return { rows: rows ?? batch.rows, pauseMilliseconds: pauseMilliseconds ?? batch.pauseMilliseconds };
}

/** Rows that are deleted or changed: in batches along the key; in one statement where an hour without users was agreed. */
export function rowsStep({ intent, table, mode, batch }: RowsRequest): DraftStep {
  const { set, where = 'true', back, phase, pace } = intent;
  const done = (one: { readonly set?: Readonly<Record<string, string>>; readonly where?: string }): Work => {
    const condition = one.where ?? 'true';
    const assignments = one.set && assignmentsOf(one.set);
    // A row that moves on, along the pages or by its key, would be met, and changed, again.
    const meets = one.set ? canChangeOnce(table, Object.keys(one.set)) : canBatch(table, 'DELETE');
    if (mode !== 'zero-downtime' || !meets) return work(atOnce(table, assignments, condition));
    const piece = { table, where: condition, ...(assignments === undefined ? {} : { set: `SET ${assignments}` }) };
    return inBatches(piece, { batch: paced(batch, pace) });
  };
  const rows = `rows of ${qualified(table)} where ${where.replaceAll(/\s+/g, ' ').trim()}`;
  const columns = Object.keys(set ?? {}).map(displayName);
  const forward = done({ ...(set ? { set } : {}), where });
  const title = set ? `Set ${columns.join(', ')} in ${rows}` : `Delete ${rows}`;
  const undo: Undo = back
    ? { work: [done(back)] }
    : { none: set ? `what ${columns.join(', ')} held before is not known` : 'the rows are gone' };
  const pieces = forward.kind === 'batches';
  return step(pieces ? `${title}, in batches` : title, phase, forward, {
    ...(pieces
      ? { why: 'One statement would hold the locks of all its rows to its end, and leave all dead versions at once.' }
      : {}),
    undo,
    watch: batchWatch(table),
    ...(back ? {} : { loses: set ? `the former values of ${columns.join(', ')} in ${rows}` : rows }),
  });
}

function assignmentsOf(set: Readonly<Record<string, string>>): string {
  return Object.entries(set)
    .map(([column, value]) => `${quoteIdentifier(column)} = ${value}`)
    .join(', ');
}

function atOnce(table: Table, assignments: string | undefined, where: string): string {
  return assignments === undefined
    ? `DELETE FROM ${quoteName(table)} AS target WHERE ${where}`
    : `UPDATE ${quoteName(table)} AS target SET ${assignments} WHERE ${where}`;
}
