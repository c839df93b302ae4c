import type { Node, SelectStmt } from 'libpg-query';
import { columnName, replaceNodes, walk } from './nodes.ts';
import { openParser, type Parser } from './parser.ts';

/**
 * Parameters that must be one and the same for the query to run, each with the first of them: of
 * `SELECT date_trunc($1, at) … GROUP BY date_trunc($2, at)` 2 is 1. A server that counts queries numbers each constant
 * by itself; but what is returned must be what is grouped by, what DISTINCT ON names must begin the order, and what
 * DISTINCT is ordered by must be returned.
 */
export async function sharedParameters(sql: string): Promise<ReadonlyMap<number, number>> {
  const same = new Map<number, number>();
  if (!/\$\d[\s\S]*\$\d/.test(sql)) return same;
  const parser = await openParser();
  const parsed = parser.parse(sql);
  for (const { node } of 'fault' in parsed ? [] : parsed.statements) {
    walk(node, (below) => {
      if ('SelectStmt' in below) for (const [a, b] of pairsOf(below.SelectStmt, parser)) join(same, a, b);
      return undefined;
    });
  }
  return new Map([...same.keys()].flatMap((one) => (firstOf(same, one) === one ? [] : [[one, firstOf(same, one)]])));
}

function join(same: Map<number, number>, a: number, b: number): void {
  const [one, other] = [firstOf(same, a), firstOf(same, b)];
  if (one !== other) same.set(Math.max(one, other), Math.min(one, other));
}

function firstOf(same: ReadonlyMap<number, number>, number: number): number {
  const before = same.get(number);
  return before === undefined ? number : firstOf(same, before);
}

type Pair = readonly [number, number];

function pairsOf(select: SelectStmt, parser: Parser): readonly Pair[] {
  const { groupClause = [], distinctClause = [], sortClause = [], targetList = [], havingClause } = select;
  const sorted = sortClause.flatMap((one) => ('SortBy' in one && one.SortBy.node ? [one.SortBy.node] : []));
  // DISTINCT alone is an empty item.
  const isPlain = distinctClause.some((one) => Object.keys(one).length === 0);
  return [
    ...matched(groupClause, [targetList, sorted, havingClause ? [havingClause] : []], parser),
    ...(isPlain ? matched(sorted, [targetList], parser) : matched(distinctClause, [sorted], parser)),
  ];
}

/** What is a key but for the numbers of its parameters is the key: the only one of its form, or the one in the same place. */
function matched(keys: readonly Node[], clauses: readonly (readonly Node[])[], parser: Parser): readonly Pair[] {
  const plain = new Set(keys.flatMap((key) => columnName(key)?.at(-1) ?? []));
  const forms = new Map<string, (readonly number[])[]>();
  for (const key of keys) {
    const form = formOf(key, parser);
    // Of columns that are keys themselves any expression may be returned.
    if (form?.columns.some((column) => !plain.has(column))) gather(forms, form.text, form.numbers);
  }
  if (forms.size === 0) return [];
  return clauses.flatMap((clause) => {
    const found = new Map<string, (readonly number[])[]>();
    walk(clause, (node) => {
      const form = formOf(node, parser);
      if (!form || !forms.has(form.text)) return undefined;
      gather(found, form.text, form.numbers);
      return false;
    });
    return [...found].flatMap(([text, all]) => {
      const own = forms.get(text) ?? [];
      if (own.length > 1 && own.length !== all.length) return [];
      return all.flatMap((numbers, at) =>
        numbers.map((number, place): Pair => [number, (own[own.length > 1 ? at : 0] ?? numbers)[place] ?? number]),
      );
    });
  });
}

function gather(forms: Map<string, (readonly number[])[]>, text: string, numbers: readonly number[]): void {
  forms.set(text, [...(forms.get(text) ?? []), numbers]);
}

interface Form {
  readonly text: string;
  readonly numbers: readonly number[];
  readonly columns: readonly string[];
}

/** An expression without the numbers of its parameters, and these in their order; nothing for one that has none, or no column. */
function formOf(node: Node, parser: Parser): Form | undefined {
  if (!isExpression(node)) return undefined;
  const numbers: number[] = [];
  const columns: string[] = [];
  walk(node, (below) => {
    if ('ParamRef' in below) numbers.push(below.ParamRef.number ?? 0);
    else columns.push(columnName(below)?.at(-1) ?? '');
    return undefined;
  });
  const named = columns.filter((one) => one !== '');
  if (numbers.length === 0 || named.length === 0) return undefined;
  const anonymous = replaceNodes(node, (below) => ('ParamRef' in below ? { ParamRef: {} } : undefined));
  return { text: parser.write(anonymous), numbers, columns: named };
}

function isExpression(node: Node): boolean {
  return ['FuncCall', 'A_Expr', 'CoalesceExpr', 'CaseExpr', 'TypeCast', 'MinMaxExpr', 'A_Indirection'].some(
    (kind) => kind in node,
  );
}
