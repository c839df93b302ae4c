import { capital } from '../explain/words.ts';
import { terminated } from '../finding-parts.ts';
import { printable, printableLines } from '../printable.ts';
import { sqlLines } from '../sql-lines.ts';
import { assumptionSection, diagnosticSection, nextStepSection } from '../text-sections.ts';
import {
  besideLabel,
  hanging,
  heading,
  labelled,
  type Page,
  pageOf,
  roomBesideLabel,
  type Style,
  type TextOptions,
} from '../text-style.ts';
import { cut, padEnd, wrap, wrapParts } from '../width.ts';
import { bytes, count, digits } from '../words.ts';
import { balanceTable } from './balance.ts';
import { createText, dropText } from './index-text.ts';
import { changed, queryText } from './query-text.ts';
import type { IndexReport, ReportedQuery } from './report.ts';
import { totalRows } from './totals.ts';
import { formCostText, formsTitle, indexVerdict, rejectedText } from './words.ts';

/** So many are shown when not all is asked for. */
const mostRejected = 8;
const mostPlans = 20;

/** The report for a terminal: begins with the verdict, then what to create and to drop, every query, and what was rejected. */
export function indexesText(report: IndexReport, options: TextOptions = {}): string {
  const page = pageOf(options);
  const lines = [
    ...opening(report, page),
    ...creations(report, page),
    ...drops(report, page),
    ...balance(report, page),
    ...totals(report, page),
    ...queries(report, page),
    ...forms(report, page),
    ...unserved(report, page),
    ...rejected(report, page),
    ...monitoring(report, page),
    ...assumptionSection(report.assumptions, page),
    ...list('Why production might plan otherwise', '  !', report.doubts, page.colors.yellow, page),
    ...list('Questions whose answers would change this', '  ?', report.questions, page.colors.bold, page),
    ...diagnosticSection(report.diagnostics, page),
    ...nextStepSection(report.nextSteps, page),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function opening(report: IndexReport, page: Page): readonly string[] {
  const { tool, source, search, limits, keptOut } = report;
  const { colors } = page;
  const where = [
    `${tool.name} ${tool.version}`,
    source.name === source.kind ? source.name : `${source.name} (${source.kind})`,
    source.engine,
  ];
  const { what, gain, price } = indexVerdict(report);
  const out = keptOut.reduce((sum, one) => sum + one.count, 0);
  const asked = [
    ...(limits.budgetBytes === undefined ? [] : [`at most ${bytes(limits.budgetBytes)} of new indexes`]),
    ...(limits.perTable === undefined ? [] : [`at most ${digits(limits.perTable)} new on a table`]),
    ...(limits.writeLimit === undefined ? [] : [`writes at most ${digits(limits.writeLimit * 100)}% dearer`]),
    ...(limits.dropOnly ? ['nothing new'] : []),
    ...(limits.keep.length > 0 ? [`${limits.keep.join(', ')} must stay`] : []),
  ];
  return [
    ...wrapParts(where.map(printable), ' · ', page.width).flatMap((line) => wrap(line, page.width).map(colors.dim)),
    '',
    ...labelled(page, 'Advice', printable(capital(what)), colors.bold),
    ...(report.queries.length === 0
      ? []
      : labelled(page, 'Gain', printable(capital(gain)), (line) => colors.green(line))),
    ...(report.queries.length === 0 ? [] : labelled(page, 'Price', printable(price))),
    ...(asked.length > 0 ? labelled(page, 'Limits', printable(capital(asked.join('; ')))) : []),
    ...labelled(
      page,
      'Searched',
      `${count(report.queries.length, 'query')}, ${count(search.candidates, 'candidate')}, ${count(search.calls, 'call')} of the planner${out > 0 ? `; ${count(out, 'statement')} kept out` : ''}${search.complete ? '' : '; ended early'}`,
      search.complete ? colors.dim : colors.yellow,
    ),
  ];
}

function creations({ create, queries }: IndexReport, page: Page): readonly string[] {
  if (create.length === 0) return [];
  const texts = create.map((one, at) => createText(one, at + 1, queries, page));
  return [...heading(page, `Create, in this order · ${create.length}`, page.colors.green), ...separated(texts)];
}

function drops({ drop, queries }: IndexReport, page: Page): readonly string[] {
  if (drop.length === 0) return [];
  const texts = drop.map((one, at) => dropText(one, at + 1, queries, page));
  return [...heading(page, `Drop · ${drop.length}`, page.colors.red), ...separated(texts)];
}

function separated(texts: readonly (readonly string[])[]): readonly string[] {
  return texts.flatMap((text, at) => (at === 0 ? text : ['', ...text]));
}

/** Reads against writes, an index a line. */
function balance(report: IndexReport, page: Page): readonly string[] {
  const { heads, rows } = balanceTable(report);
  if (rows.length === 0) return [];
  const numbers = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => (row[at] ?? '').length)));
  const fixed = numbers.reduce((sum, width, at) => (at === 1 ? sum : sum + width + 2), 2);
  const room = Math.max(10, page.width - fixed);
  const line = (cells: readonly string[]) => {
    const padded = cells.map((cell, at) =>
      at === 1 ? padEnd(cut(printable(cell), room), room) : cell.padStart(numbers[at] ?? 0),
    );
    return `  ${padded.join('  ')}`;
  };
  return [
    ...heading(page, 'What each brings to reads and takes from writes', page.colors.bold),
    page.colors.dim(line(heads)),
    ...rows.map(line),
  ];
}

function totals(report: IndexReport, page: Page): readonly string[] {
  if (report.queries.length === 0) return [];
  const rows = totalRows(report);
  const widest = Math.max(...rows.map((row) => row.name.length));
  const width = (at: 'before' | 'after') => Math.max(at.length, ...rows.map((row) => row[at].length));
  const line = (name: string, before: string, after: string) =>
    `  ${name.padEnd(widest)}  ${before.padStart(width('before'))}  ${after.padStart(width('after'))}`;
  return [
    ...heading(page, 'Before and after', page.colors.bold),
    page.colors.dim(line('', 'before', 'after')),
    ...rows.map((row) => line(row.name, row.before, row.after)),
  ];
}

function queries(report: IndexReport, page: Page): readonly string[] {
  if (report.queries.length === 0) return [];
  const gain = (query: ReportedQuery) => (query.costBefore - query.costAfter) * (query.callsPerSecond ?? 1);
  const changing = report.queries.filter(changed).toSorted((a, b) => Math.abs(gain(b)) - Math.abs(gain(a)));
  const planned = new Set(changing.slice(0, mostPlans));
  const rest = page.verbose ? 0 : changing.length - planned.size;
  return [
    ...heading(page, `Queries · ${report.queries.length}`, page.colors.bold),
    ...separated(report.queries.map((query) => queryText(query, page.verbose || planned.has(query), page))),
    ...(rest > 0
      ? ['', ...hanging(page, '   ', `plans of ${count(rest, 'other')} that change: --verbose`, page.colors.dim)]
      : []),
  ];
}

function forms({ rewrites }: IndexReport, page: Page): readonly string[] {
  if (rewrites.length === 0) return [];
  const room = roomBesideLabel(page);
  return [
    ...heading(page, `${formsTitle(rewrites)} · ${rewrites.length}`, page.colors.green),
    ...separated(
      rewrites.map((form) => [
        ...hanging(page, `  ${form.query}.`, printable(`query ${form.query}: ${form.title}`), page.colors.bold),
        ...labelled(page, 'Cost', printable(formCostText(form))),
        ...besideLabel(page, 'Query', sqlLines(form.sql.trim(), room).map(printable)),
        ...besideLabel(
          page,
          'Run',
          form.create.flatMap((one) => one.sql.flatMap((sql) => sqlLines(printableLines(terminated(sql)), room))),
        ),
        ...labelled(page, 'Tested', printable(form.tested)),
      ]),
    ),
  ];
}

function unserved({ queries: all }: IndexReport, page: Page): readonly string[] {
  const texts = all.flatMap(({ number, title, unserved: why }) =>
    why === undefined ? [] : [`${number}. ${title}: ${why}`],
  );
  return list('What no index serves', '  ·', texts, page.colors.bold, page);
}

function rejected({ rejected: all }: IndexReport, page: Page): readonly string[] {
  if (all.length === 0) return [];
  const { dim, bold } = page.colors;
  const shown = page.verbose || all.length === mostRejected + 1 ? all : all.slice(0, mostRejected);
  const rest = all.length - shown.length;
  return [
    ...heading(page, `Considered and rejected · ${all.length}`, bold),
    ...shown.flatMap((one) => [
      ...hanging(page, '  ·', printable(one.definition)),
      ...hanging(page, '   ', printable(rejectedText(one)), dim),
    ]),
    ...(rest > 0 ? hanging(page, '   ', `… and ${rest} more (--verbose)`, dim) : []),
  ];
}

function monitoring({ monitoring: all }: IndexReport, page: Page): readonly string[] {
  if (all.length === 0) return [];
  const { bold, dim } = page.colors;
  if (!page.verbose) {
    return [
      ...heading(page, 'Watch afterwards', bold),
      ...all.flatMap((one) => hanging(page, '  ·', printable(one.title))),
      ...hanging(page, '   ', 'the queries for that: --verbose, --format sql', dim),
    ];
  }
  return [
    ...heading(page, 'Watch afterwards', bold),
    ...separated(
      all.map((one) => [
        ...hanging(page, '  ·', printable(one.title)),
        ...one.sql
          .split('\n')
          .flatMap((line) => sqlLines(line, page.width - 4))
          .map((line) => `    ${printable(line)}`),
      ]),
    ),
  ];
}

function list(title: string, sign: string, texts: readonly string[], style: Style, page: Page): readonly string[] {
  if (texts.length === 0) return [];
  return [...heading(page, title, style), ...texts.flatMap((text) => hanging(page, sign, printable(text)))];
}
