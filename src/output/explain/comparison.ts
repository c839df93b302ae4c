import type { QueryPlan } from '../../catalog/query-plan.ts';
import { planTree } from '../../explain/plan-tree.ts';
import { shortNodeLabel } from './node-label.ts';
import { costText } from './words.ts';

/** A line of one of two plans. */
export interface ComparedLine {
  readonly depth: number;
  readonly label: string;
  /** Over all its executions, with those below it, as in the plan tree. */
  readonly cost: string;
}

/** What stands side by side: the same step of both plans, or a step that only one of them has. */
export interface ComparedPair {
  readonly before?: ComparedLine;
  readonly after?: ComparedLine;
  readonly same: boolean;
}

/** Two plans line by line, with the steps that they share beside each other. */
export function comparePlans(before: QueryPlan, after: QueryPlan): readonly ComparedPair[] {
  return aligned(linesOf(before), linesOf(after));
}

function linesOf(plan: QueryPlan): readonly ComparedLine[] {
  return planTree(plan).nodes.map(({ node, depth, cost }) => ({
    depth,
    label: shortNodeLabel(node),
    cost: plan.uncosted ? '' : costText(cost),
  }));
}

/** Beyond so many comparisons the plans are too large to be laid beside each other step by step. */
const mostComparisons = 4_000_000;

/** Longest common subsequence of the labels; steps that only one plan has stand side by side as far as they go. */
function aligned(before: readonly ComparedLine[], after: readonly ComparedLine[]): readonly ComparedPair[] {
  if (before.length * after.length > mostComparisons) {
    const pairs = Array.from(
      { length: Math.max(before.length, after.length) },
      (_, at) => [before[at], after[at]] as const,
    );
    return pairs.map(([one, other]) => ({
      ...(one ? { before: one } : {}),
      ...(other ? { after: other } : {}),
      same: one !== undefined && one.label === other?.label,
    }));
  }
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  const length = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        before[i]?.label === after[j]?.label ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1));
    }
  }
  const pairs: ComparedPair[] = [];
  let left: ComparedLine[] = [];
  let right: ComparedLine[] = [];
  const flush = () => {
    for (let at = 0; at < Math.max(left.length, right.length); at++) {
      const [one, other] = [left[at], right[at]];
      pairs.push({ ...(one ? { before: one } : {}), ...(other ? { after: other } : {}), same: false });
    }
    left = [];
    right = [];
  };
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [one, other] = [before[i], after[j]];
    if (one && other && one.label === other.label) {
      flush();
      pairs.push({ before: one, after: other, same: true });
      i++;
      j++;
    } else if (one && (!other || length(i + 1, j) >= length(i, j + 1))) {
      left.push(one);
      i++;
    } else if (other) {
      right.push(other);
      j++;
    }
  }
  flush();
  return pairs;
}

/** Pairs with the long runs of equal ones taken out: a number stands for so many pairs. */
export function withoutLongRuns(pairs: readonly ComparedPair[], most: number): readonly (ComparedPair | number)[] {
  const around = 2;
  if (pairs.length <= most) return pairs;
  const near = (at: number) => pairs.slice(Math.max(0, at - around), at + around + 1).some((pair) => !pair.same);
  const shown: (ComparedPair | number)[] = [];
  for (const [at, pair] of pairs.entries()) {
    if (at === 0 || near(at)) shown.push(pair);
    else if (typeof shown.at(-1) === 'number') shown[shown.length - 1] = Number(shown.at(-1)) + 1;
    else shown.push(1);
  }
  return shown;
}
