const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** How many columns of a terminal the text takes: wide characters and emoji two, combining marks none. */
export function displayWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment);
  return width;
}

/** The text with spaces behind it up to the width. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** The text cut to the width, with an ellipsis where something was cut off. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = '';
  let used = 1;
  for (const { segment } of graphemes.segment(text)) {
    used += graphemeWidth(segment);
    if (used > width) break;
    kept += segment;
  }
  return `${kept.replace(/[\s,;:.]+$/, '')}…`;
}

/**
 * The text in lines of at most `width` columns, broken at spaces only: never inside a word, a quoted name that fits
 * on a line, or between the groups of three digits of a number. A word that is wider stands alone on its line.
 */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of words(text, width)) {
    const wide = displayWidth(word);
    if (line !== '' && used + 1 + wide > width) {
      lines.push(line);
      line = '';
      used = 0;
    }
    line += line === '' ? word : ` ${word}`;
    used += used === 0 ? wide : wide + 1;
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

/** A list in lines of at most `width` columns, broken between its parts only. */
export function wrapParts(parts: readonly string[], separator: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const joined = last === undefined ? part : last + separator + part;
    if (last === undefined || displayWidth(joined) > width) lines.push(part);
    else lines[lines.length - 1] = joined;
  }
  return lines;
}

/** Words, quoted runs and grouped numbers. */
function words(text: string, width: number): readonly string[] {
  const tokens = text.match(/(?:"(?:[^"]|"")*"|`[^`]*`|\d{1,3}(?: \d{3})+(?!\d)|[^\s"`]|["`])+/g) ?? [];
  return tokens.flatMap((token) => (/\s/.test(token) && displayWidth(token) > width ? token.split(/\s+/) : [token]));
}

function graphemeWidth(grapheme: string): number {
  const code = grapheme.codePointAt(0) ?? 0;
  if (/\p{Emoji_Presentation}|\uFE0F/u.test(grapheme)) return 2;
  if (/^[\p{M}\p{Cf}\u200B]/u.test(grapheme)) return 0;
  return isWide(code) ? 2 : 1;
}

/** East Asian wide and full-width characters (Unicode Standard Annex #11), by block. */
function isWide(code: number): boolean {
  return (
    code >= 0x1100 &&
    (code <= 0x115f ||
      (code >= 0x2e80 && code <= 0x303e) ||
      (code >= 0x3041 && code <= 0x4dbf) ||
      (code >= 0x4e00 && code <= 0xa4cf) ||
      (code >= 0xa960 && code <= 0xa97f) ||
      (code >= 0xac00 && code <= 0xd7a3) ||
      (code >= 0xf900 && code <= 0xfaff) ||
      (code >= 0xfe30 && code <= 0xfe6f) ||
      (code >= 0xff00 && code <= 0xff60) ||
      (code >= 0xffe0 && code <= 0xffe6) ||
      (code >= 0x20000 && code <= 0x3fffd))
  );
}
