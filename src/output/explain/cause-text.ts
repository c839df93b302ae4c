import type { QueryPlan } from '../../catalog/query-plan.ts';
import type { Cause } from '../../explain/explanation.ts';
import { planTree } from '../../explain/plan-tree.ts';
import { printable } from '../printable.ts';
import { evidenceLines } from '../text-finding.ts';
import { besideLabel, labelled, type Page } from '../text-style.ts';
import { wrap, wrapParts } from '../width.ts';
import { mark } from './marks.ts';
import { nodeLabel } from './node-label.ts';
import { capital, percentText } from './words.ts';

const mostEvidence = 3;

/** A cause with its number: what, where in the tree, how much of the query it explains, the evidence; why when verbose. */
export function causeText(cause: Cause, number: number, plan: QueryPlan, page: Page): readonly string[] {
  const { colors } = page;
  const sign = mark(number);
  const head = wrap(printable(capital(cause.message)), page.width - 4).map(
    (line, at) =>
      `${at === 0 ? ` ${colors.red(sign)}${' '.repeat(Math.max(1, 3 - sign.length))}` : '    '}${colors.bold(line)}`,
  );
  const facts = causeFacts(cause, plan);
  const [first = '', ...others] = wrapParts(facts, ' · ', page.width - 4);
  const shown = page.verbose ? cause.evidence : cause.evidence.slice(0, mostEvidence);
  const rest = cause.evidence.length - shown.length;
  return [
    ...head,
    `    ${colors.cyan(cause.sign)}${colors.dim(first.slice(cause.sign.length))}`,
    ...others.map((line) => `    ${colors.dim(line)}`),
    ...labelled(page, 'Where', printable(causeWhere(cause, plan))),
    ...besideLabel(page, 'Evidence', [
      ...evidenceLines(shown, page),
      ...(rest > 0 ? [colors.dim(`… and ${rest} more (--verbose)`)] : []),
    ]),
    ...(page.verbose ? labelled(page, 'Sign', printable(capital(cause.title))) : []),
    ...(page.verbose ? labelled(page, 'Why', printable(cause.why)) : []),
  ];
}

/** Its sign, the share of the query that it explains, how sure it is. */
export function causeFacts(cause: Cause, plan: QueryPlan): readonly string[] {
  const { timed } = planTree(plan);
  const share = timed || !plan.uncosted ? [`${percentText(cause.weight)} of the ${timed ? 'time' : 'cost'}`] : [];
  return [cause.sign, ...share, `confidence ${cause.confidence}/10`];
}

/** The node's name and the way to it: `Seq Scan on orders o (0.1.0)`. */
export function causeWhere({ node }: Cause, plan: QueryPlan): string {
  const placed = planTree(plan).at(node);
  return placed ? `${nodeLabel(placed.node)} (${node})` : node;
}
