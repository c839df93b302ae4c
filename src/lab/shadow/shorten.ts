import { inflateOne, sizesStatement } from './believe.ts';
import { deflate } from './inflate.ts';
import { segmentPages } from './relation-files.ts';
import { type Believed, forgetBuffers, type Shadow } from './shadow.ts';

/**
 * Gives files the lengths and contents back that they had before they were inflated, for statements that read them
 * from end to end. Outside of a transaction.
 */
export async function shorten(shadow: Shadow, relations: readonly Believed[]): Promise<void> {
  // The engine keeps the segments of a file open, and would look for the end in the last: the end of a transaction
  // that wrote the relation's row closes them.
  const large = relations.filter(({ size }) => size.pages >= segmentPages);
  const statements = large.length > 0 ? [sizesStatement(large)] : [];
  if (relations.some(({ relation }) => relation.index)) statements.push(...forgetBuffers);
  if (statements.length > 0) await shadow.connection.queryAll(statements);
  for (const { relation } of relations) {
    if (relation.path !== undefined) deflate(shadow.files, shadow.originals, relation.path);
  }
}

/**
 * Makes files long again, and what pg_class says of the relations as it was: building an index writes there at once,
 * and no rollback takes it back (index_update_stats in src/backend/catalog/index.c). Outside of a transaction.
 *
 * @param short  what was shortened
 * @param touched  what else may have been written to in pg_class
 */
export async function lengthen(
  shadow: Shadow,
  short: readonly Believed[],
  touched: readonly Believed[],
): Promise<void> {
  if (touched.length === 0) return;
  const statements = [sizesStatement(touched), hasIndexStatement(touched)];
  if (short.some(({ relation }) => relation.index)) statements.unshift(...forgetBuffers);
  await shadow.connection.queryAll(statements);
  for (const one of short) inflateOne(shadow, one);
}

function hasIndexStatement(relations: readonly Believed[]): string {
  const oids = relations.map(({ relation }) => relation.oid).join(',');
  return `UPDATE pg_class c SET relhasindex = false WHERE c.oid = ANY ('{${oids}}') AND c.relhasindex
    AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid)`;
}
