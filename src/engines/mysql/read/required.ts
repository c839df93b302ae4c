import type { ForeignKey } from '../../../catalog/table.ts';
import { bytesOfKey } from '../limits/key-bytes.ts';
import { limitsOf } from '../limits/limits.ts';
import { tableOf } from './catalog.ts';
import { columnNamed, type Draft, type DraftIndex, type DraftTable, Refused, schemaName } from './draft.ts';
import { covers } from './table-parts.ts';

/**
 * What InnoDB asks of keys beside their columns, whatever is switched off: that they are no longer than an entry of an
 * index, and that foreign keys lead to a key and set nothing that is never NULL (seen on MariaDB 10.11;
 * https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html). `before`: the table as it was.
 */
export function requireKeys(table: DraftTable, draft: Draft, before?: DraftTable): void {
  if (!/^innodb$/i.test(table.engine)) return;
  for (const index of table.indexes) if (!before?.indexes.includes(index)) requireLength(index, table, draft);
  for (const key of table.foreignKeys) {
    requireNullable(key, table);
    if (!before?.foreignKeys.includes(key)) requireTarget(key, table, draft);
  }
}

/** A part of a plain index that is too long is cut, and a long unique key of MariaDB is kept by its hash. */
function requireLength(index: DraftIndex, table: DraftTable, draft: Draft): void {
  const { keyBytes, hashesLongKeys } = limitsOf(draft.dialect);
  if (index.method !== 'btree' || (index.kind === 'unique' && hashesLongKeys)) return;
  // How long the values of an expression are is the server's to know.
  if (index.keys.some(({ column, prefix }) => column === undefined && !prefix)) return;
  const whole = tableOf(table, draft);
  const most = index.kind === 'index' ? keyBytes : Number.POSITIVE_INFINITY;
  const bytes = index.keys.map((key) => Math.min(bytesOfKey(key, whole, index.expressionColumns), most));
  if (bytes.reduce((sum, one) => sum + one, 0) > keyBytes)
    throw new Refused(`index ${index.name} of ${table.name} is longer than the ${keyBytes} bytes of a key`);
}

function requireNullable({ name, columns, onDelete, onUpdate }: ForeignKey, table: DraftTable): void {
  if (onDelete !== 'set null' && onUpdate !== 'set null') return;
  const never = columns.find((column) => !columnNamed(table, column).nullable);
  if (never !== undefined)
    throw new Refused(`foreign key ${name} of ${table.name} sets ${never} to NULL, which it never is`);
}

function requireTarget(key: ForeignKey, table: DraftTable, draft: Draft): void {
  const { references, referencedColumns } = key;
  if (references.schema !== schemaName) return;
  const target = references.name === table.name ? table : draft.tables.get(references.name);
  // It may come later, where checks are off.
  if (!target || referencedColumns.length === 0) return;
  if (!target.indexes.some((index) => index.method === 'btree' && covers(index, referencedColumns)))
    throw new Refused(
      `foreign key ${key.name} of ${table.name} leads to ${referencedColumns.join(', ')} of ${target.name}, with which no key begins`,
    );
}
