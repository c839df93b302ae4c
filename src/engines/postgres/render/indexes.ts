import type { Change, NewIndexKey } from '../../../catalog/change.ts';
import type { Lookups } from '../../../catalog/lookups.ts';
import type { QualifiedName } from '../../../catalog/names.ts';
import type { Traits } from '../../../catalog/traits.ts';
import type { Statement } from '../../engine.ts';
import { nameOfExpression } from '../../index-keys.ts';
import { parenthesized, quoteIdentifier, quoteName } from '../quote.ts';
import { alone, columnList, layout, list, transactional } from './layout.ts';

type Of<Kind extends Change['kind']> = Extract<Change, { readonly kind: Kind }>;

/**
 * Built CONCURRENTLY, which lets reads and writes go on. PostgreSQL has no such form for a partitioned table as a
 * whole, so there a comment says what waits, and how to do it one partition at a time: {@link createIndexInParts}.
 */
export function createIndex(change: Of<'create index'>, traits: Traits): readonly Statement[] {
  const sql = layout(
    `CREATE${change.unique ? ' UNIQUE' : ''} INDEX${change.partitioned ? '' : ' CONCURRENTLY'} ${quoteIdentifier(change.name)}`,
    ...bodyOf(change, quoteName(change.table), traits),
  );
  return change.partitioned ? [transactional(`${partitionAdvice}\n${sql}`)] : [alone(sql)];
}

/** What stands behind the name of an index. */
function bodyOf(change: Of<'create index'>, table: string, traits: Traits): readonly (string | undefined)[] {
  return [
    layout(
      `ON ${table}`,
      change.method === undefined || change.method === 'btree' ? undefined : `USING ${quoteIdentifier(change.method)}`,
      list(change.keys.map(indexKey)),
    ),
    change.include?.length ? `INCLUDE ${columnList(change.include)}` : undefined,
    change.nullsNotDistinct ? nullsNotDistinct(traits) : undefined,
    change.predicate === undefined ? undefined : `WHERE ${change.predicate}`,
  ];
}

/**
 * The same of a partitioned table whose partitions are known: on the table alone, then concurrently on each partition,
 * then put together, after which the table's is valid (CREATE INDEX in the manual).
 */
export function createIndexInParts(change: Of<'create index'>, traits: Traits, lookups: Lookups): readonly Statement[] {
  const start = `CREATE${change.unique ? ' UNIQUE' : ''} INDEX`;
  const columns = change.keys.map((key) => key.column ?? nameOfExpression(key.expression ?? ''));
  return indexInParts(change.table, change.name, columns, traits, lookups, {
    onlyParent: (index, table) =>
      layout(`${start} ${quoteIdentifier(index)}`, ...bodyOf(change, `ONLY ${quoteName(table)}`, traits)),
    concurrently: (index, table) =>
      layout(`${start} CONCURRENTLY ${quoteIdentifier(index)}`, ...bodyOf(change, quoteName(table), traits)),
  });
}

/** How the statements of an index that is made in parts are written. */
export interface PartForms {
  readonly onlyParent: (index: string, table: QualifiedName) => string;
  readonly concurrently: (index: string, table: QualifiedName) => string;
}

/**
 * An index of a partitioned table in parts, deepest last; foreign tables among the partitions have none.
 *
 * @param columns  what the names of the parts' indexes are made of, behind those of their tables
 */
export function indexInParts(
  table: QualifiedName,
  index: string,
  columns: readonly string[],
  traits: Traits,
  lookups: Lookups,
  forms: PartForms,
): readonly Statement[] {
  const taken = new Set([`${table.schema}.${index}`]);
  const nameFor = (partition: QualifiedName): string => {
    for (let number = 1; ; number++) {
      const suffix = number === 1 ? 'idx' : `idx${number}`;
      const name = lookups.freeIndexName(partition, columns, suffix, traits.identifierBytes);
      if (taken.has(`${partition.schema}.${name}`)) continue;
      taken.add(`${partition.schema}.${name}`);
      return name;
    }
  };
  const made: Statement[] = [];
  const attached: Statement[] = [];
  const visit = (of: QualifiedName, name: string): void => {
    made.push(transactional(forms.onlyParent(name, of)));
    for (const partition of lookups.partitions(of)) {
      if (partition.kind === 'foreign') continue;
      const own = nameFor(partition);
      if (partition.partitioning) visit(partition, own);
      else made.push(alone(forms.concurrently(own, partition)));
      attached.push(
        transactional(
          layout(
            `ALTER INDEX ${quoteName({ schema: of.schema, name })}`,
            `ATTACH PARTITION ${quoteName({ schema: partition.schema, name: own })}`,
          ),
        ),
      );
    }
  };
  visit(table, index);
  return [...made, ...attached];
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
