import type { Column, Table } from '../catalog/table.ts';

/** A cast as the engine writes it back: `::text`, `::character varying(20)[]`, `::"char"`, `::shop.status`. */
const cast = String.raw`::(?:character varying|double precision|bit varying|time(?:stamp)? with(?:out)? time zone|(?:[\w$]+\.|"[^"]+"\.)?(?:[\w$]+|"[^"]+"))(?:\(\d+(?:,-?\d+)?\))?(?:\[\])*`;
const literal = String.raw`B?'(?:[^']|'')*'|-?\d+(?:\.\d+)?|\btrue\b|\bfalse\b`;
const constant = new RegExp(`^\\(*(${literal})\\)*(?:${cast})*$`);

/** The value of a column's default when it is a constant: `'new'::text` is new, `0` is 0. */
export function constantDefault(column: Column): string | undefined {
  const found = column.default === undefined ? undefined : constant.exec(column.default)?.[1];
  return found === undefined ? undefined : literalValue(found);
}

/** A column's default for another type: of a constant what `convert` makes of it, nothing of any other expression. */
export function convertedDefault(column: Column, convert: (value: string) => string | undefined): string | undefined {
  if (column.default === undefined) return undefined;
  if (/^NULL(?:::|$)/i.test(column.default)) return 'NULL';
  const value = constantDefault(column);
  return value === undefined ? undefined : convert(value);
}

/** The most values that a range of integers may have to count as a list. */
const longestRange = 50;

/** The values that check constraints allow the column, when one is a list: `IN (…)`, `=` joined by OR, a short BETWEEN. */
export function allowedValues(table: Table, column: string): readonly string[] | undefined {
  for (const check of table.checks) {
    if (check.columns.length !== 1 || check.columns[0] !== column) continue;
    const values = listedValues(check.expression, column);
    if (values) return values;
  }
  return undefined;
}

/** The values of a condition on one column that is nothing but a list of them, as the engine writes conditions back. */
export function listedValues(condition: string, column: string): readonly string[] | undefined {
  const range = /^\(*"?[^"()]*"?\)* >= (-?\d+)\)? AND \(*"?[^"()]*"?\)* <= (-?\d+)\)*$/.exec(condition);
  if (range) return integers(Number(range[1]), Number(range[2]));
  const values: string[] = [];
  const rest = condition
    .replaceAll(new RegExp(literal, 'g'), (text) => {
      values.push(literalValue(text));
      return '';
    })
    .replaceAll(new RegExp(cast, 'g'), '')
    .replaceAll(`"${column.replaceAll('"', '""')}"`, '')
    .replaceAll(new RegExp(`(?<![\\w$])${escaped(column)}(?![\\w$])`, 'g'), '')
    .replaceAll(/\bIS NULL\b/g, '')
    .replaceAll(/\b(?:ANY|ARRAY|OR)\b|[\s=()[\],]/g, '');
  return rest === '' && values.length > 0 && / = /.test(condition) ? [...new Set(values)] : undefined;
}

function integers(from: number, to: number): readonly string[] | undefined {
  if (to < from || to - from >= longestRange) return undefined;
  return Array.from({ length: to - from + 1 }, (_, at) => String(from + at));
}

function literalValue(text: string): string {
  return text.endsWith("'") ? text.slice(text.indexOf("'") + 1, -1).replaceAll("''", "'") : text;
}

/** The text as a pattern that matches only itself. */
export function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}
