import type { QueryDialect } from '../../query/dialect.ts';
import { canonicalExpression } from '../sql/canonical.ts';
import { tokens } from '../sql/tokens.ts';

/** How tightly operators of two sides bind (https://sqlite.org/lang_expr.html, section 2). */
const binding: QueryDialect['binding'] = {
  OR: 1,
  AND: 2,
  '=': 4,
  '==': 4,
  '<>': 4,
  '!=': 4,
  IS: 4,
  IN: 4,
  LIKE: 4,
  GLOB: 4,
  MATCH: 4,
  REGEXP: 4,
  BETWEEN: 4,
  ISNULL: 4,
  NOTNULL: 4,
  NOT: 4,
  '<': 5,
  '<=': 5,
  '>': 5,
  '>=': 5,
  '&': 6,
  '|': 6,
  '<<': 6,
  '>>': 6,
  '+': 7,
  '-': 7,
  '*': 8,
  '/': 8,
  '%': 8,
  '||': 9,
  '->': 9,
  '->>': 9,
  COLLATE: 10,
};

/** Queries as SQLite understands them. */
export const sqliteQueries: QueryDialect = {
  name: 'SQLite',
  tokens: (sql) => [...tokens(sql)],
  canonical: canonicalExpression,
  binding,
  notBinds: 3,
  signBinds: 11,
  sameOperator: { '==': '=', '!=': '<>' },
  patternOperators: new Set(['LIKE', 'GLOB', 'REGEXP']),
  // GLOB in the order of bytes, LIKE in that of NOCASE (section 5 of optoverview).
  patternRange(operator, pattern) {
    if (operator === 'GLOB') return /^[^*?[]/.test(pattern) ? { collation: 'BINARY' } : undefined;
    return operator === 'LIKE' && /^[^%_]/.test(pattern) ? { collation: 'NOCASE' } : undefined;
  },
  collationName: (written) => written.toUpperCase(),
  isInternal: (name) => /^(?:sqlite_|pragma_)/.test(name) || name === 'dbstat',
  rowNumbers: new Set(['rowid', 'oid', '_rowid_']),
  aggregates: new Set(
    'avg count group_concat string_agg sum total json_group_array json_group_object jsonb_group_array jsonb_group_object median percentile'.split(
      ' ',
    ),
  ),
  noAliases: [],
  modifiers: new Set(),
  joinWords: [],
  bracketedSelects: false,
  changesJoin: false,
  unitFunctions: new Set(),
  afterTable(reader) {
    if (reader.take('INDEXED', 'BY')) reader.name();
    else reader.take('NOT', 'INDEXED');
  },
};
