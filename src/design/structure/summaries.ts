import type {
  BlueprintColumn,
  BlueprintQuery,
  BlueprintSummary,
  BlueprintTable,
  TimeUnit,
} from '../../catalog/blueprint.ts';
import type { Traits } from '../../catalog/traits.ts';
import type { DesignedQuery } from './queries.ts';
import { isMoment } from './queries.ts';
import type { Structure } from './structure.ts';

/** A summary that could be kept for a query, and the query as it then reads. */
export interface Keepable {
  readonly designed: DesignedQuery;
  /** The kept form, without its name and how it is kept. */
  readonly holds: BlueprintQuery;
  readonly columns: readonly BlueprintColumn[];
  readonly key: readonly string[];
  readonly per?: TimeUnit;
  /** Triggers can write it: it is of one table, and what its rows are of is always told. */
  readonly byTriggers: boolean;
  readonly tenantColumn?: string;
}

type Summary = NonNullable<BlueprintQuery['summary']>;
type Place = { readonly of?: string; readonly column: string };

/** What a query that adds up would keep; nothing where it cannot be kept: a search, or all rows in one number. */
export function keepable(designed: DesignedQuery, { blueprint }: Pick<Structure, 'blueprint'>): Keepable | undefined {
  const { query } = designed;
  const { summary } = query;
  const table = blueprint.tables.find((one) => one.name === query.table);
  if (!summary || !table || query.search || query.each) return undefined;
  const ranged = query.range !== undefined;
  if (ranged && !isMoment(table, query.range ?? '')) return undefined;
  const per = summary.per ?? (query.range === undefined ? undefined : { column: query.range, unit: 'day' as const });
  // A range of other times than those that it is told for cannot be read of sums.
  if (per && ranged && per.column !== query.range) return undefined;
  const places = distinct([
    ...query.equal.map(({ of, column }): Place => (of === query.table ? { column } : { of, column })),
    ...summary.groupBy,
  ]);
  const tables = new Map([
    [query.table, table],
    ...query.joins.map(({ as, table: name }) => [as, blueprint.tables.find((one) => one.name === name)] as const),
  ]);
  const dimensions: BlueprintColumn[] = [];
  for (const { of = query.table, column } of places) {
    const own = tables.get(of)?.columns.find((one) => one.name === column);
    if (!own) return undefined;
    dimensions.push(keptColumn(own, tables.get(of)?.name ?? of));
  }
  const moment: BlueprintColumn[] = per
    ? [
        {
          name: per.unit,
          meaning: per.unit === 'hour' ? 'instant' : 'date',
          nullable: false,
          about: `The ${per.unit} (of UTC) that ${per.column} lies in, by its beginning.`,
        },
      ]
    : [];
  const names = [...moment, ...dimensions].map((one) => one.name);
  const measures = measuresOf(summary, table);
  const all = [...names, ...measures.map((one) => one.name)];
  if (names.length === 0 || new Set(all).size < all.length) return undefined;
  const tenant = table.tenantColumn;
  return {
    designed,
    holds: {
      name: query.name,
      table: query.table,
      joins: query.joins,
      equal: [],
      ...(query.among ? { among: query.among } : {}),
      absent: query.absent,
      search: false,
      order: [],
      after: false,
      columns: [],
      summary: {
        ...(per ? { per } : {}),
        groupBy: places,
        ...(summary.sum === undefined ? {} : { sum: summary.sum }),
      },
    },
    columns: [...moment, ...dimensions, ...measures],
    key: keyOrder(query, names, per?.unit),
    ...(per ? { per: per.unit } : {}),
    byTriggers:
      query.joins.length === 0 &&
      dimensions.every((one) => !one.nullable) &&
      ![per?.column, summary.sum].some((name) => isNullable(table, name)),
    ...(tenant !== undefined && names.includes(tenant) ? { tenantColumn: tenant } : {}),
  };
}

/** What is held equal, then the time, then what it is told for: one index serves the query and tells rows apart. */
function keyOrder(query: BlueprintQuery, names: readonly string[], unit: string | undefined): readonly string[] {
  const equal = query.equal.map((one) => one.column);
  const rank = (name: string) => (equal.includes(name) ? 0 : name === unit ? 1 : 2);
  return [...names].sort((a, b) => rank(a) - rank(b));
}

function distinct(places: readonly Place[]): readonly Place[] {
  return places.filter((one, at) => places.findIndex((two) => two.of === one.of && two.column === one.column) === at);
}

function isNullable({ columns }: BlueprintTable, name: string | undefined): boolean {
  return columns.some((one) => one.name === name && one.nullable);
}

/** The column as the kept rows have it: its type, but neither its default nor that the database gives it. */
function keptColumn(column: BlueprintColumn, table: string): BlueprintColumn {
  const { name, meaning, nullable, values, listType, of } = column;
  return {
    name,
    meaning: meaning === 'identity' ? 'reference' : meaning,
    nullable,
    ...(meaning === 'identity' ? { of: { table, column: name } } : of ? { of } : {}),
    ...(values ? { values } : {}),
    ...(listType === undefined ? {} : { listType }),
    about: `The ${name.replaceAll('_', ' ')} of what is added up.`,
  };
}

function measuresOf({ sum }: Summary, table: BlueprintTable): readonly BlueprintColumn[] {
  const added = table.columns.find((one) => one.name === sum);
  return [
    { name: 'rows', meaning: 'count', nullable: false, about: 'How many rows were added up.' },
    ...(added
      ? [
          {
            name: `total_${added.name}`,
            meaning: 'total',
            nullable: added.nullable,
            about: `The sum of ${added.name}.`,
          } as const,
        ]
      : []),
  ];
}

/**
 * By triggers where the numbers must be fresh, and where tenants must not see each other: a stored view has no policies.
 * Nothing where neither can be.
 */
export function keptHow(
  { designed, tenantColumn, byTriggers }: Pick<Keepable, 'designed' | 'tenantColumn' | 'byTriggers'>,
  traits: Pick<Traits, 'materializedViews'>,
): BlueprintSummary['kept'] | undefined {
  const wanted = designed.access.summary?.fresh === true || tenantColumn !== undefined;
  if (wanted && byTriggers) return 'table';
  if (tenantColumn !== undefined) return undefined;
  if (traits.materializedViews) return 'view';
  return byTriggers ? 'table' : undefined;
}

/** A name that no table has: `orders_by_day`, `orders_by_status_and_month`. */
export function keptName(one: Keepable, taken: ReadonlySet<string>, identifierBytes: number): string {
  const by = [...one.key].map((name) => name.replace(/_id$/, ''));
  const room = identifierBytes - 8;
  const base = `${one.holds.table}_by_${by.join('_and_')}`.slice(0, room).replace(/_+$/, '');
  let name = base;
  for (let number = 2; taken.has(name); number++) name = `${base}_${number}`;
  return name;
}

/** The summary as it is kept under a name. */
export function keptAs(
  one: Keepable,
  name: string,
  kept: BlueprintSummary['kept'],
  refreshMinutes: number,
): BlueprintSummary {
  const { holds, columns, key, tenantColumn } = one;
  const of = holds.table.replaceAll('_', ' ');
  return {
    kept,
    query: holds,
    shape: {
      name,
      about: `${holds.summary?.sum === undefined ? `How many ${of} there are` : `The ${holds.summary.sum.replaceAll('_', ' ')} of ${of}, and how many they are`}, by ${key.map((part) => part.replaceAll('_', ' ')).join(' and ')}${kept === 'view' ? ', as of the last refresh' : '; written by triggers'}.`,
      columns,
      primaryKey: key,
      uniques: [],
      references: [],
      checks: [],
      indexes: [],
      ...(tenantColumn === undefined ? {} : { tenantColumn }),
    },
    ...(kept === 'view' ? { refreshMinutes } : {}),
    serves: [{ asked: one.designed.query, reads: readingQuery(one, name) }],
  };
}

/** The query that reads what is kept instead of adding it up. */
export function readingQuery({ designed, per }: Keepable, name: string): BlueprintQuery {
  const { query } = designed;
  const { summary } = query;
  if (!summary) throw new Error(`${query.name} adds nothing up`);
  const measure = summary.sum === undefined ? undefined : `total_${summary.sum}`;
  const groups = summary.groupBy.map((one) => one.column);
  const base = {
    name: query.name,
    table: name,
    joins: [],
    equal: query.equal.map(({ column }) => ({ of: name, column })),
    absent: [],
    ...(query.range !== undefined && per !== undefined ? { range: per } : {}),
    search: false,
    after: false,
    ...(query.limit === undefined ? {} : { limit: query.limit }),
  };
  // Each row that is read is a row of the answer, unless days are put together or all is one number.
  const exact = summary.per !== undefined || (query.range === undefined && groups.length > 0);
  if (!exact)
    return {
      ...base,
      order: [],
      columns: [],
      summary: {
        groupBy: groups.map((column) => ({ column })),
        ...(measure === undefined ? {} : { sum: measure }),
        ...(summary.ranked ? { ranked: true } : {}),
        counted: 'rows',
      },
    };
  const { limit: _, ...unlimited } = base;
  return {
    ...(summary.ranked ? base : unlimited),
    order: summary.ranked
      ? [{ column: measure ?? 'rows', descending: true }]
      : summary.per
        ? [{ column: summary.per.unit, descending: false }]
        : [],
    columns: [
      ...(summary.per ? [summary.per.unit] : []),
      ...groups,
      'rows',
      ...(measure === undefined ? [] : [measure]),
    ],
  };
}
