/**
 * Text that is safe to show on one line: control characters (a name may hold a line break or a terminal's escape
 * sequence) and characters that turn the direction of reading are written out as escapes.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/gu, writtenOut);
}

/** The same for text of several lines: line breaks stay, tabs become spaces. */
export function printableLines(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll('\t', '    ').split('\n').map(printable).join('\n');
}

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function writtenOut(character: string): string {
  return short[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
