import type { Table } from '../catalog/table.ts';
import type { Condition, Operand, QueryBlock } from '../engines/query-facts.ts';
import type { SignInput } from './sign.ts';

/**
 * The columns of a relation that the query reads anywhere, in the table's order. Nothing where that cannot be told:
 * without the query, with `*`, or where the alias stands for several relations.
 */
export function neededColumns(alias: string, table: Table, { query }: SignInput): readonly string[] | undefined {
  if (query?.kind !== 'select') return undefined;
  const blocks = query.blocks.filter((block) => block.relations.some((one) => one.alias === alias));
  if (blocks.length !== 1 || blocks.some((block) => block.returnsAll || block.locking)) return undefined;
  const text = query.blocks.flatMap(textsOf).join('\n');
  const words = new Set(text.match(/[A-Za-z_][\w$]*/g) ?? []);
  return table.columns.map((one) => one.name).filter((name) => words.has(name));
}

function textsOf(block: QueryBlock): readonly string[] {
  const texts = (operands: readonly Operand[]) => operands.map((one) => one.text);
  const conditions = (list: readonly Condition[]) => list.map((one) => one.text);
  return [
    ...texts(block.returned),
    ...conditions(block.conditions),
    ...texts(block.group),
    ...block.aggregates.map((one) => one.text),
    ...texts(block.order.map((one) => one.operand)),
  ];
}
