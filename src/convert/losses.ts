import type { Sequence } from '../catalog/catalog.ts';
import type { Column, ForeignKey, Index, Table } from '../catalog/table.ts';
import type { Traits } from '../catalog/traits.ts';
import type { Receiving } from '../engines/receiving.ts';

/** What is not carried over of a table itself, in words. */
export function lossesOfTable(table: Table, giving: Receiving): readonly string[] {
  return [
    ...giving.peculiarities(table),
    ...(table.rowSecurity !== 'off' || table.policies.length > 0 ? ['its policies: nothing guards its rows'] : []),
    ...(table.partitioning ? ['its partitions: it is one table'] : []),
  ];
}

/** What is not carried over of a column, its type and expressions aside. */
export function lossesOfColumn(column: Column, giving: Receiving): readonly string[] {
  const order = giving.namedOrder(column);
  return [
    ...(column.onUpdate === undefined ? [] : [`that it becomes ${column.onUpdate} with every change of its row`]),
    ...(column.type.unsigned || / unsigned/.test(column.type.text) ? ['that it is never negative'] : []),
    ...(column.hidden ? ['that SELECT * leaves it out'] : []),
    ...(order === undefined ? [] : [`its order of texts, ${order}`]),
  ];
}

/** What is not carried over of the sequence behind a column that numbers its rows. */
export function lossesOfNumbering({ start, increment, cycle }: Sequence): readonly string[] {
  return [
    ...(start === 1n ? [] : [`that its numbers begin with ${start}`]),
    ...(increment === 1n ? [] : [`that its numbers grow by ${increment}`]),
    ...(cycle ? ['that its numbers begin anew at their end'] : []),
  ];
}

/** What is not carried over of a foreign key. */
export function lossesOfForeignKey(key: ForeignKey, { defers }: Receiving): readonly string[] {
  return [
    ...(key.deferrable && !defers ? ['that it is checked at the end of the transaction'] : []),
    ...(key.match === 'full' ? ['MATCH FULL: a key that is NULL in part is not checked'] : []),
    ...(key.period ? ['PERIOD: it holds for equal values alone'] : []),
    ...(key.enforced ? [] : ['that it is not enforced: it is']),
  ];
}

/** What is not carried over of an index that is kept. */
export function lossesOfIndex(index: Index, traits: Traits): readonly string[] {
  const { keys, include } = index;
  return [
    ...(index.method === 'hash' ? ['that it finds equal values alone: it is an ordered one'] : []),
    ...(index.predicate !== undefined && !traits.partialIndexes
      ? ['it holds all rows, not those of its condition alone']
      : []),
    ...(keys.some(({ prefix }) => prefix) ? ['it holds whole values, not their beginnings'] : []),
    ...(include.length > 0 && !traits.includedColumns ? [`the columns ${include.join(', ')} beside its keys`] : []),
    ...(index.nullsNotDistinct && !traits.nullsNotDistinct ? ['that two NULLs are the same'] : []),
    ...(index.options['ignored'] === undefined ? [] : ['that queries leave it aside']),
    // Where nothing is said, NULLs stand at the end that is last of an ascending order.
    ...(keys.some(({ descending, nullsFirst }) => nullsFirst !== descending) ? ['where NULLs stand in it'] : []),
  ];
}
