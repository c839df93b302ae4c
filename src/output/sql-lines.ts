import { displayWidth, wrap } from './width.ts';

/** Where a long statement reads best when it is broken: before these words. */
const clause =
  /^(ON|USING|INCLUDE|WHERE|WITH|REFERENCES|FOREIGN|CHECK|ADD|ALTER|SET|DROP|VALIDATE|NOT VALID|FROM|AND|OR|FOR)\b/i;

/**
 * A statement in lines of at most `width` columns where that is possible without changing it: broken only at spaces
 * outside of quotes, dollar quotes and comments, before a clause if there is one in reach; what follows is indented. The
 * body of a DO is code that nobody keeps, and so is a text that it runs with EXECUTE: both are broken, too.
 */
export function sqlLines(sql: string, width: number): readonly string[] {
  const { spaces, comments } = scan(sql);
  const lines: string[] = [];
  let offset = 0;
  for (const line of sql.split('\n')) {
    const isComment = comments.has(offset + line.search(/\S|$/));
    lines.push(...(isComment ? commentLines(line, width) : codeLines(line, width, (at) => spaces.has(offset + at))));
    offset += line.length + 1;
  }
  return lines;
}

function commentLines(line: string, width: number): readonly string[] {
  if (displayWidth(line) <= width) return [line];
  const indent = /^ */.exec(line)?.[0] ?? '';
  return wrap(line.replace(/^\s*--/, ''), Math.max(20, width - indent.length - 3)).map((text) => `${indent}-- ${text}`);
}

function codeLines(line: string, width: number, breakable: (at: number) => boolean): readonly string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let start = 0;
  let prefix = '';
  while (displayWidth(prefix + line.slice(start)) > width) {
    const at = breakPoint(line, start, width - prefix.length, breakable, indent.length);
    if (at === undefined) break;
    lines.push((prefix + line.slice(start, at)).trimEnd());
    start = at + 1;
    prefix = `${indent}    `;
  }
  return [...lines, prefix + line.slice(start)];
}

/** The space to break at: the last within the width that stands before a clause, else the last, else the first. */
function breakPoint(
  line: string,
  start: number,
  width: number,
  breakable: (at: number) => boolean,
  indent: number,
): number | undefined {
  const from = start === 0 ? indent + 1 : start + 1;
  let last: number | undefined;
  let best: number | undefined;
  for (let at = from; at < line.length; at++) {
    if (line[at] !== ' ' || !breakable(at)) continue;
    const fits = displayWidth(line.slice(start, at)) <= width;
    if (!fits) return best ?? last ?? at;
    last = at;
    if (clause.test(line.slice(at + 1)) && at - start >= width / 3) best = at;
  }
  return best ?? last;
}

/** Where a space may become a line break without changing anything, and where comments begin that run to their line's end. */
interface Scanned {
  readonly spaces: ReadonlySet<number>;
  readonly comments: ReadonlySet<number>;
}

/** A dollar quote behind one of these words holds code that is run and thrown away. */
const runsCode = /\b(?:DO|EXECUTE)\s+$/i;

function scan(sql: string, from = 0): Scanned {
  const spaces = new Set<number>();
  const comments = new Set<number>();
  const tokens =
    /\b[eE]'(?:[^'\\]|''|\\[\s\S])*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$(?:[A-Za-z_]\w*)?\$)[\s\S]*?\1|--[^\n]*|\/\*[\s\S]*?\*\/| /g;
  for (const { 0: token, 1: quote, index } of sql.matchAll(tokens)) {
    if (token === ' ') spaces.add(from + index);
    else if (token.startsWith('--')) comments.add(from + index);
    else if (quote !== undefined && runsCode.test(sql.slice(0, index))) {
      const inner = scan(token.slice(quote.length, -quote.length), from + index + quote.length);
      for (const at of inner.spaces) spaces.add(at);
      for (const at of inner.comments) comments.add(at);
    }
  }
  return { spaces, comments };
}
