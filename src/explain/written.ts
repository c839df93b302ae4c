import { sidesOf } from '../engines/index-keys.ts';
import type { Condition } from '../engines/query-facts.ts';
import type { SignInput } from './sign.ts';

/** All conditions that stand in the query, those of the branches of an OR one by one; none where the query is not known. */
function writtenConditions({ query }: SignInput): readonly Condition[] {
  const each = (one: Condition): readonly Condition[] => (one.branches ? one.branches.flat().flatMap(each) : [one]);
  return query?.blocks.flatMap((block) => block.conditions.flatMap(each)) ?? [];
}

/**
 * Whether the constant of a condition of the plan stands in the query itself: the plan shows the value of a parameter
 * as a constant, too, which is another each time.
 */
export function isWrittenConstant(condition: Condition, input: SignInput): boolean {
  const sides = sidesOf(condition);
  const constant = sides?.other?.constant;
  if (constant === undefined) return false;
  return writtenConditions(input).some((one) => {
    const written = sidesOf(one);
    return written?.column.column?.column === sides?.column.column?.column && written?.other?.constant === constant;
  });
}

/** Whether the query itself casts the column that the plan shows cast. */
export function isWrittenCast(condition: Condition, input: SignInput): boolean {
  const column = condition.left?.column?.column;
  return writtenConditions(input).some((one) =>
    [one.left, one.right].some((side) => side?.column?.column === column && side?.cast !== undefined),
  );
}
