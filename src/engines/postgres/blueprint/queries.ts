import type { Blueprint, BlueprintQuery, ColumnMeaning, TimeUnit } from '../../../catalog/blueprint.ts';
import { quoteIdentifier } from '../quote.ts';

/** A query with its parameters as `$1`, `$2`…, a clause a line. */
export function writeQuery(query: BlueprintQuery, blueprint: Blueprint): string {
  if (query.each) return writeEach(query, query.each);
  let parameters = 0;
  const parameter = () => `$${++parameters}`;
  const many = query.joins.length > 0;
  const of = (name: string, column: string) =>
    many ? `${quoteIdentifier(name)}.${quoteIdentifier(column)}` : quoteIdentifier(column);
  const own = (column: string) => of(query.table, column);
  const at = (one: { readonly of?: string; readonly column: string }) => of(one.of ?? query.table, one.column);
  const conditions: string[] = query.equal.map((one) => `${of(one.of, one.column)} = ${parameter()}`);
  for (const column of query.absent) conditions.push(`${own(column)} IS NULL`);
  for (const { column, values } of query.among ?? []) conditions.push(amongValues(own(column), values));
  if (query.range !== undefined) conditions.push(...within(query, query.range, own(query.range), parameter, blueprint));
  const words = query.search ? `websearch_to_tsquery('simple', ${parameter()})` : undefined;
  if (words !== undefined) conditions.push(`${own('search')} @@ ${words}`);
  if (query.after && query.order.length > 0) conditions.push(keyset(query.order, at, parameter));
  const { summary } = query;
  const unit = summary?.per && perUnit(query, summary.per, own(summary.per.column), blueprint);
  const groups = [...(unit === undefined ? [] : [unit]), ...(summary?.groupBy.map(at) ?? [])];
  const columns = summary
    ? [
        ...(unit === undefined ? [] : [`${unit} AS ${quoteIdentifier(summary.per?.unit ?? '')}`]),
        ...summary.groupBy.map(at),
        summary.counted === undefined ? 'count(*) AS rows' : `coalesce(sum(${own(summary.counted)}), 0) AS rows`,
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
    words !== undefined && query.order.length === 0
      ? [`ts_rank(${own('search')}, ${words}) DESC`]
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
): string {
  const meaning = tables.find((one) => one.name === query.table)?.columns.find((one) => one.name === column)?.meaning;
  return unitOf(expression, unit, meaning);
}

/** The beginning of the unit of time that a moment or day lies in; days are those of UTC, whatever the session's zone. */
export function unitOf(expression: string, unit: TimeUnit, meaning: ColumnMeaning | undefined): string {
  if (unit === 'hour') return `date_trunc('hour', ${expression}, 'UTC')`;
  if (meaning === 'date') return unit === 'day' ? expression : `date_trunc('${unit}', ${expression}::timestamp)::date`;
  return unit === 'day'
    ? `(${expression} AT TIME ZONE 'UTC')::date`
    : `date_trunc('${unit}', ${expression} AT TIME ZONE 'UTC')::date`;
}

/** The first row of each: found in the index of each instead of by sorting all. */
function writeEach(query: BlueprintQuery, each: NonNullable<BlueprintQuery['each']>): string {
  const own = (column: string) => `${quoteIdentifier(query.table)}.${quoteIdentifier(column)}`;
  const key = `${quoteIdentifier(each.table)}.${quoteIdentifier(each.key)}`;
  const conditions = [
    `${own(each.column)} = ${key}`,
    ...(query.among ?? []).map((one) => amongValues(own(one.column), one.values)),
    ...query.absent.map((column) => `${own(column)} IS NULL`),
  ];
  return [
    `SELECT latest.*`,
    `FROM ${quoteIdentifier(each.table)}`,
    'CROSS JOIN LATERAL (',
    `  SELECT ${query.columns.map(own).join(', ')}`,
    `  FROM ${quoteIdentifier(query.table)}`,
    `  WHERE ${conditions.join('\n    AND ')}`,
    `  ORDER BY ${query.order.map((one) => `${own(one.column)}${one.descending ? ' DESC' : ''}`).join(', ')}`,
    '  LIMIT 1',
    ') AS latest',
    ...(query.after ? [`WHERE ${key} > $1`] : []),
    `ORDER BY ${key}`,
    ...(query.limit === undefined ? [] : [`LIMIT ${query.limit}`]),
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
): readonly string[] {
  const meaning = tables.find((one) => one.name === query.table)?.columns.find((one) => one.name === name)?.meaning;
  const period = meaning === 'period' ? 'tstzrange' : meaning === 'date period' ? 'daterange' : undefined;
  return ['>=', '<'].map((sign) => {
    const value = parameter();
    return `${column} ${sign} ${period === undefined ? value : `${period}(${value}, ${value}, '[]')`}`;
  });
}

/** Behind the last row of the page before: as a comparison of rows where all keys go the same way. */
function keyset(
  order: BlueprintQuery['order'],
  columnOf: (one: BlueprintQuery['order'][number]) => string,
  parameter: () => string,
): string {
  const [first] = order;
  if (first && order.length === 1) return `${columnOf(first)} ${first.descending ? '<' : '>'} ${parameter()}`;
  const sameWay = order.every((one) => one.descending === first?.descending);
  if (sameWay)
    return `(${order.map(columnOf).join(', ')}) ${first?.descending ? '<' : '>'} (${order.map(parameter).join(', ')})`;
  const given = order.map((one) => ({ ...one, value: parameter() }));
  const branches = given.map((one, at) =>
    [
      ...given.slice(0, at).map((before) => `${columnOf(before)} = ${before.value}`),
      `${columnOf(one)} ${one.descending ? '<' : '>'} ${one.value}`,
    ].join(' AND '),
  );
  return `(${branches.map((one) => `(${one})`).join(' OR ')})`;
}
