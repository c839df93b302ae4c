import { columnOf, type Line, mostly } from './lines.ts';

type Step = (lines: readonly Line[]) => readonly Line[];

/**
 * Takes off what the place that a plan was copied from put around it: code fences, marks of quotation, line numbers,
 * the frames and continuation marks of psql in its border and line styles, the cells of other clients, CSV quotes.
 */
export function unframed(lines: readonly Line[]): readonly Line[] {
  return steps.reduce((rest, step) => step(rest), lines);
}

const steps: readonly Step[] = [
  fences,
  quotation,
  lineNumbers,
  tabs,
  expanded,
  counts,
  cells,
  wrapped,
  marks,
  quotes,
  headings,
  doubleSpacing,
];

/** True when nearly all lines from the first to the last of these are so; one or two of many may be so by chance. */
function throughout(lines: readonly Line[], pattern: RegExp): boolean {
  const first = lines.findIndex(({ text }) => pattern.test(text));
  const last = lines.findLastIndex(({ text }) => pattern.test(text));
  const filled = lines.filter(({ text }) => text.trim() !== '').length;
  const found = lines.filter(({ text }) => pattern.test(text)).length;
  if (found === 0 || (found < 3 && found < filled - 1)) return false;
  return mostly(lines.slice(first, last + 1), 0.9, (text) => pattern.test(text));
}

function fences(lines: readonly Line[]): readonly Line[] {
  return lines.map((line) =>
    /^\s*(?:```.*|~~~.*|\{(?:code|noformat|quote)[^}]*\}|<\/?(?:pre|code)(?:\s[^>]*)?>)\s*$/i.test(line.text)
      ? { ...line, text: '' }
      : line,
  );
}

function quotation(lines: readonly Line[]): readonly Line[] {
  if (!throughout(lines, /^\s*>(?!=)/)) return lines;
  return quotation(lines.map((line) => ({ ...line, text: line.text.replace(/^\s*> ?/, '') })));
}

/** Numbers that an editor or a web page puts before each line. */
function lineNumbers(lines: readonly Line[]): readonly Line[] {
  const numbered = /^\s*(\d+)(?:[.:|│)]\s?|\s|$)/;
  const found = lines.filter(({ text }) => text.trim() !== '').map(({ text }) => Number(numbered.exec(text)?.[1]));
  if (found.length < 2 || !found.every((number, at) => number === (found[0] ?? 0) + at)) return lines;
  const plain = lines.map((line) => ({ ...line, text: line.text.replace(numbered, '') }));
  return plain.some(({ text }) => text.trim() !== '') ? plain : lines;
}

function tabs(lines: readonly Line[]): readonly Line[] {
  return lines.map((line) =>
    line.text.includes('\t')
      ? { ...line, text: line.text.replace(/^[ \t]+/, (start) => start.replaceAll('\t', '        ')) }
      : line,
  );
}

/** psql's expanded display: `QUERY PLAN | Seq Scan …`, one record for each line of the plan. */
function expanded(lines: readonly Line[]): readonly Line[] {
  if (!lines.some(({ text }) => /^(?:[-─═+|│]*\[ RECORD \d+ \]|QUERY PLAN *[|│])/.test(text))) return lines;
  return lines.map((line) => ({
    ...line,
    text: /\[ RECORD \d+ \]/.test(line.text) ? '' : line.text.replace(/^(?:[|│║] )?(?:QUERY PLAN| {5,}) *[|│║] ?/, ''),
  }));
}

const edge = '[|│║┃]';
const leading = new RegExp(`^\\s*${edge}`);
const trailing = new RegExp(`\\s*${edge}\\s*$`);
const rule = /^[\s+|│║┃├┤┼┬┴┌┐└┘─━═╔╗╚╝╠╣╟╢╪╤╧┠┨┏┓┗┛:-]*[-─━═]{3}[\s+|│║┃├┤┼┬┴┌┐└┘─━═╔╗╚╝╠╣╟╢╪╤╧┠┨┏┓┗┛:-]*$/;

/** The columns of a table: `| Seq Scan … |`. */
function cells(lines: readonly Line[]): readonly Line[] {
  const inner = lines.map((line) => (rule.test(line.text) ? { ...line, text: '' } : line));
  const head = throughout(inner, leading);
  const tail = throughout(inner, trailing);
  return inner.map((line) => {
    let { text } = line;
    if (head) text = text.replace(leading, '');
    if (tail) text = text.replace(trailing, '');
    return text === line.text ? line : { ...line, text };
  });
}

function headings(lines: readonly Line[]): readonly Line[] {
  return lines.map((line) => (/^\W*QUERY PLAN\W*$/i.test(line.text) ? { ...line, text: '' } : line));
}

/** `(12 rows)`, in the language of the client. */
function counts(lines: readonly Line[]): readonly Line[] {
  return lines.map((line) => (/^\s*\(\d+ [^\d()=]{1,12}\)\s*$/.test(line.text) ? { ...line, text: '' } : line));
}

function doubleSpacing(lines: readonly Line[]): readonly Line[] {
  const first = lines.findIndex(({ text }) => text.trim() !== '');
  const rest = lines.slice(first);
  const doubled = first >= 0 && rest.length > 3 && rest.every(({ text }, at) => at % 2 === 0 || text.trim() === '');
  return doubled ? rest.filter((_, at) => at % 2 === 0) : lines;
}

const mark = /[ \t]*[+↵]$/;

/** psql's mark of a line break within a value: JSON, YAML and XML are one value of many lines. */
function marks(lines: readonly Line[]): readonly Line[] {
  if (!throughout(lines, mark)) return lines;
  return lines.map((line) => ({ ...line, text: line.text.replace(mark, '') }));
}

/** psql's wrapped format: a mark at the end of a line that was broken and at the start of the next one. */
function wrapped(lines: readonly Line[]): readonly Line[] {
  const longest = Math.max(0, ...lines.map(({ text }) => text.length));
  const full = lines.filter(({ text }) => text.length === longest);
  const broken = new Set(full.filter((line) => isBroken(lines, line, full.length === 1)));
  if (broken.size < full.length * 0.6) return lines;
  const joined: Line[] = [];
  let open = false;
  for (const line of lines) {
    const last = joined.at(-1);
    const text = broken.has(line) ? line.text.slice(0, -1) : line.text;
    if (open && last) joined[joined.length - 1] = { ...last, text: last.text + text.slice(1) };
    else joined.push({ ...line, text });
    open = broken.has(line);
  }
  return joined;
}

function isBroken(lines: readonly Line[], line: Line, alone: boolean): boolean {
  const next = lines[lines.indexOf(line) + 1];
  if (!next || !/[.…]$/.test(line.text) || !next.text.startsWith(line.text.slice(-1))) return false;
  // `time=0.006.` and `.4.731`: a line cut between the dots of a range.
  return !(alone && /(?:cost|time)=\d+(?:\.\d+)?\.$/.test(line.text) && /^\.\d+(?:\.\d+)? /.test(next.text));
}

const cell = /^\s*"(?:[^"]|"")*"[,;]?\s*$/;

/** CSV: each line of a text plan is a cell, a plan of another form is one cell of many lines. */
function quotes(lines: readonly Line[]): readonly Line[] {
  if (lines.some(({ text }) => /""(?:Plan|Node Type)""/.test(text)))
    return lines.map((line) => ({ ...line, text: line.text.replaceAll('""', '"') }));
  if (lines.some(({ text }) => /\\"(?:Plan|Node Type)\\"/.test(text)) && !isDriverRows(lines))
    return lines.map((line) => ({ ...line, text: line.text.replace(/\\(["\\])/g, '$1') }));
  if (!lines.some(({ text }) => /Node[ -]Type|^\s*[[{<]/.test(text)) && lines.some(({ text }) => cell.test(text)))
    return lines.map((line) => (cell.test(line.text) ? { ...line, text: unquoted(line.text) } : line));
  return around(lines);
}

/** `[{"QUERY PLAN": "[{\\"Plan\\": …"}]`: what is escaped in it is a value, read as such. */
function isDriverRows(lines: readonly Line[]): boolean {
  const text = lines.map((line) => line.text).join('\n');
  if (!/^\s*[[{]\s*[{"]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function unquoted(text: string): string {
  return text
    .replace(/^\s*"/, '')
    .replace(/"[,;]?\s*$/, '')
    .replaceAll('""', '"');
}

/** A whole text plan in one pair of quotes. */
function around(lines: readonly Line[]): readonly Line[] {
  const filled = lines.filter(({ text }) => text.trim() !== '');
  const [first, last] = [filled[0], filled.at(-1)];
  const quote = first && /^\s*(["'])[A-Z]/.exec(first.text)?.[1];
  if (!first || !last || quote === undefined || !new RegExp(`${quote}[,;]?\\s*$`).test(last.text)) return lines;
  return lines.map((line) => {
    let { text } = line;
    if (line === first) text = text.replace(quote, ' ').slice(columnOf(text));
    if (line === last) text = text.replace(new RegExp(`${quote}[,;]?\\s*$`), '');
    return { ...line, text: text.replaceAll(quote + quote, quote) };
  });
}
