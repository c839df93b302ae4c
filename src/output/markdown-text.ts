import { printable } from './printable.ts';

/** Text in which nothing is Markdown or HTML, on one line. */
export function escaped(text: string): string {
  return printable(text)
    .replaceAll(/[\\`*[\]<>|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll(/(^|[^\p{L}\p{N}])_|_(?=$|[^\p{L}\p{N}])/gu, '$1\\_')
    .replaceAll('@', '@\u200B')
    .replace(/^(\s*)([#+-]|\d+[.)])(?=\s|$)/, '$1\\$2');
}

/** A sentence: what stands in backticks stays code, all else is escaped. */
export function prose(text: string): string {
  return text
    .split(/(`[^`\n]+`)/)
    .map((part, at) => (at % 2 === 1 ? code(part.slice(1, -1)) : escaped(part)))
    .join('');
}

/** Text as code in a line, whatever backticks it has. Not for the cells of a table, where a pipe would end the cell. */
export function code(text: string): string {
  const inner = printable(text);
  const fence = '`'.repeat(longestRun(inner) + 1);
  const pad = inner.startsWith('`') || inner.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${inner}${pad}${fence}`;
}

/** Text as a block of code, whatever backticks it has. */
export function fenced(text: string, language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
}
