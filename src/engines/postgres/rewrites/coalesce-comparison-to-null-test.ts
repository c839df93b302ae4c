import type { Node } from 'libpg-query';
import { constantOf } from '../query/expression.ts';
import { lastName, replaceNodes } from '../query/nodes.ts';
import { cast, conjunction, disjunction, isNull, operation } from './build.ts';
import { changeUnderAndOr } from './conditions.ts';
import { defineSelectRewrite } from './rewrite.ts';
import { type Source, type SourceColumn, sourceColumn } from './sources.ts';

export const coalesceComparisonToNullTest = defineSelectRewrite({
  id: 'coalesce-comparison-to-null-test',
  title: 'a comparison and a null test instead of coalesce()',
  why: 'coalesce() hides the column from its indexes and from its statistics; a comparison, with IS NULL beside it where nulls count, does not.',
  when: 'coalesce() of a column and one constant is held against another constant, and it can be told how the two compare; by `=` of a whole number or a text against a parameter, too.',
  example: {
    before: "SELECT id FROM orders WHERE coalesce(status, 'open') = 'open'",
    after: "SELECT id FROM orders WHERE status = 'open' OR status IS NULL",
  },
  change(select, context) {
    // Under NOT an unknown would become true.
    const changed = changeUnderAndOr(select, context, withoutCoalesce);
    if (changed && select.whereClause) select.whereClause = flat(select.whereClause);
    return changed;
  },
});

/** An OR within an OR is one. */
function flat(node: Node): Node {
  return replaceNodes(node, (one) =>
    'BoolExpr' in one && one.BoolExpr.boolop === 'OR_EXPR'
      ? disjunction((one.BoolExpr.args ?? []).map(flat))
      : undefined,
  );
}

function withoutCoalesce(node: Node, sources: readonly Source[]): Node | undefined {
  if (!('A_Expr' in node) || node.A_Expr.kind !== 'AEXPR_OP') return undefined;
  const { lexpr, rexpr, name } = node.A_Expr;
  const operator = lastName(name);
  const back = mirrored[operator];
  if (!lexpr || !rexpr || back === undefined) return undefined;
  const [call, value, way] = 'CoalesceExpr' in lexpr ? [lexpr, rexpr, operator] : [rexpr, lexpr, back];
  if (!('CoalesceExpr' in call)) return undefined;
  const [column, fallback, more] = call.CoalesceExpr.args ?? [];
  const found = column && sourceColumn(column, sources);
  if (!column || !found || !fallback || more) return undefined;
  if ('ParamRef' in value) return way === '=' ? againstParameter(column, fallback, value, found) : undefined;
  const nullsPass = passes(way, constantOf(fallback), constantOf(value), found);
  if (nullsPass === undefined) return undefined;
  const comparison = operation(way, column, value);
  return nullsPass ? disjunction([comparison, isNull(column)]) : comparison;
}

const mirrored: Readonly<Record<string, string>> = { '=': '=', '<>': '<>', '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

/** The value decides whether nulls pass. */
function againstParameter(column: Node, fallback: Node, value: Node, found: SourceColumn): Node | undefined {
  const { family, name, domain, ref } = found.column.type;
  if (typeof constantOf(fallback) !== 'string' || domain || ref || found.column.collation) return undefined;
  const type = family === 'integer' ? (name === 'bigint' ? 'int8' : 'int4') : family === 'text' ? 'text' : undefined;
  if (type === undefined || (family === 'integer' && !isWhole(constantOf(fallback)))) return undefined;
  const own = cast(value, type);
  const both = conjunction([isNull(column), operation('=', own, fallback)]);
  return both && disjunction([operation('=', column, own), both]);
}

function isWhole(text: string | null | undefined): boolean {
  return /^-?\d+$/.test(text ?? '');
}

/** Whether what stands in the place of a null passes; nothing where that cannot be told by the texts of the constants. */
function passes(
  operator: string,
  fallback: string | null | undefined,
  value: string | null | undefined,
  found: SourceColumn,
): boolean | undefined {
  if (operator === '=' || operator === '<>') {
    const same = sameConstant(fallback, value, found);
    return same === undefined ? undefined : same === (operator === '=');
  }
  if (found.column.type.family !== 'integer' || !isWhole(fallback) || !isWhole(value)) return undefined;
  const [one, other] = [Number(fallback), Number(value)];
  return operator === '<'
    ? one < other
    : operator === '<='
      ? one <= other
      : operator === '>'
        ? one > other
        : one >= other;
}

/** Whether two constants are one value of the column's type; nothing where that cannot be told by their texts. */
function sameConstant(
  one: string | null | undefined,
  other: string | null | undefined,
  { column }: SourceColumn,
): boolean | undefined {
  if (typeof one !== 'string' || typeof other !== 'string' || column.type.domain) return undefined;
  if (one === other) return true;
  switch (column.type.family) {
    case 'integer':
      return /^-?\d+$/.test(one) && /^-?\d+$/.test(other) ? Number(one) === Number(other) : undefined;
    case 'boolean': {
      const plain = [one, other].every((text) => text === 'true' || text === 'false');
      return plain ? false : undefined;
    }
    case 'text':
      // An extension's type (citext) or a collation of its own may take different texts for the same.
      return column.type.ref || column.collation ? undefined : false;
    case 'enum':
      return false;
    default:
      return undefined;
  }
}
