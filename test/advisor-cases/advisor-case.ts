/** An index by its structure; names are the advisor's own. */
export interface ExpectedIndex {
  readonly table: string;
  /** `btree` when absent; several where each is right. */
  readonly method?: string | readonly string[];
  /**
   * Columns, or expressions as the engine writes them back, in their order; those of an inner list may stand in any
   * order among themselves. A trailing `*` allows further keys; absent: whatever they are.
   */
  readonly keys?: readonly (string | readonly string[])[];
  /** The predicate, white space and brackets left out; `none` when absent. */
  readonly where?: RegExp | 'none' | 'any';
  /** Columns that must be found in keys or INCLUDE. */
  readonly covers?: readonly string[];
  /** Of some key. */
  readonly operatorClass?: RegExp;
  readonly collation?: string;
  /** Directions of all keys from the first that counts, as `+` and `-`; the reverse is as right. */
  readonly directions?: string;
  /** Where nulls stand by the keys' own order: `last` of a descending key is not the default. */
  readonly nulls?: 'first' | 'last';
}

/** A schema, queries, and what is right for them by how PostgreSQL works. */
export interface AdvisorCase {
  readonly title: string;
  readonly schema: string;
  /** `orders=10M,users=1M`. */
  readonly rows: string;
  /** A volumes file, where distributions matter. */
  readonly volumes?: string;
  readonly queries: string;
  /** What must be created, and nothing else; a list stands for alternatives that are each right. */
  readonly creates: readonly (ExpectedIndex | readonly ExpectedIndex[])[];
  /** Existing indexes that must be dropped, and no others. */
  readonly drops?: readonly string[];
  /** Flags of the command. */
  readonly flags?: readonly string[];
  /** Why the advisor does not do it yet: the case is expected to fail. */
  readonly fails?: string;
}

/** A table of orders without any index but its key, and without references that would ask for some. */
export const orders = `create table orders (id bigint primary key, user_id bigint not null, tenant_id bigint not null,
  status text not null, region text not null, total numeric(12, 2) not null, note text, payload text not null,
  created_at timestamptz not null, shipped_at timestamptz, deleted_at timestamptz);`;

/** Its usual distributions. */
export const ordersVolumes = `tables:
  orders:
    rows: 20M
    columns:
      user_id: { distinct: 400k, correlation: 0 }
      tenant_id: { distinct: 2k, correlation: 0 }
      status: { values: { done: 0.9, open: 0.06, paid: 0.03, failed: 0.001 }, correlation: 0 }
      region: { distinct: 40, correlation: 0 }
      total: { distinct: 200k, correlation: 0 }
      payload: { width: 200 }
      created_at: { distinct: unique, correlation: 0.2 }
`;
