import type { Node } from 'libpg-query';
import { constantOf } from '../query/expression.ts';
import { lastName } from '../query/nodes.ts';
import { conjuncts, operation, setWhere, text } from './build.ts';
import { defineSelectRewrite } from './rewrite.ts';
import { type Source, sourceColumn, sourcesOf } from './sources.ts';

export const textBeginningToLike = defineSelectRewrite({
  id: 'text-beginning-to-like',
  title: 'LIKE instead of comparing the first characters',
  why: 'An index on the column says nothing of what a function cuts from it, but finds the texts that begin so: in the order of the collation C, or with text_pattern_ops.',
  when: 'The first characters of a text (`left()`, `substr()`, `substring()` from 1) are held equal to a constant, in WHERE. One of as many characters is a beginning, whose `%`, `_` and `\\` are escaped; one of fewer is the whole text. A column with a collation of its own, which may take different texts for equal, is left alone.',
  example: {
    before: "SELECT id FROM users WHERE left(email, 3) = 'ann'",
    after: "SELECT id FROM users WHERE email LIKE 'ann%'",
  },
  change(select, context) {
    const sources = sourcesOf(select, context);
    if (!sources) return false;
    let changed = false;
    const conditions = conjuncts(select.whereClause).map((condition) => {
      const other = beginning(condition, sources);
      if (other) changed = true;
      return other ?? condition;
    });
    if (changed) setWhere(select, conditions);
    return changed;
  },
});

function beginning(node: Node, sources: readonly Source[]): Node | undefined {
  if (!('A_Expr' in node) || node.A_Expr.kind !== 'AEXPR_OP' || lastName(node.A_Expr.name) !== '=') return undefined;
  const { lexpr, rexpr } = node.A_Expr;
  if (!lexpr || !rexpr) return undefined;
  return heldTo(lexpr, rexpr, sources) ?? heldTo(rexpr, lexpr, sources);
}

function heldTo(cut: Node, value: Node, sources: readonly Source[]): Node | undefined {
  const found = cutOf(cut, sources);
  const constant = 'A_Const' in value && value.A_Const.sval ? constantOf(value) : undefined;
  if (!found || typeof constant !== 'string') return undefined;
  const length = [...constant].length;
  // A longer one is the beginning of nothing.
  if (length === 0 || length > found.characters) return undefined;
  if (length < found.characters) return operation('=', found.column, text(constant));
  const pattern = text(`${constant.replaceAll(/[\\%_]/g, '\\$&')}%`);
  return { A_Expr: { kind: 'AEXPR_LIKE', name: [{ String: { sval: '~~' } }], lexpr: found.column, rexpr: pattern } };
}

/** The column whose first characters a function gives, and how many. */
function cutOf(
  node: Node,
  sources: readonly Source[],
): { readonly column: Node; readonly characters: number } | undefined {
  if (!('FuncCall' in node)) return undefined;
  const [column, ...numbers] = node.FuncCall.args ?? [];
  const whole = numbers.map((one) => ('A_Const' in one && one.A_Const.ival ? (one.A_Const.ival.ival ?? 0) : undefined));
  const name = lastName(node.FuncCall.funcname);
  const characters =
    name === 'left' && whole.length === 1
      ? whole[0]
      : /^substr(?:ing)?$/.test(name) && whole.length === 2 && whole[0] === 1
        ? whole[1]
        : undefined;
  const type = column && sourceColumn(column, sources)?.column;
  if (!column || !type || type.collation !== undefined || type.type.domain) return undefined;
  if (!/^(?:text|character varying(?:\(\d+\))?)$/.test(type.type.text)) return undefined;
  return characters === undefined || characters < 1 ? undefined : { column, characters };
}
