import type { Explanation, Remedy } from '../../explain/explanation.ts';
import { terminated } from '../finding-parts.ts';
import { printable, printableLines } from '../printable.ts';
import { sqlLines } from '../sql-lines.ts';
import { evidenceLines } from '../text-finding.ts';
import { besideLabel, labelled, type Page, roomBesideLabel } from '../text-style.ts';
import { wrap } from '../width.ts';
import { count } from '../words.ts';
import { comparePlans } from './comparison.ts';
import { comparisonText } from './comparison-text.ts';
import { capital, comparisonNote, costsOf, effectText, predictionText, settingText } from './words.ts';

const mostSqlLines = 16;
const mostEvidence = 3;

/** A remedy with its number: the gain, what to run, what it costs, what speaks against it, the plan before and after. */
export function remedyText(remedy: Remedy, number: number, explanation: Explanation, page: Page): readonly string[] {
  const { colors } = page;
  const mark = ` ${number}.`.padEnd(4);
  const room = roomBesideLabel(page);
  const prediction = predictionText(remedy.effect);
  const sentences = (texts: readonly string[]) => texts.flatMap((text) => wrap(printable(text), room));
  const note = comparisonNote(explanation, remedy);
  const head = wrap(printable(capital(remedy.title)), page.width - 4).map(
    (line, at) => `${at === 0 ? colors.green(mark) : '    '}${colors.bold(line)}`,
  );
  const shown = page.verbose ? remedy.evidence : remedy.evidence.slice(0, mostEvidence);
  return [
    ...head,
    `    ${colors.dim([remedy.kind, ...remedy.signs.map((sign) => `for ${sign}`), `confidence ${remedy.confidence}/10`].join(' · '))}`,
    ...labelled(page, 'Cost', printable(`${effectText(remedy.effect)}, by the planner`), (line) => colors.green(line)),
    ...(prediction === undefined ? [] : labelled(page, 'Time', printable(prediction))),
    ...besideLabel(page, 'Run', statementLines(remedy, room, page)),
    ...(remedy.rewritten
      ? [
          ...besideLabel(page, 'Query', sqlPart(remedy.rewritten.sql, room, page)),
          ...labelled(page, 'Tested', printable(remedy.rewritten.tested)),
        ]
      : []),
    ...(remedy.setting ? labelled(page, 'Setting', printable(settingText(remedy.setting))) : []),
    ...besideLabel(page, 'Price', sentences(costsOf(remedy))),
    ...besideLabel(page, 'Evidence', [
      ...evidenceLines(shown, page),
      ...(remedy.evidence.length > shown.length
        ? [colors.dim(`… and ${remedy.evidence.length - shown.length} more (--verbose)`)]
        : []),
    ]),
    ...besideLabel(page, 'Doubts', sentences(remedy.doubts).map(colors.yellow)),
    '',
    ...(note === undefined ? [] : wrap(note, page.width - 2).map((line) => `  ${colors.dim(line)}`)),
    ...comparisonText(comparePlans(explanation.baseline ?? explanation.plan, remedy.after), page.width - 2, page).map(
      (line) => `  ${line}`,
    ),
  ];
}

function statementLines(remedy: Remedy, room: number, page: Page): readonly string[] {
  const all = remedy.sql.map(terminated).flatMap((statement) => sqlLines(printableLines(statement), room));
  return limited(all, page);
}

function sqlPart(sql: string, room: number, page: Page): readonly string[] {
  return limited(sqlLines(printableLines(terminated(sql.trim())), room), page);
}

function limited(all: readonly string[], page: Page): readonly string[] {
  if (page.verbose || all.length <= mostSqlLines + 1) return all;
  return [
    ...all.slice(0, mostSqlLines),
    page.colors.dim(`… ${count(all.length - mostSqlLines, 'more line')} (--verbose)`),
  ];
}
