import { descendants } from '../../../catalog/descendants.ts';
import { type QualifiedName, sameName } from '../../../catalog/names.ts';
import type { ForeignKey } from '../../../catalog/table.ts';
import type { Situation, Work } from '../../procedure.ts';
import { dollarQuoted, quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';
import { addForeignKey } from '../schema/constraints.ts';
import { work } from './steps.ts';

/**
 * A partition's own foreign key becomes part of an equal one of its parent (tryAttachPartitionForeignKey in PostgreSQL's
 * tablecmds.c), and goes with that: work that brings it back when the parent's is taken back.
 */
export function mergedKeysAgain(
  table: QualifiedName,
  key: ForeignKey,
  { from, traits }: Pick<Situation, 'from' | 'traits'>,
): readonly Work[] {
  return descendants(table, from.tables).flatMap((child) =>
    child.foreignKeys
      .filter((own) => !own.inherited && isEqual(own, key))
      .flatMap((own) => {
        const partitioned = child.partitioning !== undefined;
        const waits = own.validated && (!partitioned || traits.notValidPartitionedForeignKeys);
        const add = addForeignKey(child, waits ? { ...own, validated: false } : own, partitioned);
        const known = `conrelid = ${quoteLiteral(quoteName(child))}::regclass AND conname = ${quoteLiteral(own.name)}`;
        const again = `DO ${dollarQuoted(`BEGIN
  IF NOT EXISTS (SELECT FROM pg_constraint WHERE ${known}) THEN
    ${add};
  END IF;
END`)}`;
        const validate = `ALTER TABLE ${quoteName(child)} VALIDATE CONSTRAINT ${quoteIdentifier(own.name)}`;
        return [work(again), ...(waits ? [work(validate)] : [])];
      }),
  );
}

function isEqual(own: ForeignKey, key: ForeignKey): boolean {
  const rules = (one: ForeignKey) =>
    JSON.stringify([
      one.columns,
      one.referencedColumns,
      one.match,
      one.onUpdate,
      one.onDelete,
      one.onDeleteColumns,
      one.deferrable,
      one.initiallyDeferred,
    ]);
  return sameName(own.references, key.references) && rules(own) === rules(key);
}
