import type { Catalog } from '../../../catalog/catalog.ts';
import type { Change } from '../../../catalog/change.ts';
import { qualified, sameName } from '../../../catalog/names.ts';
import type { Statistics } from '../../../catalog/statistics.ts';
import type { Sizes, StoredColumn, StoredIndex, SupposedSize } from '../../sizes.ts';
import { btreeHeight } from './btree.ts';
import { tableContext } from './context.ts';
import { constants, type Parsed, parseExpression, uncast } from './expression.ts';
import { heapSize } from './heap.ts';
import { indexSize } from './index-size.ts';
import { partitionBound } from './partition-bound.ts';
import { share } from './share.ts';

/** How large things get in PostgreSQL's storage: estimates after its source, tried against built indexes (docs/volumes.md). */
export const sizes: Sizes = {
  heap: heapSize,
  index: indexSize,
  context: tableContext,
  supposed,
  height: btreeHeight,
  storedWidth,
  share,
  allowedValues: (condition, column) => allowedValues(parseExpression(condition), column),
  constant(expression) {
    const parsed = uncast(parseExpression(expression));
    return parsed.kind === 'constant' && parsed.value !== null ? parsed.value : undefined;
  },
  partitionBound,
};

function supposed(catalog: Catalog, statistics: Statistics, change: Change): SupposedSize | undefined {
  if (change.kind !== 'create index') return undefined;
  const table = catalog.tables.find((one) => sameName(one, change.table));
  const known = statistics.tables[qualified(change.table)];
  if (!table || !known) return undefined;
  const index: StoredIndex = {
    method: change.method ?? 'btree',
    unique: change.unique ?? false,
    keys: change.keys.map((key) => ({ descending: false, nullsFirst: false, ...key })),
    include: change.include ?? [],
    options: {},
    ...(change.predicate === undefined ? {} : { predicate: change.predicate }),
  };
  const { pages, bytes, rows, height, columns, guessed } = indexSize({
    table,
    index,
    rows: known.rows,
    columns: known.columns,
    context: tableContext(catalog, statistics, change.table),
    ...(known.pages === undefined ? {} : { heapPages: known.pages }),
  });
  return {
    bytes,
    pages,
    analyzedPages: pages,
    rows,
    ...(height === undefined ? {} : { height }),
    ...(columns === undefined ? {} : { columns }),
    ...(guessed === undefined ? {} : { guessed }),
  };
}

/** A short value has a header of one byte, a longer one of four (section "TOAST" of the manual); parsed ones more. */
function storedWidth({ type }: StoredColumn, content: number): number {
  if (type.bytes !== undefined) return type.bytes;
  switch (type.family) {
    case 'decimal':
      // Two bytes of header, two for every four digits.
      return 3 + 2 * Math.ceil(content / 4);
    case 'array':
      return 21 + content;
    default:
      return content + (content <= 125 ? 1 : 4);
  }
}

/** The values of a condition that is nothing but a list of them: `x = ANY (ARRAY[…])`, `x = 'a' OR x = 'b'`, a short range. */
function allowedValues(parsed: Parsed, column: string): readonly string[] | undefined {
  const isColumn = (one: Parsed | undefined) => {
    const inner = one && uncast(one);
    return inner?.kind === 'column' && inner.name === column;
  };
  switch (parsed.kind) {
    case 'any': {
      if (parsed.operator !== '=' || parsed.all || !isColumn(parsed.left)) return undefined;
      return constants(parsed.right)?.filter((value) => value !== null);
    }
    case 'operator': {
      const right = uncast(parsed.right);
      if (parsed.operator !== '=' || !isColumn(parsed.left) || right.kind !== 'constant') return undefined;
      return right.value === null ? [] : [right.value];
    }
    case 'is':
      return parsed.what === 'NULL' && !parsed.not && isColumn(parsed.of) ? [] : undefined;
    case 'or': {
      const all = parsed.parts.map((part) => allowedValues(part, column));
      return all.every((one) => one !== undefined) ? [...new Set(all.flat())] : undefined;
    }
    case 'and':
      return integerRange(parsed.parts, isColumn);
    default:
      return undefined;
  }
}

const longestRange = 50;

function integerRange(
  parts: readonly Parsed[],
  isColumn: (one: Parsed | undefined) => boolean,
): readonly string[] | undefined {
  if (parts.length !== 2) return undefined;
  let [from, to]: (number | undefined)[] = [];
  for (const part of parts) {
    const value = part.kind === 'operator' && isColumn(part.left) ? uncast(part.right) : undefined;
    const number = value?.kind === 'constant' && value.value !== null ? Number(value.value) : Number.NaN;
    if (part.kind !== 'operator' || !Number.isInteger(number)) return undefined;
    if (part.operator === '>=') from = number;
    else if (part.operator === '>') from = number + 1;
    else if (part.operator === '<=') to = number;
    else if (part.operator === '<') to = number - 1;
  }
  if (from === undefined || to === undefined || to < from || to - from >= longestRange) return undefined;
  const first = from;
  return Array.from({ length: to - first + 1 }, (_, at) => String(first + at));
}
