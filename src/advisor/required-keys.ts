import type { Catalog } from '../catalog/catalog.ts';
import { lookups as makeLookups } from '../catalog/lookups.ts';
import { sameName } from '../catalog/names.ts';
import type { IndexStatistics } from '../catalog/statistics.ts';
import type { Index, Table } from '../catalog/table.ts';
import { keyText, nameOfExpression } from '../engines/index-keys.ts';
import type { QueryFacts } from '../engines/query-facts.ts';
import type { SupposedIndexes } from '../lab/supposed-indexes.ts';
import type { AdviceInput, CreateAdvice, NewIndex } from './advice.ts';
import type { StandingIndexes } from './cost/standing-indexes.ts';
import { draftOf } from './cost/writes.ts';
import { nameOf } from './report/why.ts';

/** A unique index without which statements of the workload fail. */
export interface RequiredKey {
  readonly change: NewIndex;
  readonly size: IndexStatistics;
  /** The engine's words for the statements that fail, by their places. */
  readonly refused: ReadonlyMap<number, string>;
}

type Conflict = NonNullable<QueryFacts['conflict']>;

/**
 * The unique indexes that `INSERT … ON CONFLICT (…)` of the workload needs and the tables do not have, made in the lab; a
 * statement that the engine plans without one needs none (infer_arbiter_indexes in PostgreSQL's plancat.c).
 */
export async function requiredKeys(input: AdviceInput, supposed: SupposedIndexes): Promise<readonly RequiredKey[]> {
  const found = new Map<string, { readonly change: NewIndex; readonly refused: Map<number, string> }>();
  for (const [query, { facts, sql, planned = sql }] of input.queries.entries()) {
    const table = facts.target && input.lookups.table(facts.target);
    if (!facts.conflict || !table || input.options.dropOnly) continue;
    const answer = await supposed.plan({ sql: planned }, []);
    if (!('error' in answer) || isKept(table, facts.conflict)) continue;
    const change = changeOf(table, facts.conflict, input);
    const key = JSON.stringify([change.table, change.keys.map(keyText).sort(), change.predicate]);
    const known = found.get(key) ?? { change, refused: new Map() };
    known.refused.set(query, answer.error);
    found.set(key, known);
  }
  const sized = [...found.values()].flatMap(({ change, refused }) => {
    const size = input.engine.sizes.supposed(input.catalog, input.statistics, change);
    return size ? [{ change, size, refused }] : [];
  });
  if (sized.length === 0) return [];
  const failed = await supposed.add(sized);
  return sized.filter(({ change }) => !failed.has(`${change.table.schema}.${change.name}`));
}

/** Whether a unique index of the table keeps these keys unique: then it is something else that the engine refuses. */
function isKept(table: Table, { keys, predicate }: Conflict): boolean {
  const wanted = keys.map(keyText).sort().join();
  return table.indexes.some(
    (index) =>
      index.unique &&
      index.valid &&
      (index.predicate === undefined || index.predicate === predicate) &&
      draftOf(table, index).keys.map(keyText).sort().join() === wanted,
  );
}

function changeOf(table: Table, { keys, predicate }: Conflict, { lookups, traits }: AdviceInput): NewIndex {
  const parts = keys.map((key) => key.column ?? nameOfExpression(key.expression ?? ''));
  return {
    kind: 'create index',
    table: { schema: table.schema, name: table.name },
    name: lookups.freeIndexName(table, parts, 'key', traits.identifierBytes),
    keys,
    unique: true,
    ...(predicate === undefined ? {} : { predicate }),
    ...(table.partitioning ? { partitioned: true } : {}),
  };
}

/** The input as it is once these are there: what they find as well needs no other index. */
export function withRequired(input: AdviceInput, required: readonly RequiredKey[]): AdviceInput {
  if (required.length === 0) return input;
  const tables = input.catalog.tables.map((table) => {
    const own = required.filter(({ change }) => sameName(change.table, table));
    return own.length === 0 ? table : { ...table, indexes: [...table.indexes, ...own.map(asPresent)] };
  });
  const catalog: Catalog = { ...input.catalog, tables };
  return { ...input, catalog, lookups: makeLookups(catalog) };
}

/** The lab in which they are always there. */
export function alwaysShown(supposed: SupposedIndexes, required: readonly RequiredKey[]): SupposedIndexes {
  if (required.length === 0) return supposed;
  const names = required.map(({ change }) => `${change.table.schema}.${change.name}`);
  return {
    ...supposed,
    plan: (request, shown, without) => supposed.plan(request, [...names, ...shown], without),
  };
}

/** Held by a constraint of its own name, so that it stays whatever else there is. */
function asPresent({ change }: RequiredKey): Index {
  const { name, keys, predicate } = change;
  return {
    name,
    method: 'btree',
    unique: true,
    nullsNotDistinct: false,
    keys: keys.map((key) => ({ ...key, descending: false, nullsFirst: false })),
    include: [],
    ...(predicate === undefined ? {} : { predicate }),
    expressionColumns: [],
    predicateColumns: [],
    valid: true,
    constraint: name,
    replicaIdentity: false,
    clustered: false,
    options: {},
    definition: '',
  };
}

/** As advice: it makes nothing cheaper, and statements fail without it. */
export function requiredAdvice(
  { change, size, refused }: RequiredKey,
  input: AdviceInput,
  standing: StandingIndexes,
): CreateAdvice {
  const table = input.lookups.table(change.table);
  if (!table) throw new Error(`there is no table ${change.table.name}`);
  const [words = ''] = refused.values();
  const whose = [...refused.keys()].map((query) => nameOf(query, input.queries)).join(', ');
  return {
    change,
    size,
    serves: [],
    why: [
      `${whose} ${refused.size === 1 ? 'fails' : 'fail'} without it: ${words}`,
      `rows that are there with the same values make the build fail: look for them first (GROUP BY these keys HAVING count(*) > 1)`,
    ],
    required: true,
    writeCost: standing.add({ table, keys: change.keys }),
    gainPerSecond: 0,
    alternatives: [],
    foreignKeys: [],
    maybeUnique: false,
  };
}
