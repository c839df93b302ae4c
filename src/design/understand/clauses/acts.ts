import { actOf } from '../acts.ts';

/** What doing something once is called: checking is a check, casting a casting. */
export function nameOfAct(base: string): string {
  const [verb = ''] = base.split(' ');
  return actOf(verb) ?? gerundOf(verb);
}

/** `cast` is casting, `carry` carrying, `plan` planning, `write` writing. */
export function gerundOf(verb: string): string {
  if (/^[^aeiou]*[aeiou][^aeiouwxy]$/.test(verb)) return `${verb}${verb.at(-1)}ing`;
  return `${verb.replace(/(?<=[^aeiou])e$/, '')}ing`;
}
