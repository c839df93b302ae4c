import { compareText } from '../../../catalog/names.ts';
import type { Index, IndexKey } from '../../../catalog/table.ts';
import type { Row } from '../../connection.ts';
import type { Facts } from './facts.ts';
import { classes } from './query.ts';
import { flag, number, numbers, optional, optionalText, options, text } from './rows.ts';
import { lasting, namePattern, namesIn, pastToken, qualifiedName, splitList } from './sql-text.ts';

/** Reads the indexes of a table or materialised view, by name. */
export function readIndexes(relation: string, facts: Facts): readonly Index[] {
  const constraints = facts.of.constraints(relation).filter((row) => 'pux'.includes(text(row, 'kind')));
  const owners = new Map(constraints.map((row) => [text(row, 'index'), text(row, 'name')]));
  return facts.of
    .indexes(relation)
    .flatMap((row) => {
      const own = facts.relationRow(text(row, 'oid'));
      // Without a definition it was dropped while we read.
      return own && row['definition'] !== null ? [readIndex(row, own, owners.get(text(row, 'oid')), facts)] : [];
    })
    .sort((a, b) => compareText(a.name, b.name));
}

function readIndex(row: Row, own: Row, constraint: string | undefined, facts: Facts): Index {
  const oid = text(row, 'oid');
  const relation = text(row, 'relation');
  const keyCount = number(row, 'key_count');
  const columns = numbers(row, 'columns').map((place) => facts.columnName(relation, place));
  const expressions = splitList(optionalText(row, 'expressions') ?? '');
  const definition = withOptionsInOrder(withoutNeedlessParentheses(text(row, 'definition'), expressions));
  const written = optionalText(row, 'predicate');
  const predicate = written === undefined ? undefined : lasting(written);
  const [parent] = facts.parents(oid);
  const read = [...new Set(facts.dependsOn(classes.class, oid).map((one) => facts.columnName(relation, one.column)))];
  return {
    name: text(own, 'name'),
    method: facts.name(text(own, 'access_method')) ?? '',
    unique: flag(row, 'unique'),
    nullsNotDistinct: flag(row, 'nulls_not_distinct'),
    keys: keysOf(columns.slice(0, keyCount), expressions, numbers(row, 'options'), definition),
    include: columns.slice(keyCount),
    ...optional('predicate', predicate),
    expressionColumns: mentioned(expressions.join(' '), read),
    predicateColumns: mentioned(predicate ?? '', read),
    valid: flag(row, 'valid'),
    ...optional('constraint', constraint),
    ...(parent === undefined ? {} : optional('partitionOf', facts.relation(parent))),
    replicaIdentity: flag(row, 'replica_identity'),
    clustered: flag(row, 'clustered'),
    options: options(own, 'options'),
    ...optional('tablespace', facts.name(text(own, 'tablespace'))),
    ...facts.comment(classes.class, oid),
    definition,
  };
}

/** `bits` are those of `indoption`: 1 is DESC, 2 NULLS FIRST. A column without a name is an expression. */
function keysOf(
  columns: readonly string[],
  expressions: readonly string[],
  bits: readonly number[],
  definition: string,
): readonly IndexKey[] {
  const details = keyDetails(definition);
  const rest = [...expressions];
  return columns.map((column, at) => ({
    ...(column === '' ? optional('expression', rest.shift()) : { column }),
    ...details[at],
    descending: ((bits[at] ?? 0) & 1) !== 0,
    nullsFirst: ((bits[at] ?? 0) & 2) !== 0,
  }));
}

const head = new RegExp(
  `^CREATE (?:UNIQUE )?INDEX ${namePattern} ON (?:ONLY )?${namePattern} USING ${namePattern} \\(`,
);
const tail = new RegExp(`^(?: COLLATE (${namePattern}))?(?: (?!DESC$|DESC |NULLS )(${namePattern}(?: \\(.*\\))?))?`);

/**
 * Operator classes and collations of the keys, from the definition: the engine writes them only where they are not
 * what the key has by itself, which only the engine knows (pg_get_indexdef_worker in src/backend/utils/adt/ruleutils.c).
 */
function keyDetails(definition: string): readonly Pick<IndexKey, 'operatorClass' | 'collation'>[] {
  const start = head.exec(definition)?.[0].length;
  if (start === undefined) return [];
  const list = definition.slice(start, pastToken(definition, start - 1) - 1);
  return splitList(list).map((key) => {
    const [, collation, operatorClass] = tail.exec(key.slice(endOfKey(key))) ?? [];
    return {
      ...optional('operatorClass', canonicalClass(operatorClass)),
      ...optional('collation', collation === undefined ? undefined : qualifiedName(collation)),
    };
  });
}

/**
 * PostgreSQL 18 takes `(x AT TIME ZONE y)` for a call, which needs no parentheses as a key; 15 puts them all the same.
 */
export function withoutNeedlessParentheses(definition: string, expressions: readonly string[]): string {
  return expressions
    .filter((expression) => splitList(expression.slice(1, -1), ' AT TIME ZONE ').length > 1)
    .reduce((text, expression) => {
      const doubled = `(${expression})`;
      // The list's own parenthesis stands before the first key.
      return text.replaceAll(`(${doubled}`, () => `(${expression}`).replaceAll(`, ${doubled}`, () => `, ${expression}`);
    }, definition);
}

/** Options stand in the order in which they were set. */
function withOptionsInOrder(definition: string): string {
  return definition.replace(/ WITH \((\w+='?[\w.]+'?(?:, \w+='?[\w.]+'?)+)\)/, (_, list: string) => {
    return ` WITH (${list.split(', ').sort(compareText).join(', ')})`;
  });
}

/** Behind a column's name, a call or an expression in parentheses. */
function endOfKey(key: string): number {
  let at = 0;
  while (at < key.length && key[at] !== ' ' && key[at] !== '(') at = pastToken(key, at);
  return key[at] === '(' ? pastToken(key, at) : at;
}

/** Classes that are the default's or another's under a second name (src/include/catalog/pg_opclass.dat). */
function canonicalClass(name: string | undefined): string | undefined {
  if (name === 'varchar_ops' || name === 'cidr_ops') return undefined;
  return name === 'varchar_pattern_ops' ? 'text_pattern_ops' : name;
}

/**
 * Which of the columns that an index reads stand in an expression. The engine tells what the index reads as a whole;
 * the expression's text, as the engine wrote it, tells in which part.
 */
function mentioned(expression: string, columns: readonly string[]): readonly string[] {
  if (expression === '') return [];
  const names = namesIn(expression);
  return columns.filter((column) => names.has(column)).sort(compareText);
}
