import type { Table } from '../catalog/table.ts';
import type { Condition, Operand } from './query-facts.ts';

const mirrored: Readonly<Record<string, string>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '@>': '<@',
  '<@': '@>',
};

/** The condition with the relation's column on the left, where the relation's column stands on the right. */
export function oriented(condition: Condition, alias: string | undefined, table: Table | undefined): Condition {
  const { left, right, branches } = condition;
  if (branches) {
    return { ...condition, branches: branches.map((branch) => branch.map((one) => oriented(one, alias, table))) };
  }
  if (!left || !right || belongs(left, alias, table) || !belongs(right, alias, table)) return condition;
  const operator = condition.operator === undefined ? undefined : (mirrored[condition.operator] ?? condition.operator);
  return { ...condition, left: right, right: left, ...(operator === undefined ? {} : { operator }) };
}

/** Whether an operand is made of a column of the relation; without an alias, of a column that the table has. */
function belongs({ column }: Operand, alias: string | undefined, table: Table | undefined): boolean {
  if (!column) return false;
  if (column.relation !== undefined) return column.relation === (alias ?? table?.name);
  return table === undefined || table.columns.some((one) => one.name === column.column);
}

/** The conditions that bind a column of the relation to something else, with that column on the left. */
export function bindingsOf(
  conditions: readonly Condition[],
  alias: string | undefined,
  table: Table | undefined,
): readonly Condition[] {
  return conditions
    .map((one) => oriented(one, alias, table))
    .filter((one) => one.left !== undefined && belongs(one.left, alias, table));
}
