import { actOf, gerundOf } from '../acts.ts';

/** What doing something once is called: checking is a check, casting a casting. */
export function nameOfAct(base: string): string {
  const [verb = ''] = base.split(' ');
  return actOf(verb) ?? gerundOf(verb);
}
