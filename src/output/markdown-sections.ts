import type { Diagnostic } from '../findings/error.ts';
import { code, prose } from './markdown-text.ts';

/** A section of one list; nothing when there is nothing in it. */
export function list(title: string, lines: readonly string[], numbered = false): string {
  if (lines.length === 0) return '';
  return `## ${title}\n\n${lines.map((line, at) => `${numbered ? `${at + 1}.` : '-'} ${line}`).join('\n')}`;
}

/** A list that is folded away. */
export function folded(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : details(title, lines.map((line) => `- ${line}`).join('\n'));
}

/** A part that unfolds. */
export function details(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}

/** What went otherwise than it should. */
export function diagnosticList(diagnostics: readonly Diagnostic[]): string {
  return list(
    'Diagnostics',
    diagnostics.map((one) => {
      const place =
        one.file === undefined ? '' : `${code(`${one.file}${one.line === undefined ? '' : `:${one.line}`}`)} `;
      return `**${one.severity}** ${place}${prose(one.message)}${one.hint === undefined ? '' : `. ${prose(one.hint)}`}`;
    }),
  );
}
