import type { Catalog } from '../../../catalog/catalog.ts';
import { readConditions as conditions, syntaxFault as faultOf } from '../../query/read-conditions.ts';
import { readsOnly as only, readFacts as read } from '../../query/read-facts.ts';
import type { Condition, QueryFacts } from '../../query-facts.ts';
import { dialectOf } from '../flavour.ts';
import { tokens } from '../sql/tokens.ts';
import { mysqlQueries } from './dialect.ts';

/** What both take: conditional comments aside, their queries are read alike. */
export const queries = mysqlQueries(dialectOf('8.4'));

/** What one statement asks for; see engines/query/read-facts.ts. */
export function readFacts(sql: string, catalog: Catalog, where: string): Promise<QueryFacts> {
  return read(sql, catalog, where, queries);
}

/** Why a statement may change something; empty for one that only reads. */
export function readsOnly(sql: string): Promise<readonly string[]> {
  return only(sql, queries);
}

/** Where a query breaks the grammar, in characters from 0; nothing where it does not. */
export function syntaxFault(sql: string): ReturnType<typeof faultOf> {
  return faultOf(sql, queries);
}

/** The conditions in an expression; none where it cannot be read. */
export function readConditions(text: string): readonly Condition[] {
  return conditions(text, queries);
}

/** The query with parameters in place of its constants and without comments. */
export function withoutConstants(sql: string): string {
  let text = '';
  let end = 0;
  for (const token of tokens(sql, dialectOf('8.4'))) {
    if (text !== '' && token.start > end) text += ' ';
    const isValue = token.kind === 'string' || token.kind === 'number' || token.kind === 'bits';
    text += isValue ? '?' : token.text;
    end = token.end;
  }
  // Of a type's length nothing is a value.
  return text.replace(
    /\b(char|varchar|binary|decimal|datetime|time|signed|unsigned)\s*\(\s*\?(?:\s*,\s*\?)?\s*\)/gi,
    '$1',
  );
}

/** Equal for queries that differ in constants, white space and the case of words only; nothing for what is no query. */
export function fingerprint(sql: string): string | undefined {
  if (syntaxFault(sql) !== undefined) return undefined;
  const plain = withoutConstants(sql)
    .replace(/\$\d+/g, '?')
    .replace(/`(\w+)`/g, '$1');
  return plain
    .replace(/\s*([(),.;=<>*+/-])\s*/g, '$1')
    .replace(/\s+/g, ' ')
    .replace(/\((?:\?,)+\?\)/g, '(?)')
    .replace(/;$/, '')
    .toLowerCase();
}
