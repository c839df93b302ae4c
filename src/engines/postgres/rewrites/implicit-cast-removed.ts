import type { Node } from 'libpg-query';
import type { Column } from '../../../catalog/table.ts';
import { constantOf } from '../query/expression.ts';
import { itemsOf, lastName } from '../query/nodes.ts';
import { typeText } from '../query/type-name.ts';
import { inList, integer, operation, text } from './build.ts';
import { changeEverywhere } from './conditions.ts';
import { defineSelectRewrite, type RewriteContext } from './rewrite.ts';
import { type Source, sourceColumn } from './sources.ts';

export const implicitCastRemoved = defineSelectRewrite({
  id: 'implicit-cast-removed',
  title: 'the constant in the type of the column',
  why: 'A column that is cast, by hand or because the constant is of a wider type, is not the indexed column any more: every row is converted and compared.',
  when: 'A whole number, a UUID, a date or an enum value, cast to text or a wider number, is held by `=` or IN against constants that are written exactly as the type writes them.',
  example: {
    before: "SELECT id FROM orders WHERE user_id::text = '42'",
    after: 'SELECT id FROM orders WHERE user_id = 42',
  },
  change: (select, context) =>
    changeEverywhere(select, context, (node, sources) => withoutCast(node, sources, context)),
});

function withoutCast(node: Node, sources: readonly Source[], context: RewriteContext): Node | undefined {
  if (!('A_Expr' in node)) return undefined;
  const { kind, name, lexpr, rexpr } = node.A_Expr;
  if (!lexpr || !rexpr || lastName(name) !== '=') return undefined;
  if (kind === 'AEXPR_IN') {
    const column = castColumn(lexpr, sources);
    const items = itemsOf(rexpr).map((item) => column && fitting(item, column, context));
    return column?.cast && items.every((item) => item !== undefined) ? inList(column.node, items) : undefined;
  }
  if (kind !== 'AEXPR_OP') return undefined;
  for (const [side, other] of [
    [lexpr, rexpr],
    [rexpr, lexpr],
  ] as const) {
    const column = castColumn(side, sources);
    const value = column && fitting(other, column, context);
    if (column && value) return operation('=', column.node, value);
  }
  return undefined;
}

interface CastColumn {
  readonly node: Node;
  readonly column: Column;
  /** What it is cast to; nothing where the constant is what makes the engine cast. */
  readonly cast: string | undefined;
}

function castColumn(node: Node, sources: readonly Source[]): CastColumn | undefined {
  const inner = 'TypeCast' in node ? node.TypeCast.arg : node;
  const found = inner && sourceColumn(inner, sources);
  if (!inner || !found || found.column.type.domain) return undefined;
  return { node: inner, column: found.column, cast: 'TypeCast' in node ? typeText(node.TypeCast.typeName) : undefined };
}

const ranges: Readonly<Record<string, number>> = {
  smallint: 32_767,
  integer: 2_147_483_647,
  bigint: Number.MAX_SAFE_INTEGER,
};
const numbers: ReadonlySet<string> = new Set(['numeric', 'bigint', 'integer', 'double precision']);
const texts: ReadonlySet<string> = new Set(['text', 'character varying']);

/** The constant in the column's own type; nothing where that would not be the same. */
function fitting(node: Node, { column, cast }: CastColumn, { catalog }: RewriteContext): Node | undefined {
  const value = constantOf(node);
  if (typeof value !== 'string') return undefined;
  const { family, name, ref } = column.type;
  const asText = cast !== undefined && texts.has(cast) && isBareText(node);
  switch (family) {
    case 'integer': {
      const whole = /^(-?(?:0|[1-9]\d*))(?:\.0+)?$/.exec(value);
      const most = ranges[name];
      if (!whole || most === undefined || Math.abs(Number(whole[1])) > most) return undefined;
      // As text, `5.0` is not `5`.
      if (asText) return whole[1] === value && value !== '-0' ? numberOf(value) : undefined;
      const wide = cast === undefined ? isWider(node) : numbers.has(cast);
      return wide ? numberOf(whole[1] ?? '') : undefined;
    }
    case 'uuid':
      return asText && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value) ? text(value) : undefined;
    case 'date':
      return asText && /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/.test(value) ? text(value) : undefined;
    case 'enum': {
      const type = catalog.types.find(
        (one) => one.kind === 'enum' && one.schema === ref?.schema && one.name === ref?.name,
      );
      return asText && type?.kind === 'enum' && type.values.includes(value) ? text(value) : undefined;
    }
    default:
      return undefined;
  }
}

function numberOf(digits: string): Node {
  const value = Number(digits);
  return Math.abs(value) <= 2_147_483_647 ? integer(value) : { A_Const: { fval: { fval: digits } } };
}

function isBareText(node: Node): boolean {
  if ('TypeCast' in node) return texts.has(typeText(node.TypeCast.typeName));
  return 'A_Const' in node && node.A_Const.sval !== undefined;
}

/** A constant for which the engine casts an integer column: with a decimal point, or cast to a wider type itself. */
function isWider(node: Node): boolean {
  if ('TypeCast' in node) return ['numeric', 'double precision', 'real'].includes(typeText(node.TypeCast.typeName));
  return 'A_Const' in node && node.A_Const.fval !== undefined && /\./.test(node.A_Const.fval.fval ?? '');
}
