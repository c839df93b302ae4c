import { type Evidence, observed } from '../findings/evidence.ts';
import type { SignInput } from './sign.ts';

/** What EXPLAIN ANALYZE told. */
export function measured(text: string): Evidence {
  return { kind: 'measured', text: `the plan as it was run: ${text}` };
}

/** What the planner reckons. */
export function planned(text: string): Evidence {
  return { kind: 'planned', text: `the planner's estimate: ${text}` };
}

/** Measured where the plan was run, else the planner's. */
export function told({ plan }: SignInput, text: string): Evidence {
  return plan.analyzed ? measured(text) : planned(text);
}

/** What the statistics say of a table, by where they come from. */
export function known(origin: 'observed' | 'declared' | 'derived', text: string): Evidence {
  if (origin === 'observed') return observed(text);
  return { kind: 'stated', text: `${text} (${origin})` };
}
