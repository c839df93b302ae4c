import type { Blueprint, BlueprintQuery, ColumnMeaning, TimeUnit } from '../../../catalog/blueprint.ts';
import { type QueryWords, writeQuery as writeDesigned } from '../../designed/query.ts';
import { quoteIdentifier } from '../quote.ts';

const words: QueryWords = {
  quote: quoteIdentifier,
  parameter: (number) => `$${number}`,
  unitOf,
  period: (value, meaning) => `${meaning === 'period' ? 'tstzrange' : 'daterange'}(${value}, ${value}, '[]')`,
  search(_table, own, parameter) {
    const asked = `websearch_to_tsquery('simple', ${parameter()})`;
    return { condition: `${own('search')} @@ ${asked}`, order: `ts_rank(${own('search')}, ${asked}) DESC` };
  },
  comparesRows: true,
  lateral: true,
};

/** A query with its parameters as `$1`, `$2`…, a clause a line. */
export function writeQuery(query: BlueprintQuery, blueprint: Blueprint): string {
  return writeDesigned(query, blueprint, words);
}

/** The beginning of the unit of time that a moment or day lies in; days are those of UTC, whatever the session's zone. */
export function unitOf(expression: string, unit: TimeUnit, meaning: ColumnMeaning | undefined): string {
  if (unit === 'hour') return `date_trunc('hour', ${expression}, 'UTC')`;
  if (meaning === 'date') return unit === 'day' ? expression : `date_trunc('${unit}', ${expression}::timestamp)::date`;
  return unit === 'day'
    ? `(${expression} AT TIME ZONE 'UTC')::date`
    : `date_trunc('${unit}', ${expression} AT TIME ZONE 'UTC')::date`;
}
