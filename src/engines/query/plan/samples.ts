import type { Condition, Operand } from '../../query-facts.ts';
import type { PlannedFacts } from './relations.ts';

/** The conditions with the values of their parameters. */
export function bound(all: readonly PlannedFacts[], samples: readonly (string | null)[]): readonly PlannedFacts[] {
  const operand = (one: Operand): Operand => {
    const value = one.parameter === undefined ? undefined : samples[one.parameter - 1];
    return value === undefined || !/^[$?:@]\w*$/.test(one.text) ? one : { ...one, constant: value };
  };
  const condition = (one: Condition): Condition => ({
    ...one,
    ...(one.left ? { left: operand(one.left) } : {}),
    ...(one.right ? { right: operand(one.right) } : {}),
    ...(one.list ? { list: one.list.map(operand) } : {}),
    ...(one.branches ? { branches: one.branches.map((branch) => branch.map(condition)) } : {}),
  });
  return all.map(({ facts, ...rest }) => ({
    ...rest,
    facts: {
      ...facts,
      blocks: facts.blocks.map((block) => ({
        ...block,
        conditions: block.conditions.map(condition),
        ...(block.limit ? { limit: operand(block.limit) } : {}),
      })),
    },
  }));
}
