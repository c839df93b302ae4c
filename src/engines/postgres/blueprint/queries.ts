import type { Blueprint, BlueprintQuery } from '../../../catalog/blueprint.ts';
import { quoteIdentifier } from '../quote.ts';

/** A query with its parameters as `$1`, `$2`…, a clause a line. */
export function writeQuery(query: BlueprintQuery, _blueprint: Blueprint): string {
  let parameters = 0;
  const parameter = () => `$${++parameters}`;
  const many = query.joins.length > 0;
  const of = (name: string, column: string) =>
    many ? `${quoteIdentifier(name)}.${quoteIdentifier(column)}` : quoteIdentifier(column);
  const own = (column: string) => of(query.table, column);
  const conditions: string[] = query.equal.map((one) => `${of(one.of, one.column)} = ${parameter()}`);
  for (const column of query.absent) conditions.push(`${own(column)} IS NULL`);
  if (query.range !== undefined)
    conditions.push(`${own(query.range)} >= ${parameter()}`, `${own(query.range)} < ${parameter()}`);
  const words = query.search ? `websearch_to_tsquery('simple', ${parameter()})` : undefined;
  if (words !== undefined) conditions.push(`${own('search')} @@ ${words}`);
  if (query.after && query.order.length > 0) conditions.push(keyset(query.order, own, parameter));
  const { summary } = query;
  const groups = summary?.groupBy.map(own) ?? [];
  const columns = summary
    ? [
        ...groups,
        `count(*) AS rows`,
        ...(summary.sum === undefined
          ? []
          : [`sum(${own(summary.sum)}) AS ${quoteIdentifier(`total_${summary.sum}`)}`]),
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
      : query.order.map(({ column, descending }) => `${own(column)}${descending ? ' DESC' : ''}`);
  return [
    `SELECT ${columns.join(', ')}`,
    `FROM ${quoteIdentifier(query.table)}`,
    ...joins,
    ...(conditions.length > 0 ? [`WHERE ${conditions.join('\n  AND ')}`] : []),
    ...(groups.length > 0 ? [`GROUP BY ${groups.join(', ')}`] : []),
    ...(order.length > 0 && !summary ? [`ORDER BY ${order.join(', ')}`] : []),
    ...(query.limit === undefined || summary ? [] : [`LIMIT ${query.limit}`]),
  ].join('\n');
}

/** Behind the last row of the page before: as a comparison of rows where all keys go the same way. */
function keyset(order: BlueprintQuery['order'], own: (column: string) => string, parameter: () => string): string {
  const [first] = order;
  const sameWay = order.every((one) => one.descending === first?.descending);
  if (sameWay)
    return `(${order.map((one) => own(one.column)).join(', ')}) ${first?.descending ? '<' : '>'} (${order.map(parameter).join(', ')})`;
  const given = order.map((one) => ({ ...one, value: parameter() }));
  const branches = given.map((one, at) =>
    [
      ...given.slice(0, at).map((before) => `${own(before.column)} = ${before.value}`),
      `${own(one.column)} ${one.descending ? '<' : '>'} ${one.value}`,
    ].join(' AND '),
  );
  return `(${branches.map((one) => `(${one})`).join(' OR ')})`;
}
