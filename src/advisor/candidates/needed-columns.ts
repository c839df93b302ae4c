import type { Table } from '../../catalog/table.ts';
import type { Condition, Operand, QueryBlock, QueryFacts } from '../../engines/query-facts.ts';

/**
 * The columns of a relation that a query reads anywhere, in the table's order: what an index must hold to spare the
 * visit to the table. Nothing where all are asked for, or where it cannot be told.
 *
 * @param implied  a condition that every row of the index fulfils: the engine does not check it (check_index_only in
 * PostgreSQL's indxpath.c)
 */
export function neededColumns(
  facts: QueryFacts,
  block: number,
  alias: string,
  table: Table,
  implied?: Condition,
): readonly string[] | undefined {
  const own = facts.blocks[block];
  if (facts.kind !== 'select' || !own || own.locking) return undefined;
  // What EXISTS selects is not read.
  if (own.returnsAll && own.role !== 'exists') return undefined;
  const needed = new Set<string>();
  for (const [at, other] of facts.blocks.entries()) {
    if (!isWithin(at, block, facts)) continue;
    // A name without a qualifier is the inner block's where that has such a column.
    const hidden = at !== block && other.relations.some((one) => one.table?.name === table.name);
    for (const text of textsOf(other, implied)) {
      for (const [, qualifier, name] of text.matchAll(/(?:("[^"]+"|[\w$]+)\s*\.\s*)?("[^"]+"|[A-Za-z_][\w$]*)/g)) {
        if (name === undefined || (qualifier === undefined ? hidden : bare(qualifier) !== alias)) continue;
        needed.add(bare(name));
      }
    }
  }
  return table.columns.map((one) => one.name).filter((name) => needed.has(name));
}

function bare(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1) : name;
}

function isWithin(inner: number, outer: number, facts: QueryFacts): boolean {
  for (let at: number | undefined = inner; at !== undefined; at = facts.blocks[at]?.parent)
    if (at === outer) return true;
  return false;
}

function textsOf(block: QueryBlock, implied: Condition | undefined): readonly string[] {
  const returned = block.role === 'exists' ? [] : block.returned;
  return [
    ...returned.flatMap(textOf),
    ...block.conditions.filter((one) => one.text !== implied?.text).flatMap(conditionTexts),
    ...block.group.flatMap(textOf),
    ...block.aggregates.map((one) => one.text),
    ...[...block.order, ...(block.windowOrders ?? []).flat()].flatMap((one) => textOf(one.operand)),
  ].map((text) => text.replaceAll(/'(?:[^']|'')*'/g, "''"));
}

/** A sub-query has a block of its own. */
function textOf(operand: Operand | undefined): readonly string[] {
  if (!operand || operand.block !== undefined) return [];
  return [operand.text];
}

function conditionTexts(condition: Condition): readonly string[] {
  if (condition.branches) return condition.branches.flat().flatMap(conditionTexts);
  if (condition.kind === 'exists') return [];
  const { left, right } = condition;
  if (left?.block === undefined && right?.block === undefined) return [condition.text];
  return [...textOf(left), ...textOf(right)];
}
