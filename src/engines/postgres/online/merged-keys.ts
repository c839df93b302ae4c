import { descendants } from '../../../catalog/descendants.ts';
import { keyAbove, mergesWith } from '../../../catalog/merged-keys.ts';
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
      .filter((own) => !own.inherited && mergesWith(own, key))
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

/** What partitions call their parts of a foreign key otherwise: made before it, they become its parts under their names. */
export function namedApart(
  table: QualifiedName,
  key: ForeignKey,
  { from }: Pick<Situation, 'from'>,
): readonly string[] {
  return descendants(table, from.tables).flatMap((child) => {
    const parent = from.tables.find((one) => child.partitionOf && sameName(one, child.partitionOf.parent));
    return child.foreignKeys
      .filter((own) => mergesWith(own, key) && (keyAbove(own, parent)?.name ?? own.name) !== own.name)
      .map((own) => addForeignKey(child, own, child.partitioning !== undefined));
  });
}
