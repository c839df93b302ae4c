import type { ApplyEvent, ApplyOutcome } from '../../apply/events.ts';
import type { Step } from '../../plan/plan.ts';

/** An event or the outcome as one line of JSON; of a step, its id and title. */
export function eventJson(event: ApplyEvent | { readonly kind: 'outcome'; readonly outcome: ApplyOutcome }): string {
  return JSON.stringify(event, (key, value: unknown) => {
    // Under these keys stands nothing but a step.
    if ((key === 'step' || key === 'next') && typeof value === 'object' && value !== null) {
      const { id, title } = value as Step;
      return { id, title };
    }
    return value;
  });
}
