import { comparison, opposites } from '../comparison.ts';
import type { Condition, NamedColumn, Operand, QueryBlock } from '../query-facts.ts';
import type { QueryDialect } from './dialect.ts';
import type { FoundColumn } from './names.ts';
import { below, type Expression, type Select } from './tree.ts';

/** What the reading of an expression needs to know of what is around it. */
export interface Surroundings {
  readonly sql: string;
  readonly dialect: QueryDialect;
  readonly column: (expression: Extract<Expression, { readonly kind: 'column' }>) => FoundColumn;
  /** The number of the block that a sub-query is. */
  readonly blockOf?: (select: Select, role: QueryBlock['role']) => number;
}

type Clause = Condition['clause'];

/** The conditions that must all hold for an expression to be true; NOT is pushed down as far as it goes. */
export function conditionsOf(
  expression: Expression,
  clause: Clause,
  around: Surroundings,
  negated = false,
): readonly Condition[] {
  const { kind } = expression;
  if (kind === 'unary' && expression.operator === 'NOT') {
    return conditionsOf(expression.items[0], clause, around, !negated);
  }
  if (kind === 'binary' && (expression.operator === 'AND' || expression.operator === 'OR')) {
    if ((expression.operator === 'AND') !== negated) {
      return expression.items.flatMap((one) => conditionsOf(one, clause, around, negated));
    }
    const branches = operandsOf(expression, expression.operator).map((one) =>
      conditionsOf(one, clause, around, negated),
    );
    return [{ text: written(expression, around, negated), clause, kind: 'or', negated: false, branches }];
  }
  if (kind === 'between') return between(expression, clause, around, negated);
  if (kind === 'binary' && expression.operator === '=' && !negated) {
    const [left, right] = expression.items;
    if (left.kind === 'row' && right.kind === 'row' && left.items.length === right.items.length) {
      return left.items.flatMap((one, at) => {
        const other = right.items[at];
        return other ? [comparison('=', operandOf(one, around), operandOf(other, around), clause)] : [];
      });
    }
  }
  return [{ text: written(expression, around, negated), clause, ...single(expression, around, negated) }];
}

/** Of `a OR b OR c` all three. */
function operandsOf(expression: Expression, operator: string): readonly Expression[] {
  return expression.kind === 'binary' && expression.operator === operator
    ? expression.items.flatMap((one) => operandsOf(one, operator))
    : [expression];
}

function written(expression: Expression, around: Surroundings, negated: boolean): string {
  const text = textOf(expression, around);
  return negated ? `NOT (${text})` : text;
}

/** An expression in the form that the catalog has for expressions. */
export function textOf({ start, end }: Expression, { sql, dialect }: Surroundings): string {
  return dialect.canonical(sql.slice(start, end));
}

function between(
  expression: Extract<Expression, { readonly kind: 'between' }>,
  clause: Clause,
  around: Surroundings,
  negated: boolean,
): readonly Condition[] {
  const [value, low, high] = expression.items.map((one) => operandOf(one, around));
  if (!value || !low || !high) return [];
  if (expression.negated === negated) {
    return [comparison('>=', value, low, clause), comparison('<=', value, high, clause)];
  }
  const branches = [[comparison('<', value, low, clause)], [comparison('>', value, high, clause)]];
  return [{ text: written(expression, around, negated), clause, kind: 'or', negated: false, branches }];
}

type Described = Omit<Condition, 'text' | 'clause'>;

/** One condition that is neither AND, OR nor NOT. */
function single(expression: Expression, around: Surroundings, negated: boolean): Described {
  switch (expression.kind) {
    case 'binary':
      return operation(expression, around, negated);
    case 'null test':
      return {
        kind: 'null test',
        negated: expression.negated !== negated,
        left: operandOf(expression.items[0], around),
      };
    case 'in':
      return membership(expression, around, negated);
    case 'exists':
      return { kind: 'exists', negated, right: subQuery(expression.select, 'exists', around) };
    case 'sub-query':
      return { kind: 'other', negated, left: subQuery(expression.select, 'scalar', around) };
    case 'column':
      return { kind: 'boolean', negated, left: operandOf(expression, around) };
    default:
      return { kind: 'other', negated, left: operandOf(expression, around) };
  }
}

function membership(
  { items, select, negated: written }: Extract<Expression, { readonly kind: 'in' }>,
  around: Surroundings,
  negated: boolean,
): Described {
  const [value, ...list] = items;
  const base = {
    negated: written !== negated,
    operator: '=',
    ...(value ? { left: operandOf(value, around) } : {}),
  };
  if (select) return { kind: 'in subquery', ...base, right: subQuery(select, 'in', around) };
  return { kind: 'in list', ...base, list: list.map((one) => operandOf(one, around)) };
}

function operation(
  { operator, items }: Extract<Expression, { readonly kind: 'binary' }>,
  around: Surroundings,
  negated: boolean,
): Described {
  const [left, right] = [operandOf(items[0], around), operandOf(items[1], around)];
  // IS compares as = does, nulls included.
  const plain = operator === 'IS' ? '=' : operator === 'IS NOT' ? '<>' : operator;
  const opposite = opposites[plain];
  if (opposite !== undefined) {
    const meant = negated ? opposite : plain;
    return { kind: 'comparison', negated: meant === '<>', operator: meant, left, right };
  }
  if (!around.dialect.patternOperators.has(operator))
    return { kind: operator === 'MATCH' ? 'match' : 'other', negated, operator, left, right };
  const { constant } = right;
  const range = typeof constant === 'string' ? around.dialect.patternRange(operator, constant) : undefined;
  return { kind: 'like', negated, operator, left, right, ...(range ? { range } : {}) };
}

function subQuery(select: Select, role: QueryBlock['role'], around: Surroundings): Operand {
  const block = around.blockOf?.(select, role);
  return {
    text: around.dialect.canonical(around.sql.slice(select.start, select.end)),
    functions: [],
    ...(block === undefined ? {} : { block }),
  };
}

/** A side of a condition, an order key or a returned expression. */
export function operandOf(expression: Expression, around: Surroundings): Operand {
  const columns: FoundColumn[] = [];
  const parameters: number[] = [];
  let block: number | undefined;
  walk(expression, (one) => {
    if (one.kind === 'column') columns.push(around.column(one));
    else if (one.kind === 'parameter') parameters.push(one.number);
    else if ('select' in one && one.select) {
      const role = one.kind === 'exists' ? 'exists' : one.kind === 'in' ? 'in' : 'scalar';
      block ??= around.blockOf?.(one.select, role);
    }
  });
  const [first] = columns;
  const isOne = first && columns.every((one) => one.column === first.column && one.relation === first.relation);
  const constant = constantOf(expression);
  const { functions, cast } = wrapsOf(expression);
  return {
    text: textOf(expression, around),
    ...(isOne
      ? {
          column: {
            ...(first.relation === undefined ? {} : { relation: first.relation }),
            column: first.column,
          },
        }
      : {}),
    ...(columns.length > 1 && !isOne ? { columns: eachOnce(columns) } : {}),
    functions,
    ...(expression.kind === 'collate'
      ? { collation: { schema: 'main', name: around.dialect.collationName(expression.collation) } }
      : {}),
    ...(isOne && cast !== undefined ? { cast } : {}),
    ...(constant === undefined ? {} : { constant }),
    ...(columns.length === 0 && parameters.length === 1 ? { parameter: parameters[0] ?? 0 } : {}),
    ...(block === undefined ? {} : { block }),
  };
}

function eachOnce(columns: readonly FoundColumn[]): readonly NamedColumn[] {
  const named = columns.map(({ relation, column }) => ({ ...(relation === undefined ? {} : { relation }), column }));
  return [...new Map(named.map((one) => [`${one.relation ?? ''}.${one.column}`, one])).values()];
}

/** An expression and all below it, sub-queries left out. */
export function walk(expression: Expression, visit: (one: Expression) => void): void {
  visit(expression);
  for (const one of below(expression)) walk(one, visit);
}

function constantOf(expression: Expression): string | null | undefined {
  if (expression.kind === 'constant') return expression.value;
  return expression.kind === 'cast' || expression.kind === 'collate' ? constantOf(expression.items[0]) : undefined;
}

/** The functions and casts around the column, the outermost first, down the one path that leads to it. */
function wrapsOf(expression: Expression): { readonly functions: readonly string[]; readonly cast?: string } {
  const functions: string[] = [];
  let cast: string | undefined;
  for (let here: Expression | undefined = expression; here; ) {
    if (here.kind === 'call') functions.push(here.name.toLowerCase());
    if (here.kind === 'case') functions.push('case');
    if (here.kind === 'cast') cast ??= here.type.toLowerCase();
    here = here.kind === 'case' ? undefined : below(here).find(hasColumn);
  }
  return { functions, ...(cast === undefined ? {} : { cast }) };
}

function hasColumn(expression: Expression): boolean {
  return expression.kind === 'column' || below(expression).some(hasColumn);
}
