import type {
  Blueprint,
  BlueprintCheck,
  BlueprintColumn,
  BlueprintQuery,
  BlueprintTable,
} from '../../catalog/blueprint.ts';

/** A period as two columns: when it begins, and when it ends. */
interface Ends {
  readonly from: string;
  readonly until: string;
}

type EndsOf = (table: string, column: string) => Ends | undefined;

/** A design for engines that have no periods, and its queries with it. */
export interface Portable {
  readonly blueprint: Blueprint;
  readonly query: (query: BlueprintQuery) => BlueprintQuery;
  /** What is otherwise, a sentence each. */
  readonly otherwise: readonly string[];
}

/** Makes two columns of each period, since most engines have no type for one; checks, keys and queries follow. */
export function portable(blueprint: Blueprint): Portable {
  const ends = new Map<string, Ends>();
  for (const table of blueprint.tables)
    for (const { name, meaning } of table.columns)
      if (meaning === 'period' || meaning === 'date period')
        ends.set(`${table.name} ${name}`, { from: `${name}_from`, until: `${name}_until` });
  const endsOf: EndsOf = (table, column) => ends.get(`${table} ${column}`);
  return {
    blueprint: { ...blueprint, tables: blueprint.tables.map((table) => withEnds(table, endsOf)) },
    query: (query) => queryOfEnds(query, endsOf),
    otherwise: [...ends].map(([key, { from, until }]) => {
      const [table, column] = key.split(' ');
      return `${column} of ${table} is a period, for which the engine has no type: it stands in ${from} and ${until}.`;
    }),
  };
}

function withEnds(table: BlueprintTable, endsOf: EndsOf): BlueprintTable {
  const own = (column: string) => endsOf(table.name, column);
  const first = (column: string) => own(column)?.from ?? column;
  const columns = table.columns.flatMap((column): readonly BlueprintColumn[] => {
    const two = own(column.name);
    if (!two) return [column];
    const { default: _, ...rest } = column;
    const meaning = column.meaning === 'period' ? 'instant' : 'date';
    return [
      { ...rest, name: two.from, meaning, about: `${column.about} When it begins.` },
      { ...rest, name: two.until, meaning, about: `${column.about} When it ends.` },
    ];
  });
  const orders = table.columns.flatMap(({ name }): readonly BlueprintCheck[] => {
    const two = own(name);
    return two
      ? [{ kind: 'order', first: two.from, second: two.until, strict: true, about: 'It ends after it began.' }]
      : [];
  });
  return {
    ...table,
    columns,
    primaryKey: table.primaryKey.map(first),
    uniques: table.uniques.map((one) => ({ ...one, columns: one.columns.map(first) })),
    checks: [...table.checks.map((check) => checkOfEnds(check, own)), ...orders],
  };
}

function checkOfEnds(check: BlueprintCheck, own: (column: string) => Ends | undefined): BlueprintCheck {
  const all = (columns: readonly string[]) => columns.map((one) => own(one)?.from ?? one);
  if (check.kind === 'no overlap') {
    const two = own(check.period);
    return two ? { ...check, period: two.from, until: two.until } : check;
  }
  if (check.kind === 'requires') return { ...check, present: all(check.present) };
  return 'of' in check ? { ...check, of: all(check.of) } : check;
}

function queryOfEnds(query: BlueprintQuery, endsOf: EndsOf): BlueprintQuery {
  const own = (column: string) => endsOf(query.table, column);
  const first = (column: string) => own(column)?.from ?? column;
  return {
    ...query,
    ...(query.range === undefined ? {} : { range: first(query.range) }),
    order: query.order.map((one) => (one.of === undefined ? { ...one, column: first(one.column) } : one)),
    absent: query.absent.map(first),
    columns: query.columns.flatMap((column) => {
      const two = own(column);
      return two ? [two.from, two.until] : [column];
    }),
  };
}
