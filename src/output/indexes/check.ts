import { printable } from '../printable.ts';
import { type Page, pageOf, type TextOptions } from '../text-style.ts';
import { wrap } from '../width.ts';
import { count, digits } from '../words.ts';

/** What became of a query since its strategy was written. */
export interface CheckedQuery {
  readonly name: string;
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
  readonly queries: readonly CheckedQuery[];
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
  ];
  return `${lines.join('\n')}\n`;
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
