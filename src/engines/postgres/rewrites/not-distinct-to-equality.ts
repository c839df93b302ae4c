import type { Node } from 'libpg-query';
import { constantOf } from '../query/expression.ts';
import { conjunction, disjunction, isNull, operation } from './build.ts';
import { changeUnderAndOr } from './conditions.ts';
import { defineSelectRewrite } from './rewrite.ts';
import { type Source, sourceColumn } from './sources.ts';

export const notDistinctToEquality = defineSelectRewrite({
  id: 'not-distinct-to-equality',
  title: 'equality, with a null test where the value may be null, instead of IS NOT DISTINCT FROM',
  why: 'IS NOT DISTINCT FROM is no operator that an index knows: every row is compared.',
  when: 'A column is held against a constant or a parameter in WHERE, under no NOT.',
  example: {
    before: 'SELECT id FROM orders WHERE user_id IS NOT DISTINCT FROM $1',
    after: 'SELECT id FROM orders WHERE user_id = $1 OR (user_id IS NULL AND $1 IS NULL)',
  },
  change: (select, context) => changeUnderAndOr(select, context, equalityOf),
});

function equalityOf(node: Node, sources: readonly Source[]): Node | undefined {
  if (!('A_Expr' in node) || node.A_Expr.kind !== 'AEXPR_NOT_DISTINCT') return undefined;
  const { lexpr, rexpr } = node.A_Expr;
  if (!lexpr || !rexpr) return undefined;
  const [column, value] = sourceColumn(lexpr, sources) ? [lexpr, rexpr] : [rexpr, lexpr];
  return sourceColumn(column, sources) ? equality(column, value) : undefined;
}

function equality(column: Node, value: Node): Node | undefined {
  const constant = constantOf(value);
  if (constant === null) return isNull(column);
  const equal = operation('=', column, value);
  if (constant !== undefined) return equal;
  const both = 'ParamRef' in value ? conjunction([isNull(column), isNull(value)]) : undefined;
  return both && disjunction([equal, both]);
}
