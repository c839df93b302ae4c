import type { NewIndexKey } from '../catalog/change.ts';
import type { QualifiedName } from '../catalog/names.ts';
import type { Column, Index, Table } from '../catalog/table.ts';
import type { Traits } from '../catalog/traits.ts';
import type { TypeFamily } from '../catalog/type.ts';
import type { Condition, Operand } from './query-facts.ts';

/** The operator, and the function, by which a text begins with another. */
export const beginsWith = '^@';

/** How an index can serve a condition. */
export type Service =
  | { readonly kind: 'equal' | 'range' | 'prefix'; readonly key: NewIndexKey; readonly column: string }
  | { readonly kind: 'similar'; readonly key: NewIndexKey; readonly column: string }
  | {
      readonly kind: 'contains';
      readonly key: NewIndexKey;
      readonly column: string;
      readonly method: ContainmentMethod;
      /** Others that serve it as well. */
      readonly others?: readonly ContainmentMethod[];
    };

/** How indexes are made that look inside values. */
export type ContainmentMethod = 'gin' | 'gist' | 'spgist';

/** Casts that change nothing of how a value is stored or compared: an index on the column serves them. */
export function isRelabelled(column: Column, cast: string | undefined): boolean {
  // A domain is compared as its base type, with its indexes.
  if (cast === undefined || column.type.domain) return true;
  const type = cast.replace(/\(.*\)/, '').trim();
  if (type === column.type.name || type === column.type.text) return true;
  if (type === 'text[]') return column.type.family === 'array' && /^character varying/.test(column.type.text);
  return type === 'text' && (column.type.name === 'character varying' || column.type.family === 'text');
}

/** The operand as a key: the column, or the expression as it is written. */
export function keyOf(operand: Operand, table: Table): NewIndexKey | undefined {
  const column = table.columns.find((one) => one.name === operand.column?.column);
  if (!column) return undefined;
  const { collation } = operand;
  const [, bare] = /^(.+?)\s+COLLATE\s+(?:"[^"]+"|[\w.]+)+$/i.exec(operand.text) ?? [];
  if (
    collation &&
    operand.functions.length === 0 &&
    bare !== undefined &&
    isBareColumn({ ...operand, text: bare }, column.name)
  ) {
    return inOrderOf(collation, { column: column.name }, column);
  }
  if (operand.functions.length === 0 && isRelabelled(column, operand.cast)) {
    // A bare column, unless an operator such as -> is around it.
    return isBareColumn(operand, column.name) ? { column: column.name } : { expression: unqualified(operand) };
  }
  return { expression: unqualified(operand) };
}

/** Whether an operand is a column by itself, with nothing around it but a cast. */
export function isBareColumn({ text, functions }: Operand, column: string): boolean {
  const bare = text.replaceAll(/[()"\s]/g, '').replace(/::[\w.]+$/, '');
  return functions.length === 0 && (bare === column || bare.endsWith(`.${column}`));
}

function unqualified(operand: Operand): string {
  const relation = operand.column?.relation;
  return relation === undefined ? operand.text : operand.text.replaceAll(`${relation}.`, '');
}

/** The side of a condition that is a column of the table, and the other. */
export function sidesOf(
  condition: Condition,
): { readonly column: Operand; readonly other: Operand | undefined; readonly swapped: boolean } | undefined {
  const { left, right } = condition;
  if (left?.column) return { column: left, other: right, swapped: false };
  if (right?.column) return { column: right, other: left, swapped: true };
  return undefined;
}

/** A key in the order of the collation that is written: only an index in its order serves. */
function inOrderOf(collation: QualifiedName | undefined, key: NewIndexKey, column: Column | undefined): NewIndexKey {
  // An index has a column's own collation by itself.
  const own = key.column === undefined ? undefined : (column?.collation?.name ?? 'default');
  return collation === undefined || key.collation !== undefined || collation.name === own ? key : { ...key, collation };
}

/** What index key a condition on a table's column asks for; nothing where none would serve it. */
export function serviceOf(condition: Condition, table: Table): Service | undefined {
  if (condition.negated && condition.kind !== 'null test') return undefined;
  const sides = sidesOf(condition);
  if (!sides?.column.column) return undefined;
  const plain = keyOf(sides.column, table);
  const column = sides.column.column.column;
  if (!plain) return undefined;
  // What is written in the key itself is its own.
  const written = sides.column.collation === undefined ? sides.other?.collation : undefined;
  const key = inOrderOf(
    written,
    plain,
    table.columns.find((one) => one.name === column),
  );
  // A column held against another of the same row is no use for an index.
  if (sides.other?.column && sides.other.column.relation === sides.column.column.relation) return undefined;
  const pattern = sides.other?.constant;
  // Nothing is equal to NULL: there are no rows to find.
  if (pattern === null && condition.kind !== 'null test') return undefined;
  switch (condition.kind) {
    case 'boolean':
      return { kind: 'equal', key, column };
    case 'null test':
      return condition.negated ? undefined : { kind: 'equal', key, column };
    case 'in list':
      // `5 = ANY (numbers)` asks inside the array; no index has that operator.
      if (table.columns.find((one) => one.name === column)?.type.family === 'array') return undefined;
      return { kind: 'equal', key, column };
    case 'other':
      // One of several patterns: an index of parts is asked for each of them.
      return condition.list && isPattern(condition.operator) && !hasOwnPatterns(table, column, key)
        ? { kind: 'similar', key: { ...key, operatorClass: 'gin_trgm_ops' }, column }
        : undefined;
    case 'like':
      if (hasOwnPatterns(table, column, key)) return undefined;
      if (condition.operator === beginsWith) return { kind: 'prefix', key: patternKey(key, table), column };
      if (condition.range) return { kind: 'range', key: collated(key, condition.range.collation, table), column };
      return typeof pattern === 'string' && hasBeginning(pattern, condition.operator)
        ? { kind: 'prefix', key: patternKey(key, table), column }
        : { kind: 'similar', key: { ...key, operatorClass: 'gin_trgm_ops' }, column };
    case 'match':
      return containment(condition, key, table, column);
    case 'comparison':
      break;
    default:
      return undefined;
  }
  switch (condition.operator) {
    case '=':
      return { kind: 'equal', key, column };
    case '<':
    case '<=':
    case '>':
    case '>=':
      return { kind: 'range', key, column };
    default:
      return containment(condition, key, table, column);
  }
}

/** The class whose order is that of single characters: in it what begins alike stands together, and `=` finds its rows. */
const patternClass = 'text_pattern_ops';

/** Collations in which texts stand in the order of their characters anyway. */
const plainCollations = new Set(['C', 'POSIX']);

/** The key by which texts with the same beginning stand together. */
export function patternKey(key: NewIndexKey, { columns }: Table): NewIndexKey {
  const own = columns.find(({ name }) => name === key.column)?.collation?.name;
  return plainCollations.has(key.collation?.name ?? own ?? '') ? key : { ...key, operatorClass: patternClass };
}

function isPattern(operator: string | undefined): boolean {
  return operator === '~~' || operator === '~~*' || operator === '~' || operator === '~*';
}

/** Whether a column is of a type with operators of its own for patterns, of which no index knows: citext's. */
export function hasOwnPatterns({ columns }: Table, column: string, key: NewIndexKey): boolean {
  return key.column !== undefined && columns.find(({ name }) => name === column)?.type.name === 'citext';
}

/** The key in that order, which is told where the column is of another. */
function collated(key: NewIndexKey, collation: string | undefined, table: Table): NewIndexKey {
  if (collation === undefined || key.collation !== undefined) return key;
  const own = table.columns.find(({ name }) => name === key.column)?.collation?.name ?? 'BINARY';
  return own === collation ? key : { ...key, collation: { schema: table.schema, name: collation } };
}

/**
 * Whether every text that matches begins with the same letters: `Ab%`, `^Ab`. The pattern of SIMILAR TO is the regular
 * expression that the engine makes of it: `^(?:Ab.*)$`.
 */
export function hasBeginning(pattern: string, operator: string | undefined): boolean {
  if (operator === '~~') return /^[^%_\\]/.test(pattern);
  if (operator === beginsWith) return pattern !== '';
  if (operator !== '~' && operator !== 'SIMILAR TO') return false;
  return /^\^(?:\((?:\?:)?)?[\w ,;:@/-](?![*?{])/.test(pattern) && !pattern.includes('|');
}

/** Whether a value decides how the pattern of a LIKE begins: a parameter stands in it, and no wildcard before that. */
export function hasUnknownBeginning({ kind, operator, right }: Condition): boolean {
  if (kind !== 'like' || operator !== '~~' || right?.constant !== undefined) return false;
  return right !== undefined && /\$\d/.test(right.text) && !/^\(*'[%_]/.test(right.text);
}

/** Whether some index knows a condition that a text begins with a value: the function is known later than the operator. */
export function beginsByIndex({ text }: Condition, { startsWithByOrder }: Pick<Traits, 'startsWithByOrder'>): boolean {
  return startsWithByOrder || !/\bstarts_with\s*\(/i.test(text);
}

/** Operators that look inside a value. */
const containmentOperators = new Set(['@>', '<@', '&&', '?', '?|', '?&', '@@', '@?', '@@@', '<<=', '>>=']);

/** Operators that hold networks within each other; of other types they mean something else. */
const networkOperators = new Set(['<<', '>>']);

/** Operators that tell how ranges and shapes lie to each other (tables of "Built-in GiST Operator Classes" in the manual). */
const placeOperators = new Set(['<<', '>>', '&<', '&>', '-|-', '~=', '<<|', '|>>', '&<|', '|&>', '<^', '>^']);

/** Operators of pg_trgm: similar as a whole, or a word of it. */
const similarOperators = new Set(['%', '<%', '%>', '<<%', '%>>']);

/** What has a default class of such operators, and in which method: other types need an extension. */
const containmentMethods: Partial<Readonly<Record<TypeFamily, readonly [ContainmentMethod, ...ContainmentMethod[]]>>> =
  {
    array: ['gin'],
    'json-binary': ['gin'],
    'full-text': ['gin'],
    'key-value': ['gin'],
    range: ['gist', 'spgist'],
    geometry: ['gist', 'spgist'],
  };

/**
 * How a condition is served whose operator looks inside a value of the family or tells where it lies; of an expression
 * whose family nobody knows as most are, vectors and documents. Nothing for an operator of another kind.
 */
export function containmentOf(
  operator: string | undefined,
  family: TypeFamily | undefined,
): Pick<Extract<Service, { kind: 'contains' }>, 'kind' | 'method' | 'others'> | undefined {
  const isPlaced = (family === 'range' || family === 'geometry') && placeOperators.has(operator ?? '');
  if (!containmentOperators.has(operator ?? '') && !isPlaced) return undefined;
  const [method, ...others] = family === undefined ? (['gin'] as const) : (containmentMethods[family] ?? []);
  return method && { kind: 'contains', method, ...(others.length > 0 ? { others } : {}) };
}

function containment(condition: Condition, key: NewIndexKey, table: Table, column: string): Service | undefined {
  const operator = condition.operator ?? '';
  const family = table.columns.find((one) => one.name === column)?.type.family;
  if (similarOperators.has(operator) && family === 'text') {
    return { kind: 'similar', key: { ...key, operatorClass: 'gin_trgm_ops' }, column };
  }
  const isContained = containmentOperators.has(operator);
  const type = table.columns.find((one) => one.name === column)?.type.name;
  if (type === 'ltree' && isContained) return { kind: 'contains', key, column, method: 'gist' };
  // Networks have no default class there.
  if (family === 'network')
    return isContained || networkOperators.has(operator)
      ? { kind: 'contains', key: { ...key, operatorClass: 'inet_ops' }, column, method: 'gist' }
      : undefined;
  const made = condition.left?.column === undefined ? condition.right?.family : condition.left.family;
  const service = containmentOf(operator, key.expression === undefined ? (family ?? 'other') : made);
  return service && { ...service, key, column };
}

/** Equal for keys over the same value in the same order of comparison. */
export function keyText(key: NewIndexKey): string {
  const bare = (key.expression ?? '').replaceAll(/[()\s]|::text\b/g, '');
  // A column that is converted is not the column.
  const what = key.column ?? (/^\w+$/.test(bare) ? `(${bare})` : bare);
  return `${what} ${key.operatorClass ?? ''}${key.collation === undefined ? '' : ` collate ${key.collation.name}`}`;
}

/** Whether the table has a valid index that begins with these keys, over all rows or those of the predicate. */
export function hasIndex(table: Table, keys: readonly NewIndexKey[], method = 'btree', predicate?: string): boolean {
  return table.indexes.some(
    (index) =>
      index.valid &&
      index.method === method &&
      (index.predicate === undefined || index.predicate === predicate) &&
      startsWith(index, keys),
  );
}

function startsWith(index: Index, keys: readonly NewIndexKey[]): boolean {
  return keys.every((key, at) => {
    const other = index.keys[at];
    return (
      other !== undefined &&
      keyText({
        ...(other.column === undefined ? {} : { column: other.column }),
        ...(other.expression === undefined ? {} : { expression: other.expression }),
        ...(other.operatorClass === undefined ? {} : { operatorClass: other.operatorClass }),
      }) === keyText(key)
    );
  });
}

/** What an index over an expression is called after: `lower(email)` → `lower_email`. */
export function nameOfExpression(expression: string): string {
  const words = expression
    .replaceAll(/'[^']*'|::[\w ]+/g, ' ')
    .split(/\W+/)
    .filter((word) => word !== '');
  return words.slice(0, 3).join('_').toLowerCase() || 'expr';
}
