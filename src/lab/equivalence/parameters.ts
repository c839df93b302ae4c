import type { Node } from 'libpg-query';
import type { Catalog } from '../../catalog/catalog.ts';
import { qualified } from '../../catalog/names.ts';
import type { DataType, TypeFamily } from '../../catalog/type.ts';
import type { ParameterColumns } from './hints.ts';
import type { Pool } from './pools.ts';
import type { Copy } from './scratch.ts';
import { plainValues } from './values.ts';

const families: Readonly<Record<string, TypeFamily>> = {
  boolean: 'boolean',
  smallint: 'integer',
  integer: 'integer',
  bigint: 'integer',
  numeric: 'decimal',
  real: 'float',
  'double precision': 'float',
  text: 'text',
  'character varying': 'text',
  character: 'character',
  bytea: 'binary',
  date: 'date',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamp-with-zone',
  'time without time zone': 'time',
  interval: 'interval',
  uuid: 'uuid',
  json: 'json',
  jsonb: 'json-binary',
};

/** Values of all parameters, by position. */
export type Binding = readonly (string | null)[];

/** What parameters are bound to: values that rows have, others, nothing at all. */
export function bindingsFor(
  types: readonly string[],
  columns: ParameterColumns,
  pools: ReadonlyMap<Copy, readonly Pool[]>,
  catalog: Catalog,
  random: () => number,
): readonly Binding[] {
  if (types.length === 0) return [[]];
  const values = types.map((type, at) => {
    const at1 = columns.get(at + 1);
    const copy = [...pools.keys()].find((one) => qualified(one.table) === at1?.table);
    const pool = copy && pools.get(copy)?.find((one) => one.column.name === at1?.column);
    const own = pool && pool.column.type.text === type ? [...pool.favourites, ...pool.shared, ...pool.named] : [];
    const found = own.filter((value) => value !== null);
    return found.length > 0 ? found : plainValues(dataType(type, catalog), catalog);
  });
  const nth = (number: number): Binding => values.map((list) => list[number % Math.max(1, list.length)] ?? null);
  const mixed = (): Binding => values.map((list) => list[Math.floor(random() * list.length)] ?? null);
  // Each alone is null, too, while they are few.
  const without = (number: number): Binding => nth(0).map((value, at) => (at === number ? null : value));
  const single = types.length > 1 && types.length <= 4 ? types.map((_, number) => without(number)) : [];
  return [nth(0), nth(1), mixed(), types.map(() => null), ...single];
}

function dataType(text: string, catalog: Catalog): DataType {
  if (text.endsWith('[]')) {
    return { text, family: 'array', name: text, alignment: 4, element: dataType(text.slice(0, -2), catalog) };
  }
  for (const table of catalog.tables) {
    const found = table.columns.find((column) => column.type.text === text || column.type.ref?.name === text);
    if (found) return found.type;
  }
  return { text, family: families[text] ?? 'other', name: text, alignment: 4 };
}

/** The tree with constants of the parameters' types in place of the parameters. */
export function bound(
  statement: Node,
  types: readonly string[],
  binding: Binding,
  typeOf: (text: string) => Node,
): Node {
  const replace = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(replace);
    if (typeof node !== 'object' || node === null) return node;
    if ('ParamRef' in node) {
      // The tree's own shape of a parameter.
      const { number = 0 } = node.ParamRef as { readonly number?: number };
      return constant(binding[number - 1] ?? null, typeOf(types[number - 1] ?? 'text'));
    }
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, replace(value)]));
  };
  // The same tree but for its parameters.
  return replace(statement) as Node;
}

function constant(value: string | null, cast: Node): Node {
  if (!('TypeCast' in cast)) throw new Error('a type is read from a cast');
  // The tree leaves an empty text out.
  const arg: Node = { A_Const: value === null ? { isnull: true } : { sval: value === '' ? {} : { sval: value } } };
  return { TypeCast: { ...cast.TypeCast, arg } };
}
