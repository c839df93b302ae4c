import { type Finding, type FindingItem, subjectText } from '../findings/finding.ts';
import { orderReport } from '../findings/order.ts';
import type { Report } from '../findings/report.ts';
import { sureEnough } from '../findings/sure-enough.ts';
import { terminated } from './finding-parts.ts';
import { printable } from './printable.ts';
import { wrap } from './width.ts';
import { count, priorityWords, verdict } from './words.ts';

/**
 * All fixes as one commented script, the most pressing first. A statement that several findings ask for stands once.
 * What is presumed rather than known (confidence 5 or less) is commented out, to be looked at before.
 */
export function sql(report: Report): string {
  const ordered = orderReport(report);
  const done = new Set<string>();
  const sections = ordered.findings.flatMap((finding, at) => section(finding, at + 1, done));
  const statements = ordered.findings.flatMap(({ items }) => items.flatMap((item) => item.sql));
  const concurrent = statements.some((one) => /\bCONCURRENTLY\b/.test(one))
    ? ' Run it statement by statement, not in one transaction: CREATE INDEX CONCURRENTLY and its like are refused inside one.'
    : '';
  const lines = [
    ...comment(
      `Fixes for ${ordered.source.name} (${ordered.source.engine}), by ${ordered.tool.name} ${ordered.tool.version}.`,
    ),
    ...comment(`Score ${ordered.score.value} of 100. ${verdict(ordered)}`),
    '--',
    ...(statements.length > 0
      ? [
          ...comment(`Run it on a copy first.${concurrent}`),
          ...comment(
            `Lines that begin with "--?" rest on a presumption (confidence below ${sureEnough}): check them, then take the mark away.`,
          ),
        ]
      : comment('Nothing here can be fixed by a statement alone.')),
    ...sections,
  ];
  return `${lines.join('\n')}\n`;
}

function section(finding: Finding, number: number, done: Set<string>): readonly string[] {
  const bar = `-- ${'='.repeat(74)}`;
  const head = [
    '',
    bar,
    ...comment(`${number}. ${finding.priority} (${priorityWords[finding.priority]}): ${finding.message}`),
    ...comment(
      `${finding.rule}, confidence ${finding.confidence} of 10, ${count(finding.items.length, 'case')}, effort: ${finding.effort}`,
    ),
    ...comment(`Why: ${finding.why}`),
    ...comment(`Trade-off: ${finding.tradeOff}`),
    bar,
  ];
  return [...head, ...finding.items.flatMap((item) => itemLines(item, done))];
}

function itemLines(item: FindingItem, done: Set<string>): readonly string[] {
  const lines = [
    '',
    ...comment(`${item.priority} ${subjectText(item.at)}${item.file ? ` (${item.file.file}:${item.file.line})` : ''}`),
  ];
  if (item.sql.length === 0) return [...lines, ...comment('No statement: it needs a decision.')];
  const isSure = item.confidence >= sureEnough;
  if (item.inScript?.length === 0) {
    return [
      ...lines,
      ...comment(
        isSure
          ? 'Made above, along with the other changes of the table.'
          : 'It rests on a presumption and makes a table anew: review again after the others, and see then.',
      ),
    ];
  }
  for (const statement of (item.inScript ?? item.sql).map(terminated)) {
    if (item.inScript) lines.push(statement);
    else if (done.has(statement)) lines.push(...comment(`As above: ${statement}`));
    else if (!isSure) lines.push(...statement.split(/\r\n?|\n/).map((line) => `--? ${line}`));
    else {
      done.add(statement);
      lines.push(statement);
    }
  }
  return lines;
}

/** Text as comment lines; nothing in it can end the comment. */
function comment(text: string): readonly string[] {
  return wrap(printable(text), 77).map((line) => `-- ${line}`);
}
