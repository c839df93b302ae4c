import type { QueryDialect, QueryToken } from '../../query/dialect.ts';
import { expect, nameAt, type QueryReader, readExpression } from '../../query/expression.ts';
import type { Expression } from '../../query/tree.ts';
import type { Dialect } from '../flavour.ts';
import { canonicalExpression } from '../sql/expression.ts';
import { tokens as cut } from '../sql/tokens.ts';
import { firstOf } from './first.ts';

/** How tightly operators of two sides bind (https://dev.mysql.com/doc/refman/8.4/en/operator-precedence.html). */
const binding: QueryDialect['binding'] = {
  OR: 1,
  '||': 1,
  XOR: 1,
  AND: 2,
  '&&': 2,
  '=': 4,
  '<=>': 4,
  '<>': 4,
  '!=': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  IS: 4,
  IN: 4,
  LIKE: 4,
  REGEXP: 4,
  RLIKE: 4,
  BETWEEN: 4,
  NOT: 4,
  '|': 5,
  '&': 6,
  '<<': 7,
  '>>': 7,
  '+': 8,
  '-': 8,
  '*': 9,
  '/': 9,
  '%': 9,
  DIV: 9,
  MOD: 9,
  '^': 10,
  COLLATE: 12,
  '->': 13,
  '->>': 13,
};

/** The tokens as all readers of queries have them: `?` and `$1` are parameters. */
function tokensOf(sql: string, dialect: Dialect): readonly QueryToken[] {
  const list = cut(sql, dialect);
  return list.map((token): QueryToken => {
    if (token.kind === 'bits') return { ...token, kind: 'blob' };
    const isParameter =
      (token.kind === 'operator' && token.text === '?') || (token.kind === 'word' && /^\$\d+$/.test(token.text));
    return { ...token, kind: isParameter ? 'variable' : token.kind };
  });
}

/** To those who read expressions of a schema a parameter is a name. */
function canonical(sql: string, dialect: Dialect): string {
  if (sql.includes('?')) {
    const named = cut(sql, dialect).filter(({ kind, text }) => kind === 'operator' && text === '?');
    if (named.length > 0) {
      let text = '';
      let done = 0;
      for (const { start, end } of named) {
        text += `${sql.slice(done, start)}$0`;
        done = end;
      }
      return canonical(text + sql.slice(done), dialect).replaceAll('$0', '?');
    }
  }
  return canonicalExpression(sql, dialect).replace(/`(\$\d+)`/g, '$1');
}

/** Queries as MySQL and MariaDB understand them. */
export function mysqlQueries(dialect: Dialect): QueryDialect {
  return {
    name: dialect.flavour === 'mariadb' ? 'MariaDB' : 'MySQL',
    tokens: (sql) => tokensOf(sql, dialect),
    canonical: (sql) => canonical(sql, dialect),
    binding,
    notBinds: 3,
    signBinds: 11,
    sameOperator: { '!=': '<>', '&&': 'AND', '||': 'OR', '<=>': 'IS', RLIKE: 'REGEXP' },
    patternOperators: new Set(['LIKE', 'REGEXP']),
    // By the order of the column itself, whatever its collation.
    patternRange: (operator, pattern) => (operator === 'LIKE' && /^[^%_\\]/.test(pattern) ? {} : undefined),
    collationName: (written) => written.toLowerCase(),
    isInternal: (name) => name === 'dual',
    rowNumbers: new Set(),
    aggregates: new Set(
      'avg count group_concat sum json_arrayagg json_objectagg bit_and bit_or bit_xor std stddev stddev_pop stddev_samp var_pop var_samp variance'.split(
        ' ',
      ),
    ),
    noAliases: [
      'USE',
      'FORCE',
      'IGNORE',
      'PARTITION',
      'STRAIGHT_JOIN',
      'FOR',
      'LOCK',
      'WITH',
      'INTO',
      'XOR',
      'DIV',
      'MOD',
    ],
    modifiers: new Set(
      'HIGH_PRIORITY LOW_PRIORITY DELAYED QUICK IGNORE STRAIGHT_JOIN SQL_SMALL_RESULT SQL_BIG_RESULT SQL_BUFFER_RESULT SQL_NO_CACHE SQL_CACHE SQL_CALC_FOUND_ROWS'.split(
        ' ',
      ),
    ),
    joinWords: ['STRAIGHT_JOIN'],
    bracketedSelects: true,
    changesJoin: true,
    unitFunctions: new Set(['extract', 'timestampdiff', 'timestampadd', 'get_format']),
    first: firstOf,
    afterArguments,
    afterTable,
    afterSelect,
    afterGroup(reader) {
      reader.take('WITH', 'ROLLUP');
    },
  };
}

/** `SEPARATOR ', '`, `FROM x`, `FOR 3`, `USING utf8mb4`. */
function afterArguments(reader: QueryReader, items: Expression[]): void {
  for (;;) {
    if (reader.take('USING')) nameAt(reader);
    else if (['SEPARATOR', 'FROM', 'FOR'].some((word) => reader.take(word))) items.push(readExpression(reader));
    else if (reader.take('LIMIT')) readExpression(reader);
    else return;
  }
}

/** Partitions and hints. */
function afterTable(reader: QueryReader): void {
  if (reader.take('PARTITION')) readNames(reader);
  while (['USE', 'FORCE', 'IGNORE'].includes(reader.peek()?.value ?? '') && isIndexWord(reader.peek(1)?.value)) {
    reader.next();
    reader.next();
    if (reader.take('FOR') && !reader.take('JOIN')) {
      reader.next();
      expect(reader, 'BY');
    }
    readNames(reader);
    reader.take(',');
  }
}

function isIndexWord(word: string | undefined): boolean {
  return word === 'INDEX' || word === 'KEY';
}

function readNames(reader: QueryReader): void {
  expect(reader, '(');
  if (reader.take(')')) return;
  do nameAt(reader);
  while (reader.take(','));
  expect(reader, ')');
}

/** `FOR UPDATE`, `FOR SHARE OF t SKIP LOCKED`, `LOCK IN SHARE MODE`. */
function afterSelect(reader: QueryReader): boolean {
  let locks = false;
  for (;;) {
    if (reader.take('LOCK', 'IN', 'SHARE', 'MODE')) locks = true;
    else if (reader.take('FOR', 'UPDATE') || reader.take('FOR', 'SHARE')) {
      locks = true;
      if (reader.take('OF')) {
        do nameAt(reader);
        while (reader.take(','));
      }
      if (reader.take('WAIT')) readExpression(reader);
      else if (!reader.take('NOWAIT')) reader.take('SKIP', 'LOCKED');
    } else return locks;
  }
}
