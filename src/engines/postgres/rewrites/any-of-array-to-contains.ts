import type { Node } from 'libpg-query';
import { constantOf } from '../query/expression.ts';
import { lastName } from '../query/nodes.ts';
import { cast, operation } from './build.ts';
import { changeConjuncts } from './conditions.ts';
import { defineSelectRewrite } from './rewrite.ts';
import { type Source, sourceColumn } from './sources.ts';

export const anyOfArrayToContains = defineSelectRewrite({
  id: 'any-of-array-to-contains',
  title: '@> instead of = ANY of an array column',
  why: 'No index has an operator for a value = ANY of a column; that the column contains an array of the value is what a GIN index finds.',
  when: 'A constant is held by `= ANY` against a column that is an array of a plain type, as one of the conditions that must all hold: where one form is unknown and the other false, no row passes either.',
  example: {
    before: "SELECT id FROM coupons WHERE 'red' = ANY (labels)",
    after: "SELECT id FROM coupons WHERE labels @> ARRAY['red'::text]",
  },
  change: (select, context) => changeConjuncts(select, context, containment),
});

/** Types of which equal values are the same to both operators, as a cast writes them. */
const elements: Readonly<Record<string, string>> = {
  smallint: 'int2',
  integer: 'int4',
  bigint: 'int8',
  text: 'text',
  'character varying': 'varchar',
  uuid: 'uuid',
  date: 'date',
};

function containment(node: Node, sources: readonly Source[]): Node | undefined {
  if (!('A_Expr' in node) || node.A_Expr.kind !== 'AEXPR_OP_ANY') return undefined;
  const { lexpr, rexpr, name } = node.A_Expr;
  if (!lexpr || !rexpr || lastName(name) !== '=') return undefined;
  const found = sourceColumn(rexpr, sources);
  if (typeof constantOf(lexpr) !== 'string' || found?.column.type.family !== 'array' || found.column.collation)
    return undefined;
  const element = elements[found.column.type.text.replace(/\(\d+\)/, '').replace(/\[\]$/, '')];
  if (element === undefined) return undefined;
  return operation('@>', rexpr, { A_ArrayExpr: { elements: [cast(lexpr, element)] } });
}
