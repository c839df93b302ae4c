import type { Evidence } from '../findings/evidence.ts';
import { type Finding, type FindingItem, type Priority, subjectText } from '../findings/finding.ts';
import { mergedEvidence, migration, mixedPriorities, shownEvidence } from './finding-parts.ts';
import { printable, printableLines } from './printable.ts';
import { sqlLines } from './sql-lines.ts';
import { besideLabel, labelled, type Page, roomBesideLabel, type Style } from './text-style.ts';
import { displayWidth, padEnd, wrap, wrapParts } from './width.ts';
import { count, digits } from './words.ts';

/** The colour of a priority. */
export function priorityStyle(page: Page, priority: Priority): Style {
  return priority === 'P0' ? page.colors.red : priority === 'P1' ? page.colors.yellow : page.colors.blue;
}

/** How much of a finding is shown when not all of it is. */
interface Limits {
  readonly items: number;
  readonly evidence: number;
  readonly sqlLines: number;
}

function limits(page: Page, finding: Finding): Limits {
  if (page.verbose) return { items: Infinity, evidence: Infinity, sqlLines: Infinity };
  return finding.priority === 'P2' ? { items: 3, evidence: 2, sqlLines: 6 } : { items: 5, evidence: 4, sqlLines: 12 };
}

/** One finding: headline, where, why, evidence, fix, cost. */
export function findingText(finding: Finding, number: number, page: Page): readonly string[] {
  const { colors } = page;
  const style = priorityStyle(page, finding.priority);
  const limit = limits(page, finding);
  const mark = `${number}.`.padEnd(3);
  const headline = wrap(printable(finding.message), page.width - mark.length - 1).map(
    (line, at) => `${at === 0 ? style(mark) : ' '.repeat(mark.length)} ${colors.bold(line)}`,
  );
  const mixed = mixedPriorities(finding);
  const facts = [finding.rule, finding.dimension, `confidence ${finding.confidence}/10`, ...(mixed ? [mixed] : [])];
  const [rule, ...others] = wrapParts(facts, ' · ', page.width - 4);
  return [
    ...headline,
    `    ${colors.cyan(finding.rule)}${colors.dim((rule ?? '').slice(finding.rule.length))}`,
    ...others.map((line) => `    ${colors.dim(line)}`),
    ...besideLabel(page, 'Where', where(finding, limit, page)),
    ...labelled(page, 'Why', printable(finding.why)),
    ...besideLabel(page, 'Evidence', evidence(finding, limit, page)),
    ...besideLabel(page, 'Fix', fix(finding, limit, page)),
    ...labelled(page, 'Effort', printable(`${finding.effort}. ${finding.tradeOff}`)),
    '',
  ];
}

function where(finding: Finding, limit: Limits, page: Page): readonly string[] {
  const shown = finding.items.slice(0, limit.items === finding.items.length - 1 ? limit.items + 1 : limit.items);
  const room = roomBesideLabel(page);
  const lines = shown.flatMap((item) => place(item, finding, room, page));
  const rest = finding.items.length - shown.length;
  return rest > 0 ? [...lines, page.colors.dim(`… and ${digits(rest)} more (--verbose)`)] : lines;
}

/** A subject with its file, and, in full, the item's own sentence. */
function place(item: FindingItem, finding: Finding, room: number, page: Page): readonly string[] {
  const { dim } = page.colors;
  const subject = printable(subjectText(item.at));
  const notes = [
    item.file ? printable(`${item.file.file}:${item.file.line}`) : '',
    item.priority === finding.priority ? '' : item.priority,
  ].filter((note) => note !== '');
  const note = notes.join(' · ');
  const lines = [...wrap(subject, room)];
  const last = lines.at(-1) ?? '';
  if (note !== '' && displayWidth(last) + 2 + displayWidth(note) <= room)
    lines[lines.length - 1] = `${last}  ${dim(note)}`;
  else if (note !== '') lines.push(...wrap(note, room - 2).map((line) => `  ${dim(line)}`));
  if (page.verbose && finding.items.length > 1)
    lines.push(...wrap(printable(item.message), room - 2).map((line) => `  ${dim(line)}`));
  return lines;
}

/** Evidence beside a label, its kind before it. */
export function evidenceLines(shown: readonly Evidence[], page: Page): readonly string[] {
  const kindWidth = 11;
  return shown.flatMap((one) =>
    wrap(printable(one.text), roomBesideLabel(page) - kindWidth).map(
      (line, at) => (at === 0 ? page.colors.green(padEnd(one.kind, kindWidth)) : ' '.repeat(kindWidth)) + line,
    ),
  );
}

function evidence(finding: Finding, limit: Limits, page: Page): readonly string[] {
  const shown = shownEvidence(finding, limit.evidence);
  const lines = evidenceLines(shown, page);
  const rest = mergedEvidence(finding).length - shown.length;
  return rest > 0 ? [...lines, page.colors.dim(`… and ${digits(rest)} more (--verbose)`)] : lines;
}

function fix(finding: Finding, limit: Limits, page: Page): readonly string[] {
  const { dim } = page.colors;
  const room = roomBesideLabel(page);
  const statements = migration(finding);
  if (statements.length === 0) {
    return wrap(`By hand: it needs a decision (relvar rules ${finding.rule}).`, room);
  }
  const lines: string[] = [];
  let shown = 0;
  for (const statement of statements) {
    const itsLines = sqlLines(printableLines(statement), room);
    if (lines.length + itsLines.length > limit.sqlLines && (shown > 0 || itsLines.length > limit.sqlLines)) {
      if (shown === 0)
        return [
          ...itsLines.slice(0, limit.sqlLines),
          dim(`… ${itsLines.length - limit.sqlLines} more lines (--verbose)`),
        ];
      break;
    }
    lines.push(...itsLines);
    shown++;
  }
  const rest = statements.length - shown;
  return rest > 0 ? [...lines, dim(`… and ${count(rest, 'more statement')} (--verbose)`)] : lines;
}
