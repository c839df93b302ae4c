import { qualified } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { keyText } from '../../engines/index-keys.ts';
import type { SupposedSize } from '../../engines/sizes.ts';
import type { NewIndex } from '../advice.ts';

/** An index that may help, as data: what is asked of the engine, without a name. */
export interface Draft {
  readonly table: Table;
  readonly keys: NewIndex['keys'];
  readonly method?: string;
  readonly include?: readonly string[];
  /** The last of the keys, where they are there only so that the index holds all that is read. */
  readonly beside?: readonly string[];
  readonly predicate?: string;
}

/** A draft with its size, under the name that the lab knows it by. */
export interface Candidate extends Draft {
  /** Its place among the candidates. */
  readonly id: number;
  /** Qualified, as plans and the lab have it. */
  readonly name: string;
  readonly change: NewIndex;
  readonly size: SupposedSize;
  /** Places of the queries that it was thought of for. */
  readonly queries: Set<number>;
}

/** Equal for drafts that make the same index. */
export function draftKey({ table, keys, method = 'btree', include = [], predicate = '' }: Draft): string {
  const parts = keys.map((key) => `${keyText(key)}${key.descending ? ' desc' : ''}${key.nullsFirst ?? ''}`);
  return JSON.stringify([qualified(table), method, parts, [...include].sort(), predicate]);
}

/** The columns that an index holds: those of its keys, then those beside them; an expression is none. */
export function heldColumns({ keys, include = [] }: Draft): readonly string[] {
  return [...keys.flatMap((key) => key.column ?? []), ...include];
}

/** The draft as a change under that name. */
export function changeOf({ table, keys, method, include, predicate }: Draft, name: string): NewIndex {
  return {
    kind: 'create index',
    table: { schema: table.schema, name: table.name },
    name,
    keys,
    ...(method === undefined ? {} : { method }),
    ...(include === undefined || include.length === 0 ? {} : { include }),
    ...(predicate === undefined ? {} : { predicate }),
    ...(table.partitioning ? { partitioned: true } : {}),
  };
}
