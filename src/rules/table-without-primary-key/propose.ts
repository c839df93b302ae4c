import type { Change } from '../../catalog/change.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import { displayName } from '../../catalog/names.ts';
import { objectName } from '../../catalog/object-name.ts';
import type { Column, Index, Table } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import { singular, spoken, words } from '../../catalog/words.ts';
import { constraintOf, dependent, dropIndex } from '../index-owner.ts';
import { neverNull } from '../nullability.ts';

export interface Proposal {
  /** The end of the message. */
  readonly what: string;
  readonly changes: readonly Change[];
}

/** The primary key that the table should have: a unique key over columns that are never null, else a new identity column. */
export function proposeKey(table: Table, inherited: boolean, lookups: Lookups, traits: Traits): Proposal {
  const index = candidates(table, lookups)[0];
  if (index) return fromUnique(table, index, lookups, traits);
  return fromIdentity(table, inherited, lookups, traits);
}

/** Unique keys over columns without nulls: the fewest columns first, then by name. */
function candidates(table: Table, lookups: Lookups): readonly Index[] {
  const usable = table.indexes.filter((index) => {
    if (!index.unique || !index.valid || index.predicate !== undefined || index.method !== 'btree') return false;
    if (constraintOf(table, index)?.state.deferrable) return false;
    return index.keys.every((key) => key.column !== undefined && neverNull(lookups.column(table, key.column)));
  });
  return [...usable].sort((a, b) => a.keys.length - b.keys.length || (a.name < b.name ? -1 : 1));
}

function fromUnique(table: Table, index: Index, lookups: Lookups, traits: Traits): Proposal {
  const columns = columnsOf(index);
  const name = keyName(table, lookups, traits);
  const shown = columns.map(displayName).join(', ');
  if (index.constraint === undefined && !table.partitioning && index.include.length === 0 && isPlain(index)) {
    return {
      what: `unique index ${displayName(index.name)} over (${shown}), which is never NULL, can become it`,
      changes: [{ kind: 'add primary key', table, name, columns, usingIndex: index.name }],
    };
  }
  const add: Change = {
    kind: 'add primary key',
    table,
    name,
    columns,
    ...(table.partitioning ? { partitioned: true } : {}),
  };
  const replaced = dependent(table, index, lookups) === undefined && index.include.length === 0;
  return {
    what: `(${shown}) is unique and never NULL and can be it`,
    changes: replaced ? [add, dropIndex(table, index)] : [add],
  };
}

/** A primary key takes over an index only when its order is the default one. */
function isPlain(index: Index): boolean {
  return index.keys.every(
    (key) => !key.descending && !key.nullsFirst && key.operatorClass === undefined && key.collation === undefined,
  );
}

function fromIdentity(table: Table, inherited: boolean, lookups: Lookups, traits: Traits): Proposal {
  // A key of a partitioned table must contain the columns that it is partitioned by.
  const within = table.partitioning?.keys.map((key) => key.column) ?? [];
  if (!within.every((column) => column !== undefined) || !traits.identityColumns) {
    return { what: 'no unique key that could be it, and none can be made of its columns', changes: [] };
  }
  const present = meantAsKey(table);
  const free = ['id', objectName([words(table.name).map(singular).join('_')], 'id', traits.identifierBytes), 'row_id'];
  const column = present?.name ?? free.find((name) => !lookups.column(table, name));
  // An identity column cannot be added where partitions or tables that inherit would get it, too.
  if (column === undefined || ((table.partitioning || inherited) && !present)) {
    return { what: 'none of its unique keys could be it', changes: [] };
  }
  const columns = [column, ...within.filter((name) => name !== column)];
  const nullable = columns
    .filter((name) => name !== column || present)
    .filter((name) => !neverNull(lookups.column(table, name)));
  const add: Change = {
    kind: 'add primary key',
    table,
    name: keyName(table, lookups, traits),
    columns,
    ...(nullable.length > 0 ? { nullable } : {}),
    ...(table.partitioning ? { partitioned: true } : {}),
  };
  if (present) {
    const how = present.identity || present.ownedSequence ? 'which a sequence fills' : 'by its name';
    return { what: `${displayName(column)}, ${how}, is meant to be it`, changes: [add] };
  }
  return {
    what: 'no unique key that could be it',
    changes: [{ kind: 'add column', table, column, type: 'bigint', nullable: false, identity: 'always' }, add],
  };
}

/** A column that is named as the table's id and never null, else one that a sequence fills. */
function meantAsKey(table: Table): Column | undefined {
  const own = words(table.name).map(singular).join(' ');
  const references = new Set(table.foreignKeys.flatMap((key) => key.columns));
  const named = table.columns.find((column) => {
    const name = spoken(column.name);
    return (
      neverNull(column) &&
      !references.has(column.name) &&
      ['id', 'uuid', 'guid', `${own} id`, `${own} uuid`].includes(name)
    );
  });
  return named ?? table.columns.find((column) => column.identity || column.ownedSequence);
}

function keyName(table: Table, lookups: Lookups, traits: Traits): string {
  return lookups.freeConstraintName(table, [], 'pkey', traits.identifierBytes);
}

function columnsOf(index: Index): readonly string[] {
  return index.keys.flatMap((key) => (key.column === undefined ? [] : [key.column]));
}
