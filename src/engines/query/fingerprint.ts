import type { QueryDialect } from './dialect.ts';
import { syntaxFault } from './read-conditions.ts';

/** The query with parameters in place of its constants and without comments. */
export function withoutConstants(sql: string, dialect: QueryDialect): string {
  let text = '';
  let end = 0;
  for (const token of dialect.tokens(sql)) {
    if (text !== '' && token.start > end) text += ' ';
    text += /^(?:string|number|blob)$/.test(token.kind) ? '?' : token.text;
    end = token.end;
  }
  // Of a type's length nothing is a value.
  return text.replace(
    /\b(char|varchar|binary|decimal|datetime|time|signed|unsigned)\s*\(\s*\?(?:\s*,\s*\?)?\s*\)/gi,
    '$1',
  );
}

/** Equal for queries that differ in constants, white space and the case of words only; nothing for what is no query. */
export function fingerprint(sql: string, dialect: QueryDialect): string | undefined {
  if (syntaxFault(sql, dialect) !== undefined) return undefined;
  const plain = withoutConstants(sql, dialect)
    .replace(/\$\d+|\?\d+|(?<![:\w]):[A-Za-z_]\w*/g, '?')
    .replace(/`(\w+)`|"(\w+)"|\[(\w+)\]/g, '$1$2$3');
  return plain
    .replace(/\s*([(),.;=<>*+/-])\s*/g, '$1')
    .replace(/\s+/g, ' ')
    .replace(/\((?:\?,)+\?\)/g, '(?)')
    .replace(/;$/, '')
    .toLowerCase();
}
