import type { Table } from '../catalog/table.ts';
import { mayChange, mayRename, rowsRead } from '../engines/rows-changed.ts';
import type { Precondition, Step, Work } from './plan.ts';

/** A precondition of a step that can be counted before the first of the steps is begun. */
export interface CountedEarly {
  readonly step: Step;
  readonly precondition: Precondition;
  /** People do something between here and the step, so that rows against it may be gone by then. */
  readonly behindWait: boolean;
}

/** A step on its way, there or back: its work, and what must hold before it. */
export interface OnItsWay {
  readonly step: Step;
  readonly work: readonly Work[];
  readonly preconditions: readonly Precondition[];
}

/** A step as it is carried out. */
export const wayThere = (step: Step): OnItsWay => ({ step, work: [step.work], preconditions: step.preconditions });

/**
 * The preconditions of which none of the steps before theirs changes what is counted: about tables that are there, which
 * those steps write no rows of that matter. `steps`: those that are to be carried out, or undone, in their order;
 * `tables`: those of the database as it is.
 */
export function countedEarly(steps: readonly OnItsWay[], tables: readonly Table[]): readonly CountedEarly[] {
  return counted(steps, tables, mayChange);
}

/**
 * The same of a way back. What its steps fill are columns that come again, and what was written since is there already:
 * only where a name stands for something else before the step's turn is the count left to it. A wait mends nothing
 * that the way back could not go on to lose.
 */
export function countedBeforeUndo(steps: readonly OnItsWay[], tables: readonly Table[]): readonly CountedEarly[] {
  const all = counted(steps, tables, mayRename).map((one) => ({ ...one, behindWait: false }));
  const same = (one: CountedEarly, other: CountedEarly) => one.precondition.count === other.precondition.count;
  return all.filter((one, at) => all.findIndex((other) => same(one, other)) === at);
}

/** Those about tables that are there, which no work before their step's `disturbs`. */
function counted(
  steps: readonly OnItsWay[],
  tables: readonly Table[],
  disturbs: typeof mayChange,
): readonly CountedEarly[] {
  return steps.flatMap(({ step, preconditions }, at) => {
    const before = steps.slice(0, at).flatMap(({ work }) => work);
    const behindWait = before.some((work) => work.kind === 'wait' && work.until.length > 0);
    return preconditions.flatMap((precondition) => {
      const read = rowsRead(precondition.count, tables);
      const isAsked = read.tables.size > 0 && !before.some((work) => disturbs(work, read));
      return isAsked ? [{ step, precondition, behindWait }] : [];
    });
  });
}
