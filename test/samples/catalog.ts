import { bareTable } from '../../src/catalog/bare.ts';
import type { ForeignKey, Table } from '../../src/catalog/table.ts';

/** A table without columns that refers to others by foreign keys named after them. */
export function sampleTable(name: string, references: readonly string[] = [], more: Partial<Table> = {}): Table {
  const foreignKeys = references.map(
    (to): ForeignKey => ({
      name: `${name}_${to}_fkey`,
      columns: [`${to}_id`],
      references: { schema: 'public', name: to },
      referencedColumns: ['id'],
      onDelete: 'no action',
      onUpdate: 'no action',
      match: 'simple',
      period: false,
      inherited: false,
      validated: true,
      enforced: true,
      deferrable: false,
      initiallyDeferred: false,
    }),
  );
  return bareTable({ schema: 'public', name, columns: [], foreignKeys, ...more });
}
