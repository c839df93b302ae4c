import { type DraftIndex, type DraftTable, same } from '../read/draft.ts';
import { withoutOverlaps } from '../read/periods.ts';
import { type AlterAction, columnOf } from './alter-actions.ts';
import { fills, holdsComputed, type Situation } from './class-of.ts';
import { bytesOf } from './column-change.ts';
import { hasKeysOf, standsForPrimary, storedBy } from './stored-by.ts';

/** What a new index asks of the engine. */
export function addedIndex(
  { type, name }: Extract<AlterAction, { readonly kind: 'add index' }>,
  situation: Situation,
): void {
  const { demands, before, after, dialect, actions } = situation;
  const key = primaryOf(after);
  const made =
    type === 'primary'
      ? key
      : (after.indexes.find((one) => name !== undefined && same(one.name, name)) ??
        after.indexes.find((one) => !before.indexes.some((other) => other.name === one.name)));
  if (made?.options[withoutOverlaps] !== undefined) {
    demands.copy ??= 'rows are checked for overlaps';
    return;
  }
  const order = storedBy(before);
  if (
    type === 'primary' &&
    dialect.flavour === 'mariadb' &&
    order &&
    order.name !== 'PRIMARY' &&
    hasKeysOf(order, key)
  ) {
    if (isDropped(order, actions)) demands.instant ??= 'the key that the rows are stored by stays as it is';
    else fills(demands, 'an index is filled');
    return;
  }
  if (type === 'primary') {
    const fills = key?.keys.some(({ column = '' }) => columnOf(before, column)?.nullable);
    if (fills && dialect.flavour === 'mariadb' && holdsComputed(before))
      demands.copy ??= 'the table has computed values that are stored';
    demands.rebuild ??= 'rows are stored by another key';
    return;
  }
  const twin = made && before.indexes.find((one) => isTwin(one, made) && isDropped(one, actions));
  if (twin && made) {
    const sameName = same(twin.name, made.name);
    if (dialect.flavour === 'mysql' ? sameName : !sameName) {
      demands.instant ??= 'the index stays as it is';
      return;
    }
  }
  if (made && dialect.flavour === 'mysql' && made.keys.some(({ column, prefix }) => column === undefined && !prefix)) {
    demands.copy ??= 'what an index computes becomes a hidden column';
    return;
  }
  if (made && dialect.flavour === 'mariadb' && isKeptApartByHash(made, after)) {
    demands.copy ??= 'long values are kept apart by a hidden column';
    return;
  }
  fills(demands, 'an index is filled');
  const isNew = (name: string) => columnOf(after, name)?.generated?.stored === false && !columnOf(before, name);
  if (dialect.flavour === 'mariadb' && made?.keys.some(({ column = '' }) => isNew(column)))
    demands.shared ??= 'an index is filled by a virtual column that comes';
  if (type === 'fulltext') {
    demands.shared ??= 'a FULLTEXT index is filled';
    const first = !before.indexes.some(({ kind }) => kind === 'fulltext') && !columnOf(before, 'FTS_DOC_ID');
    if (first) demands.rebuild ??= 'the first FULLTEXT index numbers the rows';
  }
  if (type === 'spatial') demands.shared ??= 'a spatial index is filled';
}

/** A unique key over values that are too long for an index: a hidden virtual column holds what is made of them. */
function isKeptApartByHash({ kind, method, keys }: DraftIndex, table: DraftTable): boolean {
  if (kind !== 'unique') return false;
  const columns = keys.flatMap(({ column }) => (column === undefined ? [] : (columnOf(table, column) ?? [])));
  const isUnlimited = columns.some(({ type }) => /(?:text|blob)$/.test(type.name));
  return method === 'hash' || isUnlimited || columns.reduce((sum, column) => sum + bytesOf(column), 0) > 3072;
}

function isDropped(index: DraftIndex, actions: readonly AlterAction[]): boolean {
  return actions.some((one) => one.kind === 'drop index' && same(one.name, index.name));
}

const primaryOf = ({ indexes }: DraftTable) => indexes.find((one) => one.name === 'PRIMARY');

/** The same index, its name aside. */
function isTwin(a: DraftIndex, b: DraftIndex): boolean {
  const text = ({ kind, keys, method, options }: DraftIndex) => JSON.stringify({ kind, keys, method, options });
  return text(a) === text(b);
}

/** What an index that goes asks of the engine. */
export function droppedIndex(name: string, { demands, before, after, dialect, actions }: Situation): void {
  if (name.toUpperCase() === 'PRIMARY') {
    const next = primaryOf(after) !== undefined;
    const stands = dialect.flavour === 'mariadb' && after.indexes.some((one) => standsForPrimary(one, before));
    if (next || stands) demands.rebuild ??= 'rows are stored by another key';
    else demands.copy ??= 'rows are stored without their key';
    return;
  }
  const index = before.indexes.find((one) => same(one.name, name));
  // It goes on as the primary key.
  if (index && dialect.flavour === 'mariadb' && index === storedBy(before) && hasKeysOf(index, primaryOf(after)))
    return;
  const twin =
    index &&
    after.indexes.find(
      (one) => isTwin(one, index) && actions.some((other) => other.kind === 'add index' && other.name === one.name),
    );
  const kept =
    twin && index && (dialect.flavour === 'mysql' ? same(twin.name, index.name) : !same(twin.name, index.name));
  if (!kept) demands.inPlace ??= 'an index goes';
}
