import type { Table } from '../catalog/table.ts';
import { mayChange, rowsRead } from '../engines/rows-changed.ts';
import type { Precondition, Step } from './plan.ts';

/** A precondition of a step that can be counted before the first of the steps is begun. */
export interface CountedEarly {
  readonly step: Step;
  readonly precondition: Precondition;
  /** People do something between here and the step, so that rows against it may be gone by then. */
  readonly behindWait: boolean;
}

/**
 * The preconditions of which none of the steps before theirs changes what is counted: about tables that are there, which
 * those steps write no rows of that matter. `steps`: those that are to be carried out, in their order; `tables`: those of
 * the database as it is.
 */
export function countedEarly(steps: readonly Step[], tables: readonly Table[]): readonly CountedEarly[] {
  const found: CountedEarly[] = [];
  for (const [at, step] of steps.entries()) {
    const before = steps.slice(0, at);
    const behindWait = before.some(({ work }) => work.kind === 'wait' && work.until.length > 0);
    for (const precondition of step.preconditions) {
      const read = rowsRead(precondition.count, tables);
      if (read.tables.size === 0 || before.some(({ work }) => mayChange(work, read))) continue;
      found.push({ step, precondition, behindWait });
    }
  }
  return found;
}
