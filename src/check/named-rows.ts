import type { Table } from '../catalog/table.ts';

const constant = String.raw`(?:'(?:[^']|'')*'|-?\d+(?:\.\d+)?)(?:::[\w .]+)?`;

/** `t.id = 3`, `"id" IN (3, 4)`: the column of each. */
const equality = new RegExp(
  String.raw`^\(*(?:[\w"\`]+\.)*["\`]?(\w+)["\`]?\s*(?:=\s*${constant}|IN\s*\(\s*${constant}(?:\s*,\s*${constant})*\s*\))\)*$`,
  'i',
);

/** Whether a condition gives every column of a key of the table as constants, so that it names rows one by one. */
export function keysNamed(where: string, { primaryKey, uniques }: Pick<Table, 'primaryKey' | 'uniques'>): boolean {
  if (/\b(?:X?OR|NOT|BETWEEN)\b|[!|]/i.test(where.replaceAll(/'(?:[^']|'')*'/g, "''"))) return false;
  const given = where.split(/\s+AND\s+/i).flatMap((part) => equality.exec(part.trim())?.[1]?.toLowerCase() ?? []);
  const keys = [...(primaryKey ? [primaryKey] : []), ...uniques];
  return keys.some(({ columns }) => columns.every((column) => given.includes(column.toLowerCase())));
}
