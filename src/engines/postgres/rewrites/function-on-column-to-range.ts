import type { Node } from 'libpg-query';
import { constantOf } from '../query/expression.ts';
import { itemsOf, lastName } from '../query/nodes.ts';
import { typeText } from '../query/type-name.ts';
import { call, cast, columnsIn, conjunction, hasSubQuery, integer, operation, text } from './build.ts';
import { changeConjuncts } from './conditions.ts';
import { defineSelectRewrite } from './rewrite.ts';
import { type Source, sourceColumn } from './sources.ts';

export const functionOnColumnToRange = defineSelectRewrite({
  id: 'function-on-column-to-range',
  title: 'a range of the column instead of a function on it',
  why: 'An index on the column, and the statistics of the column, say nothing of what a function makes of it: every row is computed and filtered, and the estimate is a guess.',
  when: "A time stamp cut to its day, month or year (`::date`, `date()`, `date_trunc()`, `extract(year …)`, `to_char()`) is held against a finite constant, a parameter or an expression without columns, in WHERE; a period is held for equality against a parameter, which then must be the beginning of one. The bounds are cut in the same time zone as the column was: the session's.",
  example: {
    before: "SELECT id FROM orders WHERE created_at::date = '2026-01-01'",
    after: "SELECT id FROM orders WHERE created_at >= '2026-01-01'::date AND created_at < '2026-01-01'::date + 1",
  },
  change: (select, context) => changeConjuncts(select, context, rangeOf),
});

const mirrored: Readonly<Record<string, string>> = { '=': '=', '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

function rangeOf(node: Node, sources: readonly Source[]): Node | undefined {
  if (!('A_Expr' in node)) return undefined;
  const { kind, name, lexpr, rexpr } = node.A_Expr;
  if (!lexpr || !rexpr) return undefined;
  if (kind === 'AEXPR_BETWEEN') {
    const cut = cutOf(lexpr, sources);
    const [low, high] = itemsOf(rexpr);
    if (!cut || !low || !high) return undefined;
    const [from, to] = [within(cut, '>=', low), within(cut, '<=', high)];
    return from && to && conjunction([from, to]);
  }
  const operator = lastName(name);
  if (kind !== 'AEXPR_OP' || !(operator in mirrored)) return undefined;
  const left = cutOf(lexpr, sources);
  if (left) return within(left, operator, rexpr);
  const right = cutOf(rexpr, sources);
  return right && within(right, mirrored[operator] ?? operator, lexpr);
}

/** A column cut to the beginning of a period. */
interface Cut {
  readonly column: Node;
  /** The column's type as it is written in a cast. */
  readonly type: 'timestamp' | 'timestamptz' | 'date';
  /** What the cut gives: a day as a date, the beginning of a period, the year's number, the period as text. */
  readonly to:
    | { readonly kind: 'date' }
    | { readonly kind: 'period'; readonly unit: string }
    | { readonly kind: 'year' }
    | { readonly kind: 'text'; readonly format: string };
}

const types: Readonly<Record<string, Cut['type']>> = {
  timestamp: 'timestamp',
  'timestamp-with-zone': 'timestamptz',
  date: 'date',
};

function cutOf(node: Node, sources: readonly Source[]): Cut | undefined {
  const made = (column: Node | undefined, to: Cut['to']): Cut | undefined => {
    const found = column && sourceColumn(column, sources);
    const type = found && !found.column.type.domain ? types[found.column.type.family] : undefined;
    // A date is its own day, and a period of a date is a time stamp of the session's zone.
    if (!column || !type || (type === 'date' && to.kind !== 'year' && to.kind !== 'text')) return undefined;
    return { column, type, to };
  };
  if ('TypeCast' in node) {
    return typeText(node.TypeCast.typeName) === 'date' ? made(node.TypeCast.arg, { kind: 'date' }) : undefined;
  }
  if (!('FuncCall' in node)) return undefined;
  const args = node.FuncCall.args ?? [];
  const [first, second] = args;
  const word = first && constantOf(first);
  switch (lastName(node.FuncCall.funcname)) {
    case 'date':
      return args.length === 1 ? made(first, { kind: 'date' }) : undefined;
    case 'date_trunc': {
      const unit = typeof word === 'string' ? word.toLowerCase() : '';
      return args.length === 2 && unit in starts ? made(second, { kind: 'period', unit }) : undefined;
    }
    case 'extract':
    case 'date_part':
      return args.length === 2 && typeof word === 'string' && word.toLowerCase() === 'year'
        ? made(second, { kind: 'year' })
        : undefined;
    case 'to_char': {
      const format = second && constantOf(second);
      return args.length === 2 && typeof format === 'string' && format in formats
        ? made(first, { kind: 'text', format })
        : undefined;
    }
    default:
      return undefined;
  }
}

/** What the beginning of each period looks like. */
const starts: Readonly<Record<string, RegExp>> = {
  day: /^\d{4}-\d\d-\d\d(?: 00:00(?::00)?)?$/,
  month: /^\d{4}-\d\d-01(?: 00:00(?::00)?)?$/,
  year: /^\d{4}-01-01(?: 00:00(?::00)?)?$/,
  hour: /^\d{4}-\d\d-\d\d \d\d:00(?::00)?$/,
};

const formats: Readonly<Record<string, { readonly look: RegExp; readonly suffix: string; readonly unit: string }>> = {
  'YYYY-MM-DD': { look: /^\d{4}-\d\d-\d\d$/, suffix: '', unit: 'day' },
  'YYYY-MM': { look: /^\d{4}-\d\d$/, suffix: '-01', unit: 'month' },
  YYYY: { look: /^\d{4}$/, suffix: '-01-01', unit: 'year' },
};

function within(cut: Cut, operator: string, value: Node): Node | undefined {
  if (columnsIn(value).length > 0 || hasSubQuery(value)) return undefined;
  const constant = constantOf(value);
  if (constant === null || (typeof constant === 'string' && /infinity/i.test(constant))) return undefined;
  switch (cut.to.kind) {
    case 'date': {
      const day = typeof constant === 'string' && !('TypeCast' in value) ? cast(value, 'date') : asDate(value);
      return day && bounds(cut.column, operator, day, operation('+', day, integer(1)));
    }
    case 'period': {
      const { unit } = cut.to;
      const next = (from: Node) => operation('+', from, cast(text(`1 ${unit}`), 'interval'));
      if (constant !== undefined) {
        if (!starts[unit]?.test(constant)) return undefined;
        const from = cast(text(constant), cut.type);
        return bounds(cut.column, operator, from, next(from));
      }
      const from = cast(value, cut.type);
      if (isBeginning(value, unit)) return bounds(cut.column, operator, from, next(from));
      // A value that is no beginning of a period equals none.
      if (operator !== '=' || !('ParamRef' in value)) return undefined;
      return conjunction([
        operation('>=', cut.column, from),
        operation('<', cut.column, next(from)),
        operation('=', call('date_trunc', text(unit), from), from),
      ]);
    }
    case 'year': {
      if (constant === undefined || !/^[1-9]\d{3}$/.test(constant) || constant === '9999') return undefined;
      const next = String(Number(constant) + 1);
      return bounds(cut.column, operator, text(`${constant}-01-01`), text(`${next}-01-01`));
    }
    case 'text': {
      const format = formats[cut.to.format];
      // As texts they are ordered by the collation: only equality is the same.
      if (!format || operator !== '=' || constant === undefined || !format.look.test(constant)) return undefined;
      const from = cast(text(`${constant}${format.suffix}`), cut.type);
      return bounds(cut.column, operator, from, operation('+', from, cast(text(`1 ${format.unit}`), 'interval')));
    }
    default:
      return undefined;
  }
}

/** Whether a value is the beginning of a period for sure: it is cut to it itself, or a day. */
function isBeginning(value: Node, unit: string): boolean {
  if (unit === 'day' && asDate(value) && !('ParamRef' in value)) return true;
  if (!('FuncCall' in value) || lastName(value.FuncCall.funcname) !== 'date_trunc') return false;
  const [first, ...others] = value.FuncCall.args ?? [];
  const word = first && constantOf(first);
  return others.length === 1 && typeof word === 'string' && word.toLowerCase() === unit;
}

/** A value that is a date for sure: a parameter is one by being held against one. */
function asDate(value: Node): Node | undefined {
  if ('ParamRef' in value) return cast(value, 'date');
  if ('TypeCast' in value) return typeText(value.TypeCast.typeName) === 'date' ? value : undefined;
  if ('SQLValueFunction' in value) return value.SQLValueFunction.op === 'SVFOP_CURRENT_DATE' ? value : undefined;
  // A date plus or minus whole days is one.
  if ('A_Expr' in value && value.A_Expr.lexpr && value.A_Expr.rexpr) {
    const { lexpr, rexpr, name } = value.A_Expr;
    const days = 'A_Const' in rexpr && rexpr.A_Const.ival !== undefined;
    return days && /^[+-]$/.test(lastName(name)) && asDate(lexpr) && !('ParamRef' in lexpr) ? value : undefined;
  }
  return undefined;
}

function bounds(column: Node, operator: string, from: Node, to: Node): Node | undefined {
  switch (operator) {
    case '=':
      return conjunction([operation('>=', column, from), operation('<', column, to)]);
    case '<':
      return operation('<', column, from);
    case '<=':
      return operation('<', column, to);
    case '>':
      return operation('>=', column, to);
    case '>=':
      return operation('>=', column, from);
    default:
      return undefined;
  }
}
