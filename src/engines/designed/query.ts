import type { Blueprint, BlueprintQuery, BlueprintTable, ColumnMeaning, TimeUnit } from '../../catalog/blueprint.ts';

/** How an engine says what designed queries ask for. */
export interface QueryWords {
  readonly quote: (name: string) => string;
  /** The parameter of a number, from 1. */
  readonly parameter: (number: number) => string;
  /** The beginning of the unit of time that a moment or day lies in; days are those of UTC, whatever the session's zone. */
  readonly unitOf: (expression: string, unit: TimeUnit, meaning: ColumnMeaning | undefined) => string;
  /** The comparison with a period of no length, where there are periods. */
  readonly period?: (value: string, meaning: 'period' | 'date period') => string;
  /** Words found in the columns of a table that are searched, and the order of the best match where the engine has one. */
  readonly search: (
    table: BlueprintTable,
    own: (column: string) => string,
    parameter: () => string,
  ) => { readonly condition: string; readonly order?: string };
  /** Rows are compared as wholes, by an index over their columns. */
  readonly comparesRows: boolean;
  /** A part of FROM sees what stands before it. */
  readonly lateral: boolean;
}

/** A query with its parameters, a clause a line. */
export function writeQuery(query: BlueprintQuery, blueprint: Blueprint, words: QueryWords): string {
  const { quote: quoteIdentifier } = words;
  if (query.each) return writeEach(query, query.each, blueprint, words);
  let parameters = 0;
  const parameter = () => words.parameter(++parameters);
  const many = query.joins.length > 0;
  const of = (name: string, column: string) =>
    many ? `${quoteIdentifier(name)}.${quoteIdentifier(column)}` : quoteIdentifier(column);
  const own = (column: string) => of(query.table, column);
  const at = (one: { readonly of?: string; readonly column: string }) => of(one.of ?? query.table, one.column);
  const conditions: string[] = query.equal.map((one) => `${of(one.of, one.column)} = ${parameter()}`);
  for (const column of query.absent) conditions.push(`${own(column)} IS NULL`);
  for (const { column, values } of query.among ?? []) conditions.push(amongValues(own(column), values));
  if (query.range !== undefined)
    conditions.push(...within(query, query.range, own(query.range), parameter, blueprint, words));
  const searched = query.search ? blueprint.tables.find((one) => one.name === query.table) : undefined;
  const search = searched && words.search(searched, own, parameter);
  if (search) conditions.push(search.condition);
  if (query.after && query.order.length > 0) conditions.push(keyset(query.order, at, parameter, words.comparesRows));
  const { summary } = query;
  const unit = summary?.per && perUnit(query, summary.per, own(summary.per.column), blueprint, words);
  const groups = [...(unit === undefined ? [] : [unit]), ...(summary?.groupBy.map(at) ?? [])];
  const columns = summary
    ? [
        ...(unit === undefined ? [] : [`${unit} AS ${quoteIdentifier(summary.per?.unit ?? '')}`]),
        ...summary.groupBy.map(at),
        `${summary.counted === undefined ? 'count(*)' : `coalesce(sum(${own(summary.counted)}), 0)`} AS ${quoteIdentifier('rows')}`,
        ...(summary.sum === undefined
          ? []
          : [`sum(${own(summary.sum)}) AS ${quoteIdentifier(totalOf(summary.sum, summary.counted))}`]),
      ]
    : query.columns.map(own);
  const joins = query.joins.map(({ table, as, on }) => {
    const name = table === as ? quoteIdentifier(table) : `${quoteIdentifier(table)} AS ${quoteIdentifier(as)}`;
    return `JOIN ${name} ON ${on.map((one) => `${quoteIdentifier(as)}.${quoteIdentifier(one.own)} = ${quoteIdentifier(one.of)}.${quoteIdentifier(one.column)}`).join(' AND ')}`;
  });
  // The best match first, not the first that is met: what a list of matches begins with is what is read.
  const order =
    search?.order !== undefined && query.order.length === 0
      ? [search.order]
      : query.order.map((one) => `${at(one)}${one.descending ? ' DESC' : ''}`);
  return [
    `SELECT ${columns.join(', ')}`,
    `FROM ${quoteIdentifier(query.table)}`,
    ...joins,
    ...(conditions.length > 0 ? [`WHERE ${conditions.join('\n  AND ')}`] : []),
    ...(groups.length > 0 ? [`GROUP BY ${groups.join(', ')}`] : []),
    ...(unit !== undefined && !summary?.ranked && query.order.length > 0 ? ['ORDER BY 1'] : []),
    ...(order.length > 0 && !summary ? [`ORDER BY ${order.join(', ')}`] : []),
    ...(summary?.ranked ? [`ORDER BY ${columns.length} DESC`] : []),
    ...(query.limit === undefined || (summary && !summary.ranked) ? [] : [`LIMIT ${query.limit}`]),
  ].join('\n');
}

/** The name of a sum; of sums that are added up it has it already. */
export function totalOf(column: string, counted: string | undefined): string {
  return counted === undefined ? `total_${column}` : column;
}

function perUnit(
  query: BlueprintQuery,
  { column, unit }: { readonly column: string; readonly unit: TimeUnit },
  expression: string,
  { tables }: Blueprint,
  words: QueryWords,
): string {
  const meaning = tables.find((one) => one.name === query.table)?.columns.find((one) => one.name === column)?.meaning;
  return words.unitOf(expression, unit, meaning);
}

/** The first row of each: found in the index of each instead of by sorting all. */
function writeEach(
  query: BlueprintQuery,
  each: NonNullable<BlueprintQuery['each']>,
  blueprint: Blueprint,
  words: QueryWords,
): string {
  const { quote } = words;
  const of = (name: string) => (column: string) => `${quote(name)}.${quote(column)}`;
  const key = of(each.table)(each.key);
  const conditions = (own: (column: string) => string) => [
    `${own(each.column)} = ${key}`,
    ...(query.among ?? []).map((one) => amongValues(own(one.column), one.values)),
    ...query.absent.map((column) => `${own(column)} IS NULL`),
  ];
  const order = (own: (column: string) => string) =>
    query.order.map((one) => `${own(one.column)}${one.descending ? ' DESC' : ''}`).join(', ');
  const page = [
    ...(query.after ? [`WHERE ${key} > ${words.parameter(1)}`] : []),
    `ORDER BY ${key}`,
    ...(query.limit === undefined ? [] : [`LIMIT ${query.limit}`]),
  ];
  const [only, ...more] = blueprint.tables.find((one) => one.name === query.table)?.primaryKey ?? [];
  if (!words.lateral && only !== undefined && more.length === 0) {
    const own = of('other');
    return [
      `SELECT ${query.columns.map(of('latest')).join(', ')}`,
      `FROM ${quote(each.table)}`,
      `JOIN ${quote(query.table)} AS latest ON latest.${quote(only)} = (`,
      `  SELECT ${own(only)}`,
      `  FROM ${quote(query.table)} AS other`,
      `  WHERE ${conditions(own).join('\n    AND ')}`,
      `  ORDER BY ${order(own)}`,
      '  LIMIT 1',
      ')',
      ...page,
    ].join('\n');
  }
  const own = of(query.table);
  if (!words.lateral) {
    return [
      `SELECT ${query.columns.map(of('latest')).join(', ')}`,
      `FROM ${quote(each.table)}`,
      'JOIN (',
      `  SELECT ${[...new Set([each.column, ...query.columns])].map(own).join(', ')},`,
      `    ROW_NUMBER() OVER (PARTITION BY ${own(each.column)} ORDER BY ${order(own)}) AS place`,
      `  FROM ${quote(query.table)}`,
      ...conditions(own)
        .slice(1)
        .map((one, at) => `  ${at === 0 ? 'WHERE' : '  AND'} ${one}`),
      `) AS latest ON latest.${quote(each.column)} = ${key} AND latest.place = 1`,
      ...page,
    ].join('\n');
  }
  return [
    `SELECT latest.*`,
    `FROM ${quote(each.table)}`,
    'CROSS JOIN LATERAL (',
    `  SELECT ${query.columns.map(own).join(', ')}`,
    `  FROM ${quote(query.table)}`,
    `  WHERE ${conditions(own).join('\n    AND ')}`,
    `  ORDER BY ${order(own)}`,
    '  LIMIT 1',
    ') AS latest',
    ...page,
  ].join('\n');
}

export function amongValues(column: string, values: readonly string[]): string {
  const all = values.map((one) => `'${one.replaceAll("'", "''")}'`);
  return all.length === 1 ? `${column} = ${all[0]}` : `${column} IN (${all.join(', ')})`;
}

/**
 * From one parameter up to another. Periods are ordered by their beginnings first, so that one that begins in the span
 * lies between the two instants as periods of no length.
 */
function within(
  query: BlueprintQuery,
  name: string,
  column: string,
  parameter: () => string,
  { tables }: Blueprint,
  words: QueryWords,
): readonly string[] {
  const meaning = tables.find((one) => one.name === query.table)?.columns.find((one) => one.name === name)?.meaning;
  return ['>=', '<'].map((sign) => {
    const value = parameter();
    const isPeriod = meaning === 'period' || meaning === 'date period';
    return `${column} ${sign} ${isPeriod ? (words.period?.(value, meaning) ?? value) : value}`;
  });
}

/** Behind the last row of the page before: as a comparison of rows where all keys go the same way and the engine has one. */
function keyset(
  order: BlueprintQuery['order'],
  columnOf: (one: BlueprintQuery['order'][number]) => string,
  parameter: () => string,
  comparesRows: boolean,
): string {
  const [first] = order;
  if (first && order.length === 1) return `${columnOf(first)} ${first.descending ? '<' : '>'} ${parameter()}`;
  const sameWay = order.every((one) => one.descending === first?.descending);
  if (sameWay && comparesRows)
    return `(${order.map(columnOf).join(', ')}) ${first?.descending ? '<' : '>'} (${order.map(parameter).join(', ')})`;
  // A parameter that is named by its place alone is told each time anew.
  const numbers = order.map(parameter);
  const again = numbers.every((one) => one === numbers[0]) && numbers.length > 1;
  const value = (at: number) => (again ? parameter() : (numbers[at] ?? ''));
  const branches = order.map((one, at) =>
    [
      ...order.slice(0, at).map((before, place) => `${columnOf(before)} = ${value(place)}`),
      `${columnOf(one)} ${one.descending ? '<' : '>'} ${value(at)}`,
    ].join(' AND '),
  );
  return `(${branches.map((one) => `(${one})`).join(' OR ')})`;
}
