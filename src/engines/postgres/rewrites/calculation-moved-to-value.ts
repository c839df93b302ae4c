import type { Node } from 'libpg-query';
import type { Column } from '../../../catalog/table.ts';
import { constantOf } from '../query/expression.ts';
import { lastName } from '../query/nodes.ts';
import { typeText } from '../query/type-name.ts';
import { cast, columnsIn, hasSubQuery, integer, operation, text } from './build.ts';
import { changeEverywhere } from './conditions.ts';
import { defineSelectRewrite } from './rewrite.ts';
import { type Source, sourceColumn } from './sources.ts';

export const calculationMovedToValue = defineSelectRewrite({
  id: 'calculation-moved-to-value',
  title: 'the calculation on the side of the value',
  why: 'An index holds the values of the column, not what is calculated of them: every row is computed and compared. Calculated once of the value, the same condition finds its rows by the index.',
  when: 'A constant is added to or taken from a whole number, a decimal number, a date or a time stamp (or that from a value), or a whole number is multiplied by one that divides the constant on the other side; of a time stamp with time zone only hours, minutes and seconds, for a day may have 23 or 25 hours. The other side is a constant, a parameter or the present moment. Both forms fail where a calculation leaves the range of its type, not at the same values.',
  example: {
    before: 'SELECT id FROM orders WHERE user_id + 1 = $1',
    after: 'SELECT id FROM orders WHERE user_id = $1::int8 - 1',
  },
  change: (select, context) => changeEverywhere(select, context, moved),
});

const mirrored: Readonly<Record<string, string>> = { '=': '=', '<>': '<>', '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

function moved(node: Node, sources: readonly Source[]): Node | undefined {
  if (!('A_Expr' in node) || node.A_Expr.kind !== 'AEXPR_OP') return undefined;
  const { lexpr, rexpr, name } = node.A_Expr;
  const operator = lastName(name);
  const reversed = mirrored[operator];
  if (!lexpr || !rexpr || reversed === undefined) return undefined;
  return solved(lexpr, operator, rexpr, sources) ?? solved(rexpr, reversed, lexpr, sources);
}

/** `calculated operator value`, solved for the column; nothing where that cannot be told to be the same. */
function solved(calculated: Node, operator: string, value: Node, sources: readonly Source[]): Node | undefined {
  if (!('A_Expr' in calculated) || calculated.A_Expr.kind !== 'AEXPR_OP') return undefined;
  const { lexpr, rexpr, name } = calculated.A_Expr;
  const sign = lastName(name);
  if (!rexpr || columnsIn(value).length > 0 || hasSubQuery(value)) return undefined;
  const [left, right] = [lexpr && sourceColumn(lexpr, sources)?.column, sourceColumn(rexpr, sources)?.column];
  const back = mirrored[operator] ?? operator;
  if (lexpr && left && !right) return behind(left, lexpr, sign, rexpr, operator, value);
  if (!right || left) return undefined;
  if (!lexpr) return sign === '-' ? negated(right, rexpr, back, value) : undefined;
  if (sign === '+' || sign === '*') return behind(right, rexpr, sign, lexpr, operator, value);
  return sign === '-' ? taken(right, rexpr, lexpr, back, value) : undefined;
}

/** `column sign constant operator value`. */
function behind(
  column: Column,
  node: Node,
  sign: string,
  constant: Node,
  operator: string,
  value: Node,
): Node | undefined {
  if (sign === '*') return divided(column, node, constant, operator, value);
  if (sign !== '+' && sign !== '-') return undefined;
  const isTime = column.type.family === 'timestamp' || column.type.family === 'timestamp-with-zone';
  const added = isTime ? lapse(constant, column) : constantLike(constant, column);
  const own = added && valueLike(value, column);
  if (!added || !own) return undefined;
  return operation(operator, node, operation(sign === '+' ? '-' : '+', own, added));
}

/** `constant - column` against a value: the column against what is left, the other way round. */
function taken(column: Column, node: Node, minuend: Node, back: string, value: Node): Node | undefined {
  const isTime = column.type.family === 'timestamp-with-zone';
  const [from, less] = isTime
    ? [valueLike(minuend, column), hours(value)]
    : [numeric(column) && constantLike(minuend, column), numeric(column) && valueLike(value, column)];
  return from && less ? operation(back, node, operation('-', from, less)) : undefined;
}

function negated(column: Column, node: Node, back: string, value: Node): Node | undefined {
  const own = numeric(column) ? valueLike(value, column) : undefined;
  return own && operation(back, node, operation('-', integer(0), own));
}

function divided(column: Column, node: Node, factor: Node, operator: string, value: Node): Node | undefined {
  const [by, of] = [whole(factor), whole(value)];
  if (column.type.family !== 'integer' || by === undefined || of === undefined || by <= 0) return undefined;
  return of % by === 0 ? operation(operator, node, integer(of / by)) : undefined;
}

function numeric({ type }: Column): boolean {
  return (type.family === 'integer' || type.family === 'decimal') && !type.domain;
}

function whole(node: Node): number | undefined {
  return 'A_Const' in node && node.A_Const.ival !== undefined ? (node.A_Const.ival.ival ?? 0) : undefined;
}

/** What may be added to a column of the type and taken from it again without a loss. */
function constantLike(node: Node, { type }: Column): Node | undefined {
  if (type.domain) return undefined;
  const isWhole = whole(node) !== undefined;
  const isDecimal = 'A_Const' in node && node.A_Const.fval !== undefined;
  if (type.family === 'integer' || type.family === 'date') return isWhole ? node : undefined;
  return type.family === 'decimal' && (isWhole || isDecimal) ? node : undefined;
}

/** The value in the type of what is calculated of the column, for a parameter has no other. */
function valueLike(node: Node, column: Column): Node | undefined {
  const { family, name, domain } = column.type;
  if (domain) return undefined;
  if (family === 'integer') {
    if ('ParamRef' in node) return cast(node, name === 'bigint' ? 'int8' : 'int4');
    return whole(node) === undefined ? undefined : node;
  }
  if (family === 'decimal') return 'ParamRef' in node ? cast(node, 'numeric') : constantLike(node, column);
  const type = moments[family];
  if (type === undefined) return undefined;
  if ('ParamRef' in node) return cast(node, type);
  if ('TypeCast' in node) return written(typeText(node.TypeCast.typeName)) === type ? node : undefined;
  if ('A_Const' in node) return typeof constantOf(node) === 'string' ? cast(node, type) : undefined;
  if ('SQLValueFunction' in node) return present[node.SQLValueFunction.op ?? ''] === type ? node : undefined;
  const isNow = 'FuncCall' in node && lastName(node.FuncCall.funcname) === 'now';
  return isNow && type === 'timestamptz' ? node : undefined;
}

const moments: Readonly<Record<string, string>> = {
  date: 'date',
  timestamp: 'timestamp',
  'timestamp-with-zone': 'timestamptz',
};

const present: Readonly<Record<string, string>> = {
  SVFOP_CURRENT_DATE: 'date',
  SVFOP_CURRENT_TIMESTAMP: 'timestamptz',
  SVFOP_LOCALTIMESTAMP: 'timestamp',
};

function written(type: string): string {
  return type === 'timestamp with time zone'
    ? 'timestamptz'
    : type === 'timestamp without time zone'
      ? 'timestamp'
      : type;
}

/** An interval that is as long from whatever moment it is counted. */
function lapse(node: Node, { type }: Column): Node | undefined {
  const parts = intervalOf(node);
  if (!parts) return undefined;
  const [, unit] = parts;
  const isClock = /^(?:hour|minute|second)$/.test(unit);
  return isClock || (type.family === 'timestamp' && /^(?:day|week)$/.test(unit)) ? node : undefined;
}

/** An interval in hours: what lies between two moments is compared with 24 of them for a day. */
function hours(node: Node): Node | undefined {
  const parts = intervalOf(node);
  if (!parts) return undefined;
  const [number, unit] = parts;
  const days = { day: 1, week: 7 }[unit];
  if (days !== undefined) return cast(text(`${number * days * 24} hours`), 'interval');
  return /^(?:hour|minute|second)$/.test(unit) ? node : undefined;
}

function intervalOf(node: Node): readonly [number, string] | undefined {
  if (!('TypeCast' in node) || typeText(node.TypeCast.typeName) !== 'interval') return undefined;
  const value = constantOf(node);
  const [, number = '', unit = ''] = /^(\d+) (second|minute|hour|day|week)s?$/i.exec(value ?? '') ?? [];
  return number === '' ? undefined : [Number(number), unit.toLowerCase()];
}
