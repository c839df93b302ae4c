import { advise } from '../../advisor/advise.ts';
import type { BlueprintTable, NewIndexOf } from '../../catalog/blueprint.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { type Lookups, lookups as makeLookups } from '../../catalog/lookups.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import { embeddedLab } from '../../lab/embedded-lab.ts';
import type { OpenedSource } from '../opened-source.ts';
import type { DesignWorld } from './open-script.ts';
import { planOf } from './plans.ts';
import type { ReadQuery } from './read-queries.ts';

/** So often the planner is asked for each query: the same advice every time, whatever the machine. */
const callsPerQuery = 30;
const mostCalls = 900;

/** The indexes that a design needs: what the advisor finds for its queries, then one for each reference without. */
export async function designIndexes(
  opened: OpenedSource,
  statistics: Statistics,
  queries: readonly ReadQuery[],
  world: DesignWorld,
): Promise<readonly NewIndexOf[]> {
  const { catalog, engine, traits } = opened;
  const lookups = makeLookups(catalog);
  if (queries.length === 0) return forReferences(catalog, lookups, [], traits.identifierBytes);
  const lab = await embeddedLab(opened.lab, opened.version);
  await lab.believe(catalog, statistics);
  world.progress('choosing indexes');
  const advice = await advise({
    lab,
    engine,
    traits,
    catalog,
    lookups,
    statistics,
    queries: queries.map(({ sql, facts, designed }) => ({
      sql,
      facts,
      name: designed.query.name,
      // What the description asks for weighs more than what is usual.
      callsPerSecond: Math.max(
        designed.said ? 1 : 0.001,
        (designed.access.perHour ?? (designed.said ? 3600 : 60)) / 3600,
      ),
      ...(designed.access.goalMilliseconds === undefined ? {} : { goalMilliseconds: designed.access.goalMilliseconds }),
    })),
    options: {
      timeLimitMilliseconds: 600_000,
      mostCalls: Math.min(mostCalls, Math.max(150, callsPerQuery * queries.length)),
      width: 4,
    },
    progress: () => {},
    clock: world.clock,
    signal: world.signal,
  });
  const needed = advice.create.filter(({ change }) => !repeatsKey(change, lookups));
  const found: NewIndexOf[] = needed.map(({ change, serves }) => {
    const names = [
      ...new Set(serves.map(({ query }) => queries[query]?.designed.query.name).filter((one) => one !== undefined)),
    ];
    return {
      change,
      why:
        names.length > 0
          ? `For: ${names.slice(0, 3).join('; ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}.`
          : 'For checks of references.',
    };
  });
  // Rare queries pay for no index by themselves; one that would read a large table whole has one all the same.
  for (const { query: at, after } of advice.perQuery) {
    const one = queries[at];
    if (!one || !after || one.designed.query.summary || planOf(after.root, statistics, traits).whole.length === 0)
      continue;
    const index = plainIndexOf(one, catalog, lookups, traits.identifierBytes);
    if (index && !found.some(({ change }) => change.name === index.change.name)) found.push(index);
  }
  return withoutPrefixes([...found, ...forReferences(catalog, lookups, found, traits.identifierBytes)]);
}

/**
 * Whether an index has the columns that a key begins with, and others beside them: it would hold the table a second time
 * to spare a step from the key to the row.
 */
function repeatsKey({ table, keys, predicate, include = [] }: NewIndexOf['change'], lookups: Lookups): boolean {
  const indexes = lookups.table(table)?.indexes ?? [];
  const text = (all: typeof keys) => all.map((one) => `${one.column ?? one.expression} ${one.descending ?? false}`);
  return (
    include.length > 0 &&
    predicate === undefined &&
    indexes.some(
      (one) => one.unique && one.predicate === undefined && text(keys).every((key, at) => key === text(one.keys)[at]),
    )
  );
}

/** Without those that another one begins with: it serves what they would. */
function withoutPrefixes(all: readonly NewIndexOf[]): readonly NewIndexOf[] {
  const plain = ({ change }: NewIndexOf) =>
    !change.unique &&
    change.predicate === undefined &&
    (change.method ?? 'btree') === 'btree' &&
    !change.include?.length;
  const text = ({ change }: NewIndexOf) =>
    change.keys.map((key) => `${key.column ?? key.expression} ${key.descending ?? false}`).join();
  const longer = (one: NewIndexOf) =>
    all.find(
      (two) =>
        two !== one &&
        plain(one) &&
        plain(two) &&
        two.change.table.name === one.change.table.name &&
        text(two).startsWith(`${text(one)},`),
    );
  return all
    .filter((one) => !longer(one))
    .map((one) => ({
      ...one,
      why: [one.why, ...all.filter((two) => longer(two) === one).map((two) => two.why)].join(' '),
    }));
}

/** What the query holds equal, then what it orders or bounds. */
function plainIndexOf(
  { designed }: ReadQuery,
  catalog: Catalog,
  lookups: Lookups,
  identifierBytes: number,
): NewIndexOf | undefined {
  const { query } = designed;
  const table = catalog.tables.find((one) => one.name === query.table);
  const columns = [
    ...new Set([
      ...query.equal.filter((one) => one.of === query.table).map((one) => one.column),
      ...query.order.map((one) => one.column),
      ...(query.range === undefined ? [] : [query.range]),
      ...query.absent.filter((one) => one !== 'deleted_at'),
    ]),
  ].slice(0, 3);
  if (!table) return undefined;
  const { schema, name } = table;
  if (query.search) {
    const change = {
      kind: 'create index',
      table: { schema, name },
      name: lookups.freeIndexName(table, ['search'], 'idx', identifierBytes),
      method: 'gin',
      keys: [{ column: 'search' }],
    } as const;
    return { change, why: `For: ${query.name}.` };
  }
  if (columns.length === 0) return undefined;
  return {
    change: {
      kind: 'create index',
      table: { schema, name },
      name: lookups.freeIndexName(table, columns, 'idx', identifierBytes),
      keys: columns.map((column) => ({ column })),
      ...(table.partitioning ? { partitioned: true as const } : {}),
    },
    why: `For: ${query.name}.`,
  };
}

/** A reference without an index makes each delete of what it refers to read the whole table. */
function forReferences(
  catalog: Catalog,
  lookups: Lookups,
  chosen: readonly NewIndexOf[],
  identifierBytes: number,
): readonly NewIndexOf[] {
  const found: NewIndexOf[] = [];
  for (const table of catalog.tables) {
    if (table.partitionOf) continue;
    for (const key of table.foreignKeys) {
      const all = [...chosen, ...found]
        .filter(
          ({ change }) =>
            change.table.name === table.name &&
            change.predicate === undefined &&
            (change.method ?? 'btree') === 'btree',
        )
        .map(({ change }) => change.keys.map((one) => one.column));
      const present = table.indexes
        .filter((index) => index.predicate === undefined && index.method === 'btree')
        .map((index) => index.keys.map((one) => one.column));
      const covered = [...all, ...present].some((columns) =>
        key.columns.every((column) => columns.slice(0, key.columns.length).includes(column)),
      );
      // One row at most has the same values in a part of the reference: it is found by them.
      const single = table.indexes.some(
        (index) =>
          index.unique &&
          index.predicate === undefined &&
          index.keys.every((one) => one.column !== undefined && key.columns.includes(one.column)),
      );
      if (covered || single) continue;
      const name = lookups.freeIndexName(table, key.columns, 'idx', identifierBytes);
      const { schema, name: own } = table;
      // Of a pair with the tenant, the reference itself finds few rows.
      const columns = key.columns.length > 1 ? [...key.columns].reverse() : key.columns;
      found.push({
        change: {
          kind: 'create index',
          table: { schema, name: own },
          name,
          keys: columns.map((column) => ({ column })),
          ...(table.partitioning ? { partitioned: true as const } : {}),
        },
        why: `For deletes of ${key.references.name}, which look here for rows that refer to them.`,
      });
    }
  }
  return found;
}

/** The tables with their indexes. */
export function withIndexes(
  tables: readonly BlueprintTable[],
  indexes: readonly NewIndexOf[],
): readonly BlueprintTable[] {
  return tables.map((table) => ({
    ...table,
    indexes: [...table.indexes, ...indexes.filter(({ change }) => change.table.name === table.name)],
  }));
}
