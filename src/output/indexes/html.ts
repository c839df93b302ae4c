import { evidenceHtml } from '../explain/cause-html.ts';
import { comparePlans } from '../explain/comparison.ts';
import { comparisonDiff } from '../explain/comparison-diff.ts';
import { explanationStyle } from '../explain/html-style.ts';
import { capital, changeText, costText } from '../explain/words.ts';
import { terminated } from '../finding-parts.ts';
import { htmlPage } from '../html-page.ts';
import { aside, diagnosticItems, section } from '../html-sections.ts';
import { style } from '../html-style.ts';
import { code, escaped, markup, prose } from '../html-text.ts';
import { printableLines } from '../printable.ts';
import { sqlLines } from '../sql-lines.ts';
import { bytes, count } from '../words.ts';
import { balanceTable } from './balance.ts';
import type { IndexReport, IndexToCreate, IndexToDrop, ReportedQuery } from './report.ts';
import { waitsText } from './sql.ts';
import { totalRows } from './totals.ts';
import {
  calledText,
  coverageText,
  formCostText,
  formsTitle,
  gainText,
  indexVerdict,
  insteadText,
  rejectedText,
  sizeText,
  uniqueText,
  writeText,
} from './words.ts';

/** The report as one file for a browser. */
export function indexesHtml(report: IndexReport): string {
  const { tool, source, create, drop, queries, rewrites, rejected, monitoring, nextSteps } = report;
  const items = (texts: readonly string[]) => texts.map((text) => `<li>${prose(text)}</li>`);
  return htmlPage({
    title: `${source.name} · indexes`,
    generator: `${tool.name} ${tool.version}`,
    style: style + explanationStyle,
    header: `<p class="eyebrow">${['Indexes for a workload', source.name, source.engine].map(escaped).join(' · ')}</p>
<h1>${escaped(source.name)}</h1>
${opening(report)}`,
    main: [
      cards(
        'Create, in this order',
        create.map((one, at) => createCard(one, at + 1, queries)),
      ),
      cards(
        'Drop',
        drop.map((one, at) => dropCard(one, at + 1)),
      ),
      balance(report),
      totals(report),
      cards('Queries', queries.map(queryCard)),
      cards(
        formsTitle(rewrites),
        rewrites.map((form) =>
          card(
            `form-${form.query}-${form.id}`,
            String(form.query),
            prose(capital(form.title)),
            [],
            [
              ['Cost', prose(formCostText(form))],
              ['Query', block([form.sql.trim()])],
              ...(form.create.some((one) => one.sql.length > 0)
                ? [['Run', block(form.create.flatMap((one) => one.sql.map(terminated)))] as const]
                : []),
              ['Tested', prose(form.tested)],
            ],
          ),
        ),
      ),
      section(
        'What no index serves',
        queries.flatMap(({ number, title, unserved }) =>
          unserved === undefined
            ? []
            : [`<li>${number}. ${escaped(title)}<br><span class="quiet">${prose(unserved)}</span></li>`],
        ),
      ),
      aside(
        'Considered and rejected',
        rejected.map(
          (one) => `<li>${code(one.definition)}<br><span class="quiet">${prose(rejectedText(one))}</span></li>`,
        ),
      ),
      section(
        'Watch afterwards',
        monitoring.map((one) => `<li>${prose(one.title)}${block([one.sql])}</li>`),
      ),
      section('Assumed', items(report.assumptions)),
      section('Why production might plan otherwise', items(report.doubts)),
      section('Questions whose answers would change this', items(report.questions)),
      section('Diagnostics', diagnosticItems(report.diagnostics)),
      nextSteps.length === 0 ? '' : `<h2>Next steps</h2><ol class="card steps">${items(nextSteps).join('')}</ol>`,
    ]
      .filter((part) => part !== '')
      .join('\n'),
  });
}

function opening(report: IndexReport): string {
  const { what, gain, price } = indexVerdict(report);
  const { search, create, drop } = report;
  const tone = create.length + drop.length === 0 ? 'good' : 'fair';
  const line = (label: string, text: string, more = '') => `<dt>${label}</dt><dd${more}>${text}</dd>`;
  return `<div class="card answer ${tone}"><dl>${[
    line('Advice', escaped(capital(what)), ' class="strong"'),
    ...(report.queries.length === 0
      ? []
      : [line('Gain', escaped(capital(gain)), ' class="strong gain"'), line('Price', escaped(price))]),
    line(
      'Search',
      escaped(
        `${count(search.candidates, 'candidate')}, ${count(search.calls, 'call')} of the planner${search.complete ? '' : '; ended early'}`,
      ),
    ),
  ].join('')}</dl></div>`;
}

function cards(title: string, all: readonly string[]): string {
  return all.length === 0 ? '' : `<h2>${title} <small>${all.length}</small></h2>\n${all.join('\n')}`;
}

type Row = readonly [string, string];

function card(
  id: string,
  mark: string,
  title: string,
  facts: readonly string[],
  rows: readonly Row[],
  open = false,
): string {
  return `<details class="finding fair" id="${escaped(id)}"${open ? ' open' : ''}>
<summary><span class="mark">${escaped(mark)}</span><span class="head"><b>${title}</b><span class="facts">${facts.map((fact) => `<span>${escaped(fact)}</span>`).join(' ')}</span></span></summary>
<dl>
${rows.map(([label, text]) => `<dt>${label}</dt><dd>${text}</dd>`).join('\n')}
</dl>
</details>`;
}

function block(statements: readonly string[]): string {
  const lines = statements.flatMap((one) => sqlLines(printableLines(one), 96));
  return `<pre tabindex="0"><code>${markup(lines.join('\n'))}</code></pre>`;
}

function createCard(index: IndexToCreate, number: number, queries: readonly ReportedQuery[]): string {
  const serves = index.serves.map((one) => {
    const title = queries.find((query) => query.number === one.query)?.title ?? '';
    return `<li><a href="#query-${one.query}">${one.query}. ${escaped(title)}</a>: ${escaped(gainText(one))}</li>`;
  });
  const instead = index.alternatives.map(
    (one) => `<li>${code(one.definition)} <span class="quiet">${prose(insteadText(one, index))}</span></li>`,
  );
  return card(
    `create-${number}`,
    String(number),
    code(index.definition),
    [sizeText(index), waitsText(index.waits), `confidence ${index.confidence}/10`],
    [
      ['Why', index.why.map((why) => `<p>${prose(why)}</p>`).join('')],
      ...(serves.length > 0 ? [['Serves', `<ul>${serves.join('')}</ul>`] as const] : []),
      ...(index.foreignKeys.length > 0
        ? [['Checks', prose(`${index.foreignKeys.join(', ')}: no query plan shows them`)] as const]
        : []),
      ['Run', block(index.sql.map(terminated))],
      ['Writes', prose(writeText(index.writeCost))],
      ['Evidence', evidenceHtml(index.evidence)],
      ...(index.maybeUnique ? [['Unique', prose(uniqueText)] as const] : []),
      ...(instead.length > 0 ? [['Instead', `<ul>${instead.join('')}</ul>`] as const] : []),
    ],
    true,
  );
}

function dropCard(index: IndexToDrop, number: number): string {
  return card(
    `drop-${number}`,
    String(number),
    code(index.definition ?? index.index),
    [index.index, `frees ${bytes(index.bytes)}`, `confidence ${index.confidence}/10`],
    [
      ['Why', prose(index.why)],
      ['Run', block(index.sql.map(terminated))],
      ['Evidence', evidenceHtml(index.evidence)],
    ],
    true,
  );
}

/** Reads against writes, an index a row. */
function balance(report: IndexReport): string {
  const { heads, rows } = balanceTable(report);
  if (rows.length === 0) return '';
  const cells = rows.map(
    (row) => `<tr>${row.map((cell, at) => `<td>${at === 1 ? code(cell) : escaped(cell)}</td>`).join('')}</tr>`,
  );
  return `<h2>What each brings to reads and takes from writes</h2>
<div class="card scale" tabindex="0"><table><thead><tr>${heads.map((head) => `<th>${escaped(head)}</th>`).join('')}</tr></thead><tbody>${cells.join('')}</tbody></table></div>`;
}

function totals(report: IndexReport): string {
  if (report.queries.length === 0) return '';
  const rows = totalRows(report).map(
    (row) => `<tr><td>${escaped(row.name)}</td><td>${escaped(row.before)}</td><td>${escaped(row.after)}</td></tr>`,
  );
  return `<h2>Before and after</h2>
<div class="card scale" tabindex="0"><table><thead><tr><th></th><th>before</th><th>after</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function queryCard(query: ReportedQuery): string {
  const { before, after, costBefore, costAfter } = query;
  const facts = [
    ...(query.where === undefined ? [] : [query.where]),
    ...(query.callsPerSecond === undefined ? [] : [calledText(query.callsPerSecond)]),
    query.error === undefined
      ? `${costText(costBefore)} → ${costText(costAfter)} (${changeText({ before: costBefore, after: costAfter })})`
      : 'refused',
    coverageText(query),
  ];
  return card(`query-${query.number}`, String(query.number), escaped(query.title), facts, [
    ['Query', block([query.sql.trim()])],
    ...(query.error === undefined ? [] : [['Refused', escaped(query.error)] as const]),
    ...(before && after
      ? [
          [
            'Plans',
            `<pre tabindex="0"><code>${markup(comparisonDiff(comparePlans(before, after), true))}</code></pre>`,
          ] as const,
        ]
      : []),
    ...(query.doubts.length > 0
      ? [['Doubts', query.doubts.map((doubt) => `<p>${prose(doubt)}</p>`).join('')] as const]
      : []),
  ]);
}
