import type { Explanation } from '../../explain/explanation.ts';
import { htmlPage } from '../html-page.ts';
import { aside, diagnosticItems, section } from '../html-sections.ts';
import { style } from '../html-style.ts';
import { code, escaped, markup, prose } from '../html-text.ts';
import { printableLines } from '../printable.ts';
import { sqlLines } from '../sql-lines.ts';
import { count } from '../words.ts';
import { causeHtml } from './cause-html.ts';
import { explanationStyle } from './html-style.ts';
import { planTable } from './plan-rows.ts';
import { planTreeHtml } from './plan-tree-html.ts';
import { remedyHtml } from './remedy-html.ts';
import { flipText, scaleTable } from './scale-table.ts';
import { totalsOf } from './totals.ts';
import { basisWords, calibrationText, callsText, capital, explanationVerdict } from './words.ts';

/** The explanation as one file for a browser. */
export function explanationHtml(explanation: Explanation): string {
  const { tool, source, query } = explanation;
  const name = query?.name ?? query?.where ?? 'Query plan';
  const eyebrow = ['Query explained', ...(source ? [source.name, source.engine] : [])];
  const { advice, rejected, assumptions, doubts, questions, diagnostics, nextSteps } = explanation;
  const items = (texts: readonly string[]) => texts.map((text) => `<li>${prose(text)}</li>`);
  return htmlPage({
    title: `${name} · explained`,
    generator: `${tool.name} ${tool.version}`,
    style: style + explanationStyle,
    header: `<p class="eyebrow">${eyebrow.map(escaped).join(' · ')}</p>
<h1>${escaped(name)}</h1>
${opening(explanation)}
${queryPart(explanation)}`,
    main: [
      plan(explanation),
      causes(explanation),
      remedies(explanation),
      section(
        'Advice that no planner can be asked about',
        advice.map((one) => `<li>${prose(one.text)} <span class="quiet">(${code(one.sign)})</span></li>`),
      ),
      scale(explanation),
      aside(
        'Tried and rejected',
        rejected.map(
          (one) => `<li>${prose(one.title)}<br><span class="quiet">${one.kind}: ${prose(one.reason)}</span></li>`,
        ),
      ),
      section('Assumed', items(assumptions)),
      section('Why production might plan otherwise', items(doubts)),
      section('Questions whose answers would change this', items(questions)),
      section('Diagnostics', diagnosticItems(diagnostics)),
      nextSteps.length === 0 ? '' : `<h2>Next steps</h2><ol class="card steps">${items(nextSteps).join('')}</ol>`,
    ]
      .filter((part) => part !== '')
      .join('\n'),
  });
}

function opening(explanation: Explanation): string {
  const { goal, causes, remedies } = explanation;
  const { size, wrong, helps } = explanationVerdict(explanation);
  const tone = causes.length === 0 ? 'good' : remedies.length > 0 ? 'fair' : 'poor';
  const goalTone = goal?.met === 'yes' ? 'good' : goal?.met === 'no' ? 'poor' : 'fair';
  const line = (label: string, text: string, more = '') => `<dt>${label}</dt><dd${more}>${text}</dd>`;
  return `<div class="card answer ${tone}"><dl>${[
    line('Now', escaped(size), ' class="strong"'),
    line('Why', causes.length > 0 ? `<a href="#cause-1" class="mark">1</a> ${prose(wrong)}` : prose(wrong)),
    ...(helps === undefined
      ? []
      : [
          line(
            'Helps',
            remedies.length > 0 ? `<a href="#remedy-1">${escaped(helps)}</a>` : escaped(helps),
            ' class="strong gain"',
          ),
        ]),
    ...(goal ? [line('Goal', prose(goal.text), ` class="${goalTone} toned"`)] : []),
  ].join('')}</dl></div>`;
}

function queryPart({ query }: Explanation): string {
  if (!query) return '';
  const facts = [
    ...(query.where === undefined ? [] : [code(query.where)]),
    ...(query.callsPerSecond === undefined ? [] : [callsText(query.callsPerSecond)]),
    ...(query.parameters.length === 0 ? [] : [`parameters ${query.parameters.map(code).join(', ')}`]),
  ];
  const lines = sqlLines(printableLines(query.sql.trim()), 96);
  const block = `<pre tabindex="0"><code>${markup(lines.join('\n'))}</code></pre>`;
  const shown =
    lines.length > 24
      ? `<details class="more"><summary>Query (${lines.length} lines)</summary>${block}</details>`
      : block;
  return `<div class="query">${shown}${facts.length === 0 ? '' : `<p class="facts">${facts.map((fact) => `<span>${fact}</span>`).join(' ')}</p>`}</div>`;
}

function plan(explanation: Explanation): string {
  const table = planTable(explanation.plan, explanation.causes, { verbose: false });
  const nodes = table.rows.filter((row) => row.folded === 0).length + table.folded;
  const notes = [
    capital(basisWords[explanation.basis]),
    ...totalsOf(explanation.plan, { verbose: true }),
    ...(explanation.calibration ? [calibrationText(explanation.calibration)] : []),
    ...(table.folded > 0 ? [`${count(table.folded, 'node')} that hardly count left out`] : []),
  ];
  return `<h2>Plan <small>${count(nodes, 'node')}</small></h2>
${planTreeHtml(table)}
<ul class="notes quiet">${notes.map((note) => `<li>${prose(note)}</li>`).join('')}</ul>`;
}

function causes({ causes, plan }: Explanation): string {
  if (causes.length === 0) return '';
  const cards = causes.map((cause, at) => causeHtml(cause, at + 1, plan));
  return `<h2>Why it is slow <small>${causes.length}</small></h2>\n${cards.join('\n')}`;
}

function remedies(explanation: Explanation): string {
  const { remedies } = explanation;
  if (remedies.length === 0) return '';
  const cards = remedies.map((remedy, at) => remedyHtml(remedy, at + 1, explanation));
  return `<h2>What helps <small>${remedies.length}</small></h2>\n${cards.join('\n')}`;
}

function scale(explanation: Explanation): string {
  if (explanation.scale.length === 0) return '';
  const { head, rows, notes } = scaleTable(explanation);
  const cells = (row: readonly string[], tag: string) =>
    row.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('');
  const flips = explanation.flips.map((flip) => `<li class="fair toned">${escaped(flipText(flip))}</li>`);
  return `<h2>When the tables grow</h2>
<div class="card scale" tabindex="0"><table><thead><tr>${cells(head, 'th')}</tr></thead><tbody>${rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('')}</tbody></table></div>
<ul class="notes">${flips.join('')}${notes.map((note) => `<li class="quiet">${prose(note)}</li>`).join('')}</ul>`;
}
