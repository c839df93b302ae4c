import type { Diagnostic } from '../findings/error.ts';
import { type Finding, type FindingItem, type Priority, subjectText } from '../findings/finding.ts';
import { orderResults, type Results } from '../findings/order.ts';
import type { Report } from '../findings/report.ts';
import { terminated } from './finding-parts.ts';
import { printable, printableLines } from './printable.ts';
import { verdict } from './words.ts';

const levels: Readonly<Record<Priority, string>> = { P0: 'error', P1: 'warning', P2: 'notice' };

/**
 * Workflow commands that GitHub Actions turns into annotations: P0 as error, P1 as warning, P2 as notice, one for
 * each case. GitHub shows ten of each level for a step, so the most pressing case of every finding comes before the
 * second of any. Errors and warnings about the source itself come first.
 */
export function github(report: Report): string {
  const { score } = report;
  return annotations(report, { title: `Schema health ${score.value}/100`, message: verdict(report) });
}

/** The same for any list of findings; `closing` is the notice at the end. */
export function annotations(results: Results, closing: { readonly title: string; readonly message: string }): string {
  const { findings, diagnostics } = orderResults(results);
  const turns = findings
    .flatMap((finding, place) => finding.items.map((item, turn) => ({ finding, item, place, turn })))
    .sort((a, b) => a.turn - b.turn || a.place - b.place);
  const lines = [
    ...diagnostics.filter((diagnostic) => diagnostic.severity !== 'note').map(diagnosticCommand),
    ...turns.map(({ finding, item }) => itemCommand(finding, item)),
    command('notice', { title: closing.title }, closing.message),
  ];
  return `${lines.join('\n')}\n`;
}

function itemCommand(finding: Finding, item: FindingItem): string {
  const lines = [printable(item.message), printable(`Why: ${item.why ?? finding.why}`)];
  if (item.sql.length > 0) lines.push(`Fix: ${printableLines(item.sql.map(terminated).join('\n'))}`);
  if (item.alsoAt) lines.push(`Also: ${printable(item.alsoAt.map(({ file, line }) => `${file}:${line}`).join(', '))}`);
  if (!item.file) lines.push(`At: ${printable(subjectText(item.at))}`);
  const title = `${item.priority} ${finding.rule} (confidence ${item.confidence}/10)`;
  return command(levels[item.priority], { file: item.file?.file, line: item.file?.line, title }, lines.join('\n'));
}

function diagnosticCommand(diagnostic: Diagnostic): string {
  const { severity, code, message, file, line, hint } = diagnostic;
  return command(
    severity,
    { file, line, title: code },
    printableLines(hint === undefined ? message : `${message}\n${hint}`),
  );
}

/** A command with the escapes that the runner undoes (actions/runner, ActionCommand.cs): `;` is none of them. */
function command(
  name: string,
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const list = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name} ${list.join(',')}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
