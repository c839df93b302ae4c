import { leastCost, leastMilliseconds, leastShare } from './harm.ts';
import type { Sign } from './sign.ts';

/** docs/signs.md: every sign with what it means, in Markdown. */
export function signsPage(signs: readonly Sign[]): string {
  const list = signs.map((sign) => `- [${sign.title}](#${sign.id})`).join('\n');
  return [
    '# The signs of a slow query',
    `What \`relvar explain\` looks for in a query plan: ${signs.length} signs, each at a step of the plan. A sign speaks where it explains ${leastShare * 100}% of the query or more (of its time where the plan was run, else of its cost), and at least ${leastMilliseconds} ms or ${leastCost} units of cost; it is silent about steps that were never executed. What several steps show of one table is told once. A wrong estimate of rows is told where it starts; trouble above it that the planner walked into because of it is told as its consequence.`,
    'Every number says where it comes from: measured (the plan was run), planned (the planner reckons it), observed (a counter or statistic of the server), stated (the schema or the query says so). What is proposed is tried in the lab before it is told; what cannot be tried there is told as advice.',
    list,
    ...signs.map(sectionOf),
    '',
  ].join('\n\n');
}

function sectionOf({ id, title, why, what, references }: Sign): string {
  return [
    `## ${id}`,
    `**${capital(title)}.** ${why}`,
    `*What to look for, what to do:* ${what}`,
    references.map((one) => `- ${one}`).join('\n'),
  ].join('\n\n');
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
