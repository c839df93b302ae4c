import type { QueryPlan } from '../../catalog/query-plan.ts';
import type { Cause } from '../../explain/explanation.ts';
import type { Evidence } from '../../findings/evidence.ts';
import { code, escaped, prose } from '../html-text.ts';
import { evidenceWords } from '../words.ts';
import { causeFacts, causeWhere } from './cause-text.ts';
import { capital } from './words.ts';

/** A cause as a block that unfolds; the first is unfolded from the start. */
export function causeHtml(cause: Cause, number: number, plan: QueryPlan): string {
  const [, ...facts] = causeFacts(cause, plan);
  return `<details class="finding poor" id="cause-${number}"${number === 1 ? ' open' : ''}>
<summary><span class="mark">${number}</span><span class="head"><b>${prose(capital(cause.message))}</b><span class="facts"><span>${code(cause.sign)}</span> ${facts.map((fact) => `<span>${escaped(fact)}</span>`).join(' ')}</span></span></summary>
<dl>
<dt>Where</dt><dd><a href="#node-${cause.node}">${code(causeWhere(cause, plan))}</a></dd>
<dt>Why</dt><dd>${prose(cause.why)}</dd>
<dt>Evidence</dt><dd>${evidenceHtml(cause.evidence)}</dd>
</dl>
</details>`;
}

/** Evidence as a list, its kind before each. */
export function evidenceHtml(evidence: readonly Evidence[]): string {
  const lines = evidence.map(
    (one) =>
      `<li><span class="kind" title="${escaped(evidenceWords[one.kind])}">${one.kind}</span> ${prose(one.text)}</li>`,
  );
  return `<ul class="evidence">${lines.join('')}</ul>`;
}
