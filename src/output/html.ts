import { type Priority, priorities } from '../findings/finding.ts';
import { orderReport } from '../findings/order.ts';
import type { Report } from '../findings/report.ts';
import { findingHtml } from './html-finding.ts';
import { htmlPage } from './html-page.ts';
import { aside, diagnosticItems, section } from './html-sections.ts';
import { style } from './html-style.ts';
import { code, escaped, prose } from './html-text.ts';
import { digits, priorityWords, schemaFacts, sizeFacts, verdict } from './words.ts';

/** The report as one file for a browser. */
export function html(report: Report): string {
  const ordered = orderReport(report);
  const { source, tool } = ordered;
  return htmlPage({
    title: `${ordered.score.value}/100 · ${source.name}`,
    generator: `${tool.name} ${tool.version}`,
    style,
    header: `<p class="eyebrow">Schema review · ${escaped(source.kind)} · ${escaped(source.engine)}</p>
<h1>${escaped(source.name)}</h1>
${opening(ordered)}
${parts(ordered)}
${schema(ordered)}`,
    main: `${filter(ordered)}
${groups(ordered)}
${after(ordered)}`,
  });
}

function tone(value: number): string {
  return value >= 75 ? 'good' : value >= 55 ? 'fair' : 'poor';
}

function opening(report: Report): string {
  const mustFix = report.findings.some((finding) => finding.priority === 'P0');
  const first = report.findings
    .map((finding, at) => ({ finding, at }))
    .filter(({ finding }) => finding.priority !== 'P2')
    .slice(0, 3)
    .map(
      ({ finding, at }) =>
        `<li class="${finding.priority.toLowerCase()}"><span class="badge">${finding.priority}</span><span><a href="#finding-${at + 1}">${prose(finding.message)}</a> <span class="quiet">(${finding.effort})</span></span></li>`,
    );
  const { value } = report.score;
  return `<div class="card verdict ${mustFix ? 'poor' : tone(value)}">
<div class="dial" style="--value:${value}"><span>${value}<small>of 100</small></span></div>
<p class="say">${escaped(verdict(report))}</p>${first.length === 0 ? '' : `<ol class="first">${first.join('')}</ol>`}
</div>`;
}

function parts(report: Report): string {
  const cards = report.score.parts.map((part) => {
    const [most] = part.deductions;
    const more = part.deductions.length - 1;
    const note = most
      ? `−${most.points.toFixed(1)} ${code(most.rule)}${more > 0 ? ` and ${more} more` : ''}`
      : 'nothing taken off';
    return `<div class="card part ${tone(part.value)}"><b>${part.dimension.charAt(0).toUpperCase()}${part.dimension.slice(1)}<span>${Math.round(part.value)}</span></b><div class="bar" style="--value:${part.value}"><i></i></div><span class="quiet">${note}</span></div>`;
  });
  const rows = report.score.parts.flatMap((part) =>
    part.deductions.map(
      (one) =>
        `<tr><td>${part.dimension}</td><td class="points">−${one.points.toFixed(1)}</td><td>${code(one.rule)}<br><span class="quiet">${escaped(one.how)}</span></td></tr>`,
    ),
  );
  return `<div class="parts">${cards.join('')}</div>
<details class="how"><summary>How the score comes about</summary><p>${escaped(report.score.how)} → <b>${report.score.value}</b></p>${rows.length === 0 ? '' : `<table>${rows.join('')}</table>`}</details>`;
}

function schema(report: Report): string {
  const facts = schemaFacts(report.statistics).map((fact) => `<li>${escaped(fact)}</li>`);
  return `<div class="card schema"><ul class="chips">${facts.join('')}</ul><span class="quiet">${escaped(sizeFacts(report.statistics))}</span></div>`;
}

function ofPriority(report: Report, priority: Priority): number {
  return report.findings.filter((finding) => finding.priority === priority).length;
}

function filter(report: Report): string {
  if (report.findings.length === 0) return '';
  const choice = (id: string, label: string, checked: string) =>
    `<input type="radio" name="only" id="only-${id}"${checked}><label for="only-${id}">${label}</label>`;
  const choices = priorities
    .filter((priority) => ofPriority(report, priority) > 0)
    .map((priority) =>
      choice(priority.toLowerCase(), `${priority} ${priorityWords[priority]} (${ofPriority(report, priority)})`, ''),
    );
  return `<fieldset class="filter" aria-label="Show findings">${choice('all', `All (${digits(report.findings.length)})`, ' checked')}${choices.join('')}</fieldset>`;
}

function groups(report: Report): string {
  const numbered = report.findings.map((finding, at) => ({ finding, number: at + 1 }));
  return priorities
    .map((priority) => {
      const some = numbered.filter(({ finding }) => finding.priority === priority);
      if (some.length === 0) return '';
      const title = `<h2>${priority} <small>${priorityWords[priority]} · ${some.length}</small></h2>`;
      return `<section class="group ${priority.toLowerCase()}">${title}\n${some.map(({ finding, number }) => findingHtml(finding, number)).join('\n')}</section>`;
    })
    .filter((group) => group !== '')
    .join('\n');
}

function after(report: Report): string {
  const risks = report.risks.map(
    (risk) =>
      `<li><span class="factor">${risk.factor}×</span> ${code(risk.at)} ${prose(risk.text)} <span class="quiet">(${risk.basis})</span></li>`,
  );
  const questions = report.questions.map(
    (one) =>
      `<li><b>${prose(one.question)}</b><br><span class="quiet">Would change: ${prose(one.changes)} (${one.rules.map(code).join(', ')})</span></li>`,
  );
  const rejected = report.rejected.map(
    (one) =>
      `<li>${prose(one.message)}<br><span class="quiet">${one.kind}: ${prose(one.reason)} (${code(one.rule)})</span></li>`,
  );
  const suppressed = report.suppressed.map(
    (one) => `<li>${code(one.item.id)}<br><span class="quiet">${one.by}: ${prose(one.reason)}</span></li>`,
  );
  const steps = report.nextSteps.map((step) => `<li>${prose(step)}</li>`).join('');
  return [
    section('When the tables grow', risks),
    section('Questions whose answers would change this report', questions),
    section(
      'Assumed',
      report.assumptions.map((assumption) => `<li>${prose(assumption)}</li>`),
    ),
    section('Diagnostics', diagnosticItems(report.diagnostics)),
    aside('Considered and rejected', rejected),
    aside('Silenced', suppressed),
    steps === '' ? '' : `<h2>Next steps</h2><ol class="card steps">${steps}</ol>`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}
