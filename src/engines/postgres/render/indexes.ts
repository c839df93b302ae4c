import type { Change, NewIndexKey } from '../../../catalog/change.ts';
import type { Traits } from '../../../catalog/traits.ts';
import type { Statement } from '../../engine.ts';
import { parenthesized, quoteIdentifier, quoteName } from '../quote.ts';
import { alone, columnList, layout, list, transactional } from './layout.ts';

type Of<Kind extends Change['kind']> = Extract<Change, { readonly kind: Kind }>;

/**
 * Built CONCURRENTLY, which lets reads and writes go on. PostgreSQL has no such form for a partitioned table as a
 * whole, so there a comment says what waits, and how to do it one partition at a time.
 */
export function createIndex(change: Of<'create index'>, traits: Traits): readonly Statement[] {
  const sql = layout(
    `CREATE${change.unique ? ' UNIQUE' : ''} INDEX${change.partitioned ? '' : ' CONCURRENTLY'} ${quoteIdentifier(change.name)}`,
    layout(
      `ON ${quoteName(change.table)}`,
      change.method === undefined || change.method === 'btree' ? undefined : `USING ${quoteIdentifier(change.method)}`,
      list(change.keys.map(indexKey)),
    ),
    change.include?.length ? `INCLUDE ${columnList(change.include)}` : undefined,
    change.nullsNotDistinct ? nullsNotDistinct(traits) : undefined,
    change.predicate === undefined ? undefined : `WHERE ${change.predicate}`,
  );
  return change.partitioned ? [transactional(`${partitionAdvice}\n${sql}`)] : [alone(sql)];
}

const partitionAdvice = `-- Writes wait until the indexes of all partitions are built. To avoid it:
-- CREATE INDEX ON ONLY the table, CREATE INDEX CONCURRENTLY on each
-- partition, then ALTER INDEX ... ATTACH PARTITION for each.`;

export function dropIndex(change: Of<'drop index'>): readonly Statement[] {
  return change.partitioned
    ? [transactional(layout('DROP INDEX', quoteName(change.index)))]
    : [alone(layout('DROP INDEX CONCURRENTLY', quoteName(change.index)))];
}

export function rebuildIndex(change: Of<'rebuild index'>): readonly Statement[] {
  return [alone(layout('REINDEX INDEX CONCURRENTLY', quoteName(change.index)))];
}

/** `NULLS NOT DISTINCT`; a caller that asks for it where the engine lacks it has not asked the trait. */
export function nullsNotDistinct(traits: Traits): string {
  if (!traits.nullsNotDistinct) throw new Error(`${traits.name} has no NULLS NOT DISTINCT`);
  return 'NULLS NOT DISTINCT';
}

function indexKey(key: NewIndexKey): string {
  const what = key.column === undefined ? parenthesized(key.expression ?? '') : quoteIdentifier(key.column);
  const words = [what];
  if (key.collation !== undefined) words.push(`COLLATE ${quoteName(key.collation)}`);
  if (key.operatorClass !== undefined) words.push(key.operatorClass);
  if (key.descending) words.push('DESC');
  // NULLS FIRST is what DESC means by itself, NULLS LAST what ASC does.
  if (key.nullsFirst !== undefined && key.nullsFirst !== (key.descending ?? false)) {
    words.push(key.nullsFirst ? 'NULLS FIRST' : 'NULLS LAST');
  }
  return words.join(' ');
}
