import { type Finding, type FindingItem, subjectText } from '../findings/finding.ts';
import { mergedEvidence, migration, mixedPriorities, shownEvidence } from './finding-parts.ts';
import { code, escaped, markup, prose } from './html-text.ts';
import { printableLines } from './printable.ts';
import { sqlLines } from './sql-lines.ts';
import { count, digits, evidenceWords } from './words.ts';

/** How many items and statements stand in the open; the others are folded away. */
const open = 5;

/** A finding as a block that unfolds; what must be fixed is unfolded from the start. */
export function findingHtml(finding: Finding, number: number): string {
  const { priority, message, rule, dimension, confidence, effort, why, tradeOff } = finding;
  const mixed = mixedPriorities(finding);
  const facts = [
    code(rule),
    dimension,
    `<span class="sure" title="how sure, from the evidence alone"><i style="--sure:${confidence}"></i>confidence ${confidence}/10</span>`,
    `effort: ${effort}`,
    ...(finding.items.length > 1 ? [count(finding.items.length, 'case')] : []),
    ...(mixed === undefined ? [] : [mixed]),
  ];
  return `<details class="finding ${priority.toLowerCase()}" id="finding-${number}"${priority === 'P0' ? ' open' : ''}>
<summary><span class="badge">${priority}</span><span class="head"><b>${prose(message)}</b><span class="facts">${facts.map((fact) => `<span>${fact}</span>`).join(' ')}</span></span></summary>
<dl>
<dt>Where</dt><dd>${places(finding)}</dd>
<dt>Why</dt><dd>${prose(why)}</dd>
<dt>Evidence</dt><dd>${evidence(finding)}</dd>
<dt>Fix</dt><dd>${fix(finding)}</dd>
<dt>Trade-off</dt><dd>${prose(tradeOff)}</dd>
</dl>
</details>`;
}

function places(finding: Finding): string {
  const lines = finding.items.map((item) => place(item, finding));
  const rest = lines.slice(open);
  const list = (some: readonly string[]) => `<ul class="places">${some.join('')}</ul>`;
  return list(lines.slice(0, open)) + (rest.length === 0 ? '' : folded(`and ${digits(rest.length)} more`, list(rest)));
}

function place(item: FindingItem, finding: Finding): string {
  const notes = [
    ...(item.file ? [code(`${item.file.file}:${item.file.line}`)] : []),
    ...(item.priority === finding.priority ? [] : [item.priority]),
  ];
  const message = finding.items.length > 1 ? `<br><span class="quiet">${prose(item.message)}</span>` : '';
  const note = notes.length === 0 ? '' : ` <span class="quiet">${notes.join(' · ')}</span>`;
  return `<li>${code(subjectText(item.at))}${note}${message}</li>`;
}

function evidence(finding: Finding): string {
  const shown = shownEvidence(finding, open);
  const rest = mergedEvidence(finding).length - shown.length;
  const lines = shown.map(
    (one) =>
      `<li><span class="kind" title="${escaped(evidenceWords[one.kind])}">${one.kind}</span> ${prose(one.text)}</li>`,
  );
  const more = rest > 0 ? `<li class="quiet">and ${digits(rest)} more of the same kinds</li>` : '';
  return `<ul class="evidence">${lines.join('')}${more}</ul>`;
}

function fix(finding: Finding): string {
  const statements = migration(finding);
  if (statements.length === 0) return `By hand: it needs a decision (${code(`relvar rules ${finding.rule}`)}).`;
  const block = (some: readonly string[]) =>
    `<pre tabindex="0"><code>${markup(some.flatMap((statement) => sqlLines(printableLines(statement), 86)).join('\n'))}</code></pre>`;
  const rest = statements.slice(open);
  return (
    block(statements.slice(0, open)) +
    (rest.length === 0 ? '' : folded(`and ${count(rest.length, 'more statement')}`, block(rest)))
  );
}

function folded(title: string, body: string): string {
  return `<details class="more"><summary>${title}</summary>${body}</details>`;
}
