import { comparePlans } from '../explain/comparison.ts';
import { comparisonDiff } from '../explain/comparison-diff.ts';
import { capital, costText } from '../explain/words.ts';
import { terminated } from '../finding-parts.ts';
import { details, diagnosticList, folded, list } from '../markdown-sections.ts';
import { code, escaped, fenced, prose } from '../markdown-text.ts';
import { printableLines } from '../printable.ts';
import { bytes, count } from '../words.ts';
import { balanceTable } from './balance.ts';
import { changed } from './query-text.ts';
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

/** A comment on GitHub holds 65 536 characters. */
const mostCharacters = 65_000;

/** How much of each part stands in the report. */
interface Shown {
  readonly plans: number;
  readonly rejected: number;
  /** Of each index. */
  readonly alternatives: number;
  readonly queries: number;
  /** Indexes that stand with their reasons; the others with their statements alone. */
  readonly reasons: number;
}

/** What is left out first, second… until it fits. */
const lengths: readonly Shown[] = [
  { plans: 20, rejected: 40, alternatives: 10, queries: 1000, reasons: 1000 },
  { plans: 5, rejected: 20, alternatives: 3, queries: 1000, reasons: 1000 },
  { plans: 0, rejected: 10, alternatives: 1, queries: 200, reasons: 100 },
  { plans: 0, rejected: 0, alternatives: 0, queries: 50, reasons: 30 },
  { plans: 0, rejected: 0, alternatives: 0, queries: 20, reasons: 5 },
];

/** The report as Markdown (GitHub's kind), for a pull request, an issue or a wiki: shortened until it fits, unless all is asked for. */
export function indexesMarkdown(report: IndexReport, options: { readonly verbose?: boolean } = {}): string {
  if (options.verbose) return markdown(report, true, everything);
  let text = '';
  for (const shown of lengths) {
    text = markdown(report, false, shown);
    if (text.length <= mostCharacters) break;
  }
  return text;
}

const everything: Shown = {
  plans: Number.POSITIVE_INFINITY,
  rejected: Number.POSITIVE_INFINITY,
  alternatives: Number.POSITIVE_INFINITY,
  queries: Number.POSITIVE_INFINITY,
  reasons: Number.POSITIVE_INFINITY,
};

/** A sentence on what is not shown, where something is not. */
function leftOut({ create, queries, rejected }: IndexReport, verbose: boolean, shown: Shown): string {
  const plansOf = queries.filter((query) => verbose || changed(query)).length;
  const instead = create.reduce((sum, one) => sum + Math.max(0, one.alternatives.length - shown.alternatives), 0);
  const parts = [
    [plansOf - shown.plans, 'plan'] as const,
    [rejected.length - shown.rejected, 'rejected index'] as const,
    [instead, 'alternative'] as const,
    [queries.length - shown.queries, 'query'] as const,
    [create.length - shown.reasons, 'reason'] as const,
  ].flatMap(([number, word]) => (number > 0 ? [count(number, word)] : []));
  return parts.length === 0
    ? ''
    : `_Left out, so that it fits in a comment: ${parts.join(', ')}. --verbose shows all._`;
}

function markdown(report: IndexReport, verbose: boolean, shown: Shown): string {
  const { create, drop, queries, rewrites, rejected, monitoring } = report;
  const sections = [
    opening(report),
    ...(create.length > 0
      ? [
          `## Create, in this order (${create.length})`,
          ...create.map((one, at) => created(one, at + 1, queries, shown)),
        ]
      : []),
    ...(drop.length > 0 ? [`## Drop (${drop.length})`, ...drop.map((one, at) => dropped(one, at + 1))] : []),
    balance(report),
    totals(report),
    queryTable(queries, shown),
    ...plans(queries, verbose, shown),
    ...(rewrites.length > 0 ? [`## ${formsTitle(rewrites)} (${rewrites.length})`] : []),
    ...rewrites.map(
      (form) =>
        `### Query ${form.query}: ${prose(form.title)}\n\nCost ${prose(formCostText(form))}. ${prose(capital(form.tested))}.\n\n${fenced(printableLines([form.sql.trim(), ...form.create.flatMap((one) => one.sql)].map(terminated).join('\n')), 'sql')}`,
    ),
    list(
      'What no index serves',
      queries.flatMap(({ number, title, unserved }) =>
        unserved === undefined ? [] : [`${number}. ${escaped(title)}: ${prose(unserved)}`],
      ),
    ),
    folded(
      `Considered and rejected (${rejected.length})`,
      rejected.slice(0, shown.rejected).map((one) => `${code(one.definition)}: ${prose(rejectedText(one))}`),
    ),
    monitoring.length === 0
      ? ''
      : details(
          'Watch afterwards',
          monitoring.map((one) => `${prose(one.title)}\n\n${fenced(one.sql, 'sql')}`).join('\n\n'),
        ),
    list('Assumed', report.assumptions.map(prose)),
    list('Why production might plan otherwise', report.doubts.map(prose)),
    list('Questions whose answers would change this', report.questions.map(prose)),
    diagnosticList(report.diagnostics),
    list('Next steps', report.nextSteps.map(prose), true),
    leftOut(report, verbose, shown),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function opening(report: IndexReport): string {
  const { tool, source, search } = report;
  const { what, gain, price } = indexVerdict(report);
  const from = [
    `${escaped(source.name)} (${source.kind})`,
    escaped(source.engine),
    escaped(`${tool.name} ${tool.version}`),
  ];
  return [
    `# Indexes for ${escaped(source.name)}`,
    `**${escaped(capital(what))}.**`,
    ...(report.queries.length === 0 ? [] : [`${escaped(capital(gain))}. ${escaped(capital(price))}.`]),
    `_${from.join(' · ')} · ${count(search.candidates, 'candidate')}, ${count(search.calls, 'call')} of the planner${search.complete ? '' : ', ended early'}_`,
  ].join('\n\n');
}

function created(
  index: IndexToCreate,
  number: number,
  queries: readonly ReportedQuery[],
  { alternatives, reasons }: Shown,
): string {
  const points = [
    ...index.why.map((why) => `- ${prose(why)}`),
    ...index.serves.map(
      (one) =>
        `- serves query ${one.query} (${escaped(queries.find((query) => query.number === one.query)?.title ?? '')}): ${gainText(one)}`,
    ),
    ...index.foreignKeys.map((key) => `- needed by the foreign key ${prose(key)}: no query plan shows it`),
    `- takes ${prose(sizeText(index))}; writes: ${prose(writeText(index.writeCost))}`,
    `- ${waitsText(index.waits)}`,
    ...index.evidence.map((one) => `- _${one.kind}_: ${prose(one.text)}`),
    ...(index.maybeUnique ? [`- ${uniqueText}`] : []),
    ...index.alternatives
      .slice(0, alternatives)
      .map((one) => `- instead: ${code(one.definition)}: ${prose(insteadText(one, index))}`),
  ];
  const parts = [`### ${number}. ${code(index.definition)}`, sqlBlock(index.sql), points.join('\n')];
  return parts.slice(0, number > reasons ? 2 : 3).join('\n\n');
}

function dropped(index: IndexToDrop, number: number): string {
  const points = [
    `- ${prose(index.why)}`,
    `- frees ${bytes(index.bytes)}`,
    ...index.evidence.map((one) => `- _${one.kind}_: ${prose(one.text)}`),
  ];
  return [`### ${number}. ${code(index.definition ?? index.index)}`, sqlBlock(index.sql), points.join('\n')].join(
    '\n\n',
  );
}

function sqlBlock(sql: readonly string[]): string {
  return fenced(printableLines(sql.map(terminated).join('\n')), 'sql');
}

/** Reads against writes, an index a row. */
function balance(report: IndexReport): string {
  const { heads, rows } = balanceTable(report);
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => (at === 1 ? escaped(cell) : cell)).join(' | ')} |`;
  return [
    '## What each brings to reads and takes from writes',
    [line(heads), `|---:|---|---:|---:|---:|---:|${heads.length > 6 ? '---|' : ''}`, ...rows.map(line)].join('\n'),
  ].join('\n\n');
}

function totals(report: IndexReport): string {
  if (report.queries.length === 0) return '';
  const rows = totalRows(report).map((row) => `| ${row.name} | ${row.before} | ${row.after} |`);
  return ['## Before and after', ['| | before | after |', '|---|---:|---:|', ...rows].join('\n')].join('\n\n');
}

function queryTable(queries: readonly ReportedQuery[], shown: Shown): string {
  if (queries.length === 0) return '';
  const rows = queries.slice(0, shown.queries).map((query) => {
    const calls = query.callsPerSecond === undefined ? '' : calledText(query.callsPerSecond);
    const worse = query.worse ? ' **dearer**' : '';
    return `| ${query.number} | ${escaped(query.title)} | ${calls} | ${costText(query.costBefore)} | ${costText(query.costAfter)}${worse} | ${escaped(query.error ?? coverageText(query))} |`;
  });
  return [
    `## Queries (${queries.length})`,
    ['| | query | calls | before | after | indexes |', '|---:|---|---|---:|---:|---|', ...rows].join('\n'),
  ].join('\n\n');
}

function plans(queries: readonly ReportedQuery[], verbose: boolean, most: Shown): readonly string[] {
  const shown = queries.filter((query) => verbose || changed(query));
  return shown
    .slice(0, most.plans)
    .flatMap(({ number, title, before, after, sql }) =>
      before && after
        ? [
            details(
              `Query ${number}: ${escaped(title)}`,
              [
                fenced(printableLines(sql.trim()), 'sql'),
                fenced(comparisonDiff(comparePlans(before, after), verbose), 'diff'),
              ].join('\n\n'),
            ),
          ]
        : [],
    );
}
