import type { Index, IndexKey, Table } from '../catalog/table.ts';
import { collationOf } from './columns.ts';
import type { Conversion } from './conversion.ts';
import { type Meaning, translated } from './expression.ts';
import { lossesOfIndex } from './losses.ts';
import { isUnderstood, meaningOf } from './taken.ts';

/** Where indexes hold all rows, or keys alone, those of some rows or with more columns repeat others, or others begin them. */
export function withoutRepeated(all: readonly Index[], table: string, { traits, lose }: Conversion): readonly Index[] {
  const text = ({ keys }: Index) => `${keys.map((key) => `${key.column ?? key.expression} ${key.descending}`).join()},`;
  const losesCondition = ({ predicate }: Index) => predicate !== undefined && !traits.partialIndexes;
  const losesColumns = ({ include }: Index) => include.length > 0 && !traits.includedColumns;
  const holdsAll = (index: Index) => index.predicate === undefined || losesCondition(index);
  return all.filter((index, at) => {
    if (index.unique || index.constraint !== undefined || !/^(?:btree|hash)$/.test(index.method)) return true;
    const other = all.find(
      (two, place) =>
        two !== index &&
        two.method === 'btree' &&
        (two.predicate === undefined || !two.unique) &&
        (losesCondition(index) || losesCondition(two) || losesColumns(index)) &&
        holdsAll(index) &&
        holdsAll(two) &&
        text(two).startsWith(text(index)) &&
        (text(two) !== text(index) || two.unique || place < at || (losesColumns(index) && !losesColumns(two))),
    );
    const why = losesColumns(index) ? 'no columns stand beside the keys here' : 'both hold all rows here';
    if (other) lose(`index ${index.name} of ${table}`, `${other.name} serves its queries: ${why}`);
    return !other;
  });
}

/** Tables without the indexes that begin one which the engine gives a foreign key, where it does; these are told. */
export function withoutServed(tables: readonly Table[], { traits, lose }: Conversion): readonly Table[] {
  if (!traits.indexesForeignKeys) return tables;
  return tables.map((table) => ({
    ...table,
    indexes: table.indexes.filter((index) => {
      const columns = index.keys.map(({ column, descending }) => (descending ? undefined : column));
      const isPlain = !index.unique && index.constraint === undefined && index.method === 'btree';
      const key = table.foreignKeys.find(
        (one) => columns.length < one.columns.length && columns.every((column, at) => column === one.columns[at]),
      );
      if (!isPlain || !key) return true;
      lose(`index ${index.name} of ${table.name}`, `the index that foreign key ${key.name} gets serves its queries`);
      return false;
    }),
  }));
}

/** An index as the other engine can hold it; nothing, and told, where it cannot. */
export function indexOf(index: Index, name: string, table: Table, conversion: Conversion): Index | undefined {
  const { receiving, traits, writing, lose, loseAll } = conversion;
  const what = `index ${index.name} of ${name}`;
  const drop = (why: string): undefined => void lose(what, why);
  if (!/^(?:btree|hash)$/.test(index.method)) return drop(`there is no index of the kind ${index.method}`);
  const isExpression = ({ expression, prefix }: IndexKey) => expression !== undefined && !prefix;
  if (!receiving.indexesExpressions && index.keys.some(isExpression))
    return drop('there are no indexes of expressions');
  if (index.unique && index.predicate !== undefined && !traits.partialIndexes)
    return drop('it holds for some rows only');
  const meaning = meaningOf(what, conversion, [table]);
  const keys = index.keys.map((key) => keyOf(key, { what, table, meaning }, conversion));
  if (keys.some(({ expression }) => expression !== undefined && !isUnderstood(what, expression, conversion)))
    return undefined;
  loseAll(what, lossesOfIndex(index, traits));
  const { predicate, ...rest } = index;
  return {
    ...rest,
    method: 'btree',
    keys,
    include: traits.includedColumns ? index.include : [],
    nullsNotDistinct: index.nullsNotDistinct && traits.nullsNotDistinct,
    ...(predicate === undefined || !traits.partialIndexes
      ? {}
      : { predicate: translated(predicate, writing, meaning) }),
    options: {},
  };
}

function keyOf(
  key: IndexKey,
  { what, table, meaning }: { readonly what: string; readonly table: Table; readonly meaning: Meaning },
  conversion: Conversion,
): IndexKey {
  const { giving, receiving, writing } = conversion;
  const { column, expression, prefix, descending, nullsFirst } = key;
  const of = table.columns.find(({ name }) => name === (prefix?.column ?? column));
  const own = of && key.collation ? collationOf(what, giving.compares(of, table, key), conversion) : undefined;
  return {
    ...(prefix ? { column: prefix.column } : column !== undefined ? { column } : {}),
    ...(expression !== undefined && !prefix ? { expression: translated(expression, writing, meaning) } : {}),
    ...(own && receiving.collatesKeys ? { collation: own } : {}),
    descending,
    nullsFirst: descending && nullsFirst,
  };
}
