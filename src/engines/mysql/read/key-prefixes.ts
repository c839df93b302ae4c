import { quoteIdentifier } from '../quote.ts';
import { bytesOfCharacter } from './charsets.ts';
import type { Draft, DraftColumn, DraftIndex, DraftTable } from './draft.ts';

/** As long as a key of InnoDB may be. */
const mostBytes = 3072;

/**
 * MariaDB keeps of a value that is too long for an index of its own as much as there is room for, and says so of the index;
 * a unique one keeps a hash of the whole (seen on 10.11).
 */
export function withKeyPrefixes(table: DraftTable, { dialect }: Pick<Draft, 'dialect'>): void {
  if (dialect.flavour !== 'mariadb' || !/^innodb$/i.test(table.engine)) return;
  table.indexes = table.indexes.map((index) => withPrefix(index, table.columns));
}

function withPrefix(index: DraftIndex, columns: readonly DraftColumn[]): DraftIndex {
  const [key, ...others] = index.keys;
  const column = columns.find(({ name }) => name === key?.column);
  if (index.kind !== 'index' || !key || !column || others.length > 0) return index;
  const length = roomFor(column);
  if (length === undefined) return index;
  const { column: _, ...rest } = key;
  const expression = `${quoteIdentifier(column.name)}(${length})`;
  return {
    ...index,
    keys: [{ ...rest, expression, prefix: { column: column.name, length } }],
    expressionColumns: [column.name],
  };
}

/** The characters, or bytes, that an index keeps of a column; nothing where it keeps all of it. */
function roomFor({ type: { name, family, text }, ownCollation }: DraftColumn): number | undefined {
  if (/^tiny(?:text|blob)$/.test(name)) return 255;
  const bytes = family === 'json' ? 4 : ownCollation === undefined ? 1 : bytesOfCharacter(ownCollation);
  const declared = /^var\w+\((\d+)\)/.exec(text)?.[1];
  const isLong = family === 'json' || /(?:text|blob)$/.test(name) || Number(declared ?? 0) * bytes > mostBytes;
  return isLong ? Math.floor(mostBytes / bytes) : undefined;
}
