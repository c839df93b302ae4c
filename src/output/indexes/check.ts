import type { Finding, FindingItem } from '../../findings/finding.ts';
import type { Results } from '../../findings/order.ts';
import type { RuleDescription } from '../../findings/report.ts';
import { code, escaped } from '../markdown-text.ts';
import { printable } from '../printable.ts';
import { type Page, pageOf, type TextOptions } from '../text-style.ts';
import { wrap } from '../width.ts';
import { count, digits } from '../words.ts';

/** What became of a query since its strategy was written. */
export interface CheckedQuery {
  readonly name: string;
  /** Where it stands in the strategy's file, from 1. */
  readonly line: number;
  /** `lost`: it is no longer read by its index; `gone`: the engine no longer plans it. */
  readonly state: 'served' | 'lost' | 'gone';
  /** Why, a sentence each. */
  readonly reasons: readonly string[];
  /** Planner costs: as the strategy has it, and now. */
  readonly cost: number;
  readonly costNow?: number;
}

export interface StrategyCheck {
  readonly file: string;
  readonly source: string;
  readonly engine: string;
  readonly queries: readonly CheckedQuery[];
  /** What is otherwise than when the strategy was made, a sentence each; it fails no check. */
  readonly changes: readonly string[];
}

/** Whether any query has lost what it had. */
export function checkFailed(check: StrategyCheck): boolean {
  return check.queries.some((query) => query.state !== 'served');
}

/** The check for a terminal or a log of CI: what was lost first, then one line for all the rest. */
export function checkText(check: StrategyCheck, options: TextOptions = {}): string {
  const page = pageOf(options);
  const lost = check.queries.filter((query) => query.state !== 'served');
  const served = check.queries.length - lost.length;
  const lines = [
    ...lost.flatMap((query) => lostLines(query, page)),
    lost.length === 0
      ? page.colors.green(
          `${served === 1 ? 'The query is' : `All ${count(served, 'query')} are`} read as ${printable(check.file)} says.`,
        )
      : page.colors.red(
          `${digits(lost.length)} of ${count(check.queries.length, 'query')} ${lost.length === 1 ? 'is' : 'are'} not read as ${printable(check.file)} says.`,
        ),
    ...(check.changes.length === 0
      ? []
      : ['', 'Changed since it was written; relvar indexes -o writes it anew:', ...changeLines(check, page)]),
  ];
  return `${lines.join('\n')}\n`;
}

function changeLines({ changes }: StrategyCheck, page: Page): readonly string[] {
  return changes.flatMap((change) =>
    wrap(printable(change), page.width - 4).map((line, at) => `${at === 0 ? '  · ' : '    '}${line}`),
  );
}

function lostLines(query: CheckedQuery, page: Page): readonly string[] {
  const { colors } = page;
  return [
    `${colors.red(query.state)}  ${colors.bold(printable(query.name))}`,
    ...query.reasons.flatMap((reason) => wrap(printable(reason), page.width - 6).map((line) => `      ${line}`)),
    '',
  ];
}

/** The check for programs. */
export function checkJson(check: StrategyCheck): string {
  return `${JSON.stringify({ format: 'relvar-indexes-check', version: 1, failed: checkFailed(check), ...check }, undefined, 2)}\n`;
}

/** The check for a comment on a merge request. */
export function checkMarkdown(check: StrategyCheck): string {
  const lost = check.queries.filter((query) => query.state !== 'served');
  const lines = [
    `# ${escaped(check.source)}`,
    '',
    lost.length === 0
      ? `All ${count(check.queries.length, 'query')} are read as ${code(check.file)} says.`
      : `${digits(lost.length)} of ${count(check.queries.length, 'query')} ${lost.length === 1 ? 'is' : 'are'} not read as ${code(check.file)} says.`,
    ...lost.flatMap((query) => [
      '',
      `- **${escaped(query.name)}** (${query.state}, ${code(`${check.file}:${query.line}`)})`,
      ...query.reasons.map((reason) => `  - ${escaped(reason)}`),
    ]),
    ...(check.changes.length === 0
      ? []
      : ['', 'Changed since it was written:', '', ...check.changes.map((change) => `- ${escaped(change)}`)]),
  ];
  return `${lines.join('\n')}\n`;
}

const rule: RuleDescription = {
  id: 'query-lost-its-index',
  category: 'indexes',
  dimension: 'performance',
  severity: 'high',
  summary: 'A query is no longer read as the strategy of indexes says.',
  why: 'It was served by an index when the strategy was written, and takes the longer now the larger its tables get.',
  effort: 'minutes',
  tradeOff: 'Where the change was meant, write the strategy anew.',
};

/** The check as findings, each at its query's line of the strategy, for forms that know of nothing else. */
export function checkFindings(check: StrategyCheck): Results {
  const items = check.queries.flatMap((query): readonly FindingItem[] =>
    query.state === 'served'
      ? []
      : [
          {
            severity: 'high',
            confidence: 9,
            importance: 1,
            priority: 'P0',
            id: `${rule.id}:${query.name.replaceAll(/\s+/g, '-')}`,
            at: { kind: 'schema', object: { schema: check.source, name: check.source } },
            file: { file: check.file, line: query.line },
            message: `"${query.name}": ${query.reasons.join('; ')}`,
            evidence: query.reasons.map((text) => ({ kind: 'planned', text })),
            changes: [],
            sql: [],
          },
        ],
  );
  const { id, category, dimension, summary, why, effort, tradeOff } = rule;
  const finding: Finding = {
    id,
    rule: id,
    category,
    dimension,
    priority: 'P0',
    confidence: 9,
    message: summary,
    why,
    effort,
    tradeOff,
    items,
  };
  const found = items.length > 0;
  return { findings: found ? [finding] : [], suppressed: [], diagnostics: [], rules: found ? [rule] : [] };
}
