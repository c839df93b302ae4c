import type { Node } from 'libpg-query';
import type { Condition, Operand } from '../../query-facts.ts';
import { arrayElements } from '../array-text.ts';
import { conditionsOf } from '../query/expression.ts';
import { openParser, type Parser } from '../query/parser.ts';

/**
 * Reads conditions as EXPLAIN prints them (`Filter`, `Index Cond`, `Join Filter`): the ones that must all hold. The
 * results of other parts of the plan (`hashed SubPlan 1`, `(InitPlan 1).col1`) are operands without a column; `IN` over
 * one is `in subquery`. What cannot be parsed is one condition of kind `other` with its text.
 */
export async function conditionReader(): Promise<(text: string) => readonly Condition[]> {
  const parser = await openParser();
  const known = new Map<string, readonly Condition[]>();
  return (text) => {
    const found = known.get(text) ?? readConditions(text, parser);
    known.set(text, found);
    return found;
  };
}

function readConditions(text: string, parser: Parser): readonly Condition[] {
  const node = parsed(text, parser);
  if (!node) return [{ text, clause: 'where', kind: 'other', negated: false }];
  return conditionsOf(node, 'where', { write: parser.write }).map(withPlanParts);
}

function parsed(text: string, parser: Parser): Node | undefined {
  const result = parser.parse(`SELECT ${asSql(text)}`);
  if ('fault' in result) return undefined;
  const [statement, second] = result.statements;
  if (!statement || second || !('SelectStmt' in statement.node)) return undefined;
  const [target, another] = statement.node.SelectStmt.targetList ?? [];
  return target && !another && 'ResTarget' in target ? target.ResTarget.val : undefined;
}

const part = /^(?:EXISTS .*|alternatives: .*|(?:hashed )?(?:SubPlan|InitPlan|CTE) .*)$/;

/** What EXPLAIN writes and SQL has no word for becomes a quoted name. */
function asSql(text: string): string {
  return outsideQuotes(text, (plain) =>
    plain
      .replace(/\bOVER \(\?\)/g, 'OVER ()')
      .replace(/\bPARTIAL (?=\w+\()/g, '')
      .replace(/\bEXISTS\(((?:hashed )?SubPlan \w+)\)/g, '"EXISTS $1"')
      .replace(/\((alternatives: [^()]*)\)/g, '"$1"')
      .replace(/\(((?:hashed )?(?:SubPlan|InitPlan) \w+)\)(\.col\d+)?/g, '"$1"')
      // `(ANY (x = (hashed SubPlan 1).col1))` of version 17 and later.
      .replace(/(^|\(|\bNOT |\bAND |\bOR )(?:ANY|ALL) (?=\()/g, '$1'),
  );
}

function outsideQuotes(text: string, change: (plain: string) => string): string {
  return text
    .split(/('(?:[^']|'')*'|"(?:[^"]|"")*")/)
    .map((piece, at) => (at % 2 === 0 ? change(piece) : piece))
    .join('');
}

function withPlanParts(condition: Condition): Condition {
  const { left, right } = condition;
  const branches = condition.branches?.map((branch) => branch.map(withPlanParts));
  const base: Condition = {
    ...condition,
    text: unquoted(condition.text),
    ...(left ? { left: operand(left) } : {}),
    ...(right ? { right: operand(right) } : {}),
    ...(branches ? { branches } : {}),
  };
  const [leftPart, rightPart] = [partOf(left), partOf(right)];
  if (condition.kind === 'boolean' && leftPart !== undefined && left) {
    const { left: _, ...rest } = base;
    if (leftPart.startsWith('EXISTS')) return { ...rest, kind: 'exists', right: operand(left) };
    const hashed = /^(?:hashed|alternatives)/.test(leftPart);
    return { ...rest, kind: hashed ? 'in subquery' : 'other', right: operand(left) };
  }
  const equal = condition.operator === '=' || condition.operator === '<>';
  if (condition.kind === 'comparison' && equal && rightPart?.startsWith('hashed'))
    return { ...base, kind: 'in subquery', operator: '=' };
  if (condition.kind === 'in list' && condition.list === undefined && right) {
    const list = listOf(right);
    return list ? { ...base, list } : base;
  }
  return base;
}

/** The elements of `'{1,2}'::integer[]`. */
function listOf(array: Operand): readonly Operand[] | undefined {
  const { constant } = array;
  if (typeof constant !== 'string' || !/^\{.*\}$/s.test(constant)) return undefined;
  return arrayElements(constant).map((element) => ({ text: element, functions: [], constant: element }));
}

function partOf(one: Operand | undefined): string | undefined {
  const name = one?.column?.column;
  return name !== undefined && part.test(name) ? name : undefined;
}

function operand(one: Operand): Operand {
  if (partOf(one) === undefined) return one;
  const { column: _, ...rest } = one;
  return { ...rest, text: unquoted(one.text) };
}

function unquoted(text: string): string {
  return text.replace(/"((?:[^"]|"")*)"/g, (whole, name: string) =>
    !part.test(name) ? whole : name.startsWith('EXISTS ') ? `EXISTS(${name.slice(7)})` : `(${name})`,
  );
}
