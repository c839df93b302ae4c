import { duration } from '../../explain/figures.ts';
import { comparePlans } from '../explain/comparison.ts';
import { comparisonText } from '../explain/comparison-text.ts';
import { changeText, costText } from '../explain/words.ts';
import { printable, printableLines } from '../printable.ts';
import { sqlLines } from '../sql-lines.ts';
import { besideLabel, hanging, labelled, type Page } from '../text-style.ts';
import { wrapParts } from '../width.ts';
import type { ReportedQuery } from './report.ts';
import { calledText, coverageText } from './words.ts';

/** A query with its costs and indexes, and with its plan before and after where that is asked for. */
export function queryText(query: ReportedQuery, withPlans: boolean, page: Page): readonly string[] {
  const { colors } = page;
  const facts = [
    ...(query.where === undefined ? [] : [query.where]),
    ...(query.callsPerSecond === undefined ? [] : [calledText(query.callsPerSecond)]),
    ...(query.goalMilliseconds === undefined ? [] : [`goal ${duration(query.goalMilliseconds)}`]),
  ];
  const mark = `  ${String(query.number).padStart(2)}.`;
  const style = query.covered === 'full' ? colors.green : query.covered === 'partly' ? colors.yellow : colors.dim;
  return [
    ...hanging(page, mark, printable(query.title), colors.bold),
    ...wrapParts(facts.map(printable), ' · ', page.width - 6).map((line) => `      ${colors.dim(line)}`),
    ...(query.error === undefined
      ? labelled(page, 'Cost', costLine(query), query.worse ? colors.red : (line) => line)
      : labelled(page, 'Refused', printable(query.error), colors.red)),
    ...labelled(page, 'Indexes', printable(coverageText(query)), style),
    ...(page.verbose ? statement(query, page) : []),
    ...(withPlans ? plans(query, page) : []),
    ...besideLabel(page, 'Doubts', page.verbose ? query.doubts.map((doubt) => colors.yellow(printable(doubt))) : []),
  ];
}

function costLine({ costBefore, costAfter, worse, predictedMilliseconds }: ReportedQuery): string {
  const time = predictedMilliseconds === undefined ? '' : `; predicted ${duration(predictedMilliseconds)}`;
  if (Math.abs(costBefore - costAfter) <= costBefore * 0.005) return `${costText(costBefore)}, as before${time}`;
  const change = changeText({ before: costBefore, after: costAfter });
  return `${costText(costBefore)} → ${costText(costAfter)} (${change}${worse ? ': beyond the tolerance' : ''})${time}`;
}

/** Whether its plan is another one. */
export function changed({ before, after, costBefore, costAfter }: ReportedQuery): boolean {
  return before !== undefined && after !== undefined && Math.abs(costBefore - costAfter) > costBefore * 0.005;
}

function statement({ sql }: ReportedQuery, page: Page): readonly string[] {
  return sqlLines(printableLines(sql.trim()), page.width - 6).map((line) => `      ${line}`);
}

function plans({ before, after }: ReportedQuery, page: Page): readonly string[] {
  if (!before || !after) return [];
  return ['', ...comparisonText(comparePlans(before, after), page.width - 4, page).map((line) => `    ${line}`)];
}
