/** A line of a paste, with its number in what was pasted, from 1. */
export interface Line {
  readonly text: string;
  readonly number: number;
}

/** Lines without what a medium does to characters: no-break spaces, carriage returns, HTML entities, arrows. */
export function linesOf(text: string): readonly Line[] {
  let plain = text
    .replace(/^\uFEFF/, '')
    .replace(/\u200B|\u200C|\u200D|\u2060|\u00AD/g, '')
    .replace(/[\u00A0\u2007\u202F\u2009]/g, ' ')
    .replace(/\r\n?/g, '\n');
  if (/&(?:gt|lt|quot|#39|nbsp);/.test(plain) && !plain.includes('<Node-Type>')) plain = decoded(plain);
  // A string of a program's source or log: one line with escapes.
  if (!plain.trim().includes('\n') && !/^\s*[[{]/.test(plain) && /\\n\s*(?:->|\\?"|[A-Z])/.test(plain))
    plain = unescaped(plain);
  return plain
    .replace(/^(\s*)[→⇒]\s*/gm, '$1->  ')
    .split('\n')
    .map((line, at) => ({ text: line, number: at + 1 }));
}

function unescaped(text: string): string {
  return text
    .replace(/\\\\/g, '\u0000')
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, '\t')
    .replace(/\\(["'])/g, '$1')
    .replaceAll('\u0000', '\\');
}

/** Text of XML or HTML with its entities replaced. */
export function decoded(text: string): string {
  return text.replace(/&(?:(lt|gt|quot|apos|nbsp|amp)|#(\d+)|#x([\da-f]+));/gi, (whole, name, decimal, hexadecimal) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hexadecimal !== undefined) return String.fromCodePoint(Number.parseInt(hexadecimal, 16));
    return entities[String(name).toLowerCase()] ?? whole;
  });
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', amp: '&' };

/** The column at which a line's text begins. */
export function columnOf(text: string): number {
  const at = text.search(/\S/);
  return at < 0 ? text.length : at;
}

/** True when at least this share of the lines that are not blank is so. */
export function mostly(lines: readonly Line[], share: number, test: (text: string) => boolean): boolean {
  let all = 0;
  let found = 0;
  for (const { text } of lines) {
    if (text.trim() === '') continue;
    all++;
    if (test(text)) found++;
  }
  return found > 0 && found >= all * share;
}
