import { canonicalExpression } from './canonical.ts';
import { atCommas, readerOf } from './reader.ts';

/** What a CREATE INDEX says. */
export interface WrittenIndex {
  /** As written, without COLLATE, ASC and DESC. */
  readonly keys: readonly string[];
  readonly predicate?: string;
}

/** Reads a CREATE INDEX as the engine keeps it: it is known to be well-formed. */
export function readCreateIndex(sql: string): WrittenIndex {
  const reader = readerOf(sql);
  while (reader.peek() !== undefined && reader.peek()?.text !== '(') reader.next();
  const keys = atCommas(reader.brackets() ?? '').map((key) => {
    const bare = key.replace(/\s+(?:ASC|DESC)\s*$/i, '');
    return canonicalExpression(bare.replace(/\s+COLLATE\s+(?:\w+|"[^"]*"|\[[^\]]*\]|`[^`]*`)\s*$/i, ''));
  });
  if (!reader.take('WHERE')) return { keys };
  const start = reader.peek()?.start ?? sql.length;
  return { keys, predicate: canonicalExpression(sql.slice(start)) };
}
