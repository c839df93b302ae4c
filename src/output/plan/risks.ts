import { type MigrationPlan, type Step, type StepClass, stepClasses } from '../../plan/plan.ts';

/** How many steps of each class there are, heaviest first; classes without steps left out. */
export function classCounts(plan: MigrationPlan): readonly { readonly class: StepClass; readonly steps: number }[] {
  return [...stepClasses]
    .reverse()
    .map((one) => ({ class: one, steps: plan.steps.filter((step) => step.class === one).length }))
    .filter((one) => one.steps > 0);
}

/** Steps that lose data, do long work while others wait, or break the application as it is; heaviest first. */
export function riskySteps(plan: MigrationPlan): readonly Step[] {
  const weight = (step: Step) => stepClasses.indexOf(step.class);
  return plan.steps
    .filter((step) => step.breaks !== undefined || ['data loss', 'rewrite', 'long lock'].includes(step.class))
    .sort((a, b) => weight(b) - weight(a) || b.duration.likelySeconds - a.duration.likelySeconds);
}

/** How far the plan can be rolled back: a sentence for each step that has no way back, the last first; none where all have. */
export function noWayBack({ steps }: MigrationPlan): readonly string[] {
  return steps
    .toReversed()
    .flatMap(({ id, title, undo }) =>
      'none' in undo ? [`No way back past step ${id} (${title}): ${undo.none}.`] : [],
    );
}

/** Sums of the durations of what is not waiting for people. */
export function totalSeconds(plan: MigrationPlan): {
  readonly least: number;
  readonly likely: number;
  readonly most: number;
} {
  const steps = plan.steps.filter((step) => step.work.kind !== 'wait');
  const sum = (of: (step: Step) => number) => steps.reduce((total, step) => total + of(step), 0);
  return {
    least: sum((step) => step.duration.leastSeconds),
    likely: sum((step) => step.duration.likelySeconds),
    most: sum((step) => step.duration.mostSeconds),
  };
}
