import type { BlueprintCheck, BlueprintColumn, BlueprintTable } from '../../../catalog/blueprint.ts';
import { quoteIdentifier, quoteLiteral } from '../quote.ts';

export interface WrittenCheck {
  readonly name: string;
  readonly expression: string;
}

/** What follows from the meaning of a value alone; nothing where any value of the type will do. */
export function columnCheck(table: BlueprintTable, column: BlueprintColumn): WrittenCheck | undefined {
  const name = quoteIdentifier(column.name);
  const { min, max, meaning } = column;
  if (column.listType !== undefined || column.listTable !== undefined) return undefined;
  const { values } = column;
  const parts: string[] = [];
  if (values) parts.push(`${name} IN (${values.map(quoteLiteral).join(', ')})`);
  else if (meaning === 'email') parts.push(`${name} LIKE '%_@_%'`, `${name} = lower(${name})`);
  else if (meaning === 'slug') parts.push(`${name} ~ '^[a-z0-9]+(-[a-z0-9]+)*$'`);
  else if (meaning === 'currency') parts.push(`${name} ~ '^[A-Z]{3}$'`);
  else if (meaning === 'country') parts.push(`${name} ~ '^[A-Z]{2}$'`);
  else if (meaning === 'url') parts.push(`${name} ~ '^https?://'`);
  else if (column.length !== undefined) parts.push(`char_length(${name}) = ${column.length}`);
  else if (meaning === 'name' || meaning === 'code') parts.push(`${name} <> ''`);
  else if (meaning === 'latitude') parts.push(`${name} BETWEEN -90 AND 90`);
  else if (meaning === 'longitude') parts.push(`${name} BETWEEN -180 AND 180`);
  else if (meaning === 'percentage') parts.push(`${name} BETWEEN ${min ?? 0} AND ${max ?? 100}`);
  else if (meaning === 'year') parts.push(`${name} BETWEEN ${min ?? 1000} AND ${max ?? 2999}`);
  else if (meaning === 'period' || meaning === 'date period') parts.push(`NOT isempty(${name})`);
  else if (min !== undefined && max !== undefined) parts.push(`${name} BETWEEN ${min} AND ${max}`);
  else if (min !== undefined) parts.push(`${name} >= ${min}`);
  else if (max !== undefined) parts.push(`${name} <= ${max}`);
  else if ((meaning === 'quantity' || meaning === 'money') && !column.signed) parts.push(`${name} >= 0`);
  else if (meaning === 'duration') parts.push(`${name} >= '0'`);
  return parts.length === 0
    ? undefined
    : { name: constraintName([table.name, column.name], 'check'), expression: parts.join(' AND ') };
}

/** A rule over several columns. */
export function rowCheck(table: BlueprintTable, check: BlueprintCheck, at: number): WrittenCheck | undefined {
  const quoted = (names: readonly string[]) => names.map(quoteIdentifier);
  switch (check.kind) {
    case 'order': {
      const [first, second] = [check.first, check.second];
      return {
        name: constraintName([table.name, first, second], 'check'),
        expression: `${quoteIdentifier(first)} ${check.strict ? '<' : '<='} ${quoteIdentifier(second)}`,
      };
    }
    case 'different':
      return {
        name: constraintName([table.name, check.first, check.second, 'differ'], 'check'),
        expression: `${quoteIdentifier(check.first)} <> ${quoteIdentifier(check.second)}`,
      };
    case 'exactly one':
    case 'at most one':
    case 'at least one': {
      const operator = { 'exactly one': '=', 'at most one': '<=', 'at least one': '>=' }[check.kind];
      return {
        name: constraintName([table.name, ...check.of], 'check'),
        expression: `num_nonnulls(${quoted(check.of).join(', ')}) ${operator} 1`,
      };
    }
    case 'together':
      return {
        name: constraintName([table.name, ...check.of, 'together'], 'check'),
        expression: `num_nonnulls(${quoted(check.of).join(', ')}) IN (0, ${check.of.length})`,
      };
    case 'requires': {
      const present = quoted(check.present).map((one) => `${one} IS NOT NULL`);
      const values = check.values.map(quoteLiteral).join(', ');
      return {
        name: constraintName([table.name, check.column, `needs${at === 0 ? '' : at}`], 'check'),
        expression: `${quoteIdentifier(check.column)} NOT IN (${values}) OR ${present.length > 1 ? `(${present.join(' AND ')})` : present[0]}`,
      };
    }
    case 'only when': {
      const values = check.values.map(quoteLiteral);
      const is = values.length === 1 ? `= ${values[0]}` : `IN (${values.join(', ')})`;
      const absent = quoted(check.of).map((one) => `${one} IS NULL`);
      return {
        name: constraintName([table.name, ...check.of, 'only'], 'check'),
        expression: `${quoteIdentifier(check.column)} ${is} OR ${absent.length > 1 ? `(${absent.join(' AND ')})` : absent[0]}`,
      };
    }
    case 'no overlap':
      return undefined;
  }
}

/** As the engine would name it, cut to 63 bytes in the middle part. */
export function constraintName(parts: readonly string[], suffix: string): string {
  const name = `${parts.join('_')}_${suffix}`;
  if (Buffer.byteLength(name) <= 63) return name;
  const [table = '', ...rest] = parts;
  const room = 63 - suffix.length - 2;
  const head = table.slice(0, Math.min(table.length, Math.max(20, room - rest.join('_').length)));
  return `${head}_${rest.join('_').slice(0, Math.max(1, room - head.length))}_${suffix}`;
}
