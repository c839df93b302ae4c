/** The ways in which a plan is pasted: each takes what EXPLAIN printed and gives what a person sends. */
export interface Frame {
  readonly title: string;
  /** Forms that are pasted so; all when absent. */
  readonly forms?: readonly string[];
  /** True where line breaks and runs of spaces within a value may be lost. */
  readonly loosens?: true;
  paste(text: string): string;
}

const lines = (text: string) => text.trimEnd().split('\n');
const eachLine = (text: string, change: (line: string, at: number) => string) => lines(text).map(change).join('\n');

interface Drawing {
  readonly line: string;
  readonly side: string;
  readonly corners: readonly [string, string, string];
  readonly mark: string;
}

const ascii: Drawing = { line: '-', side: '|', corners: ['+', '+', '+'], mark: '+' };
const unicode: Drawing = { line: '─', side: '│', corners: ['┌', '├', '└'], mark: '↵' };
const ends = { '┌': '┐', '├': '┤', '└': '┘', '+': '+' } as const;

/** psql's aligned output. One value of many lines has a mark at each line's end but the last. */
function psql(text: string, border: 0 | 1 | 2, drawing: Drawing, oneValue: boolean): string {
  const rows = lines(text);
  const width = Math.max(10, ...rows.map((row) => row.length));
  const title = 'QUERY PLAN'.padStart(Math.floor((width + 10) / 2)).padEnd(width);
  const cell = (row: string, mark: string) => `${border === 0 ? '' : ' '}${row.padEnd(width)}${mark}`;
  const body = rows.map((row, at) => cell(row, oneValue && at < rows.length - 1 ? drawing.mark : ' '));
  const count = `(${oneValue ? '1 row' : `${rows.length} rows`})\n`;
  if (border < 2) {
    const rule = drawing.line.repeat(border === 0 ? width : width + 2);
    return [cell(title, ' '), rule, ...body.map((row) => (oneValue ? row : row.trimEnd())), count].join('\n');
  }
  const [top, middle, bottom] = drawing.corners;
  const rule = (corner: string) => `${corner}${drawing.line.repeat(width + 2)}${ends[corner as keyof typeof ends]}`;
  const boxed = (row: string) => `${drawing.side}${row}${drawing.side}`;
  return [rule(top), boxed(cell(title, ' ')), rule(middle), ...body.map(boxed), rule(bottom), count].join('\n');
}

/** psql's wrapped format: `.` where a line is broken and where it goes on. */
function psqlWrapped(text: string, columns: number, mark: string): string {
  const width = columns - 2;
  return [
    'QUERY PLAN'.padStart(columns / 2),
    '-'.repeat(columns),
    ...lines(text).flatMap((line) => {
      const pieces = line.match(new RegExp(`.{1,${width}}`, 'g')) ?? [''];
      return pieces.map((piece, at) => `${at > 0 ? mark : ' '}${piece}${at < pieces.length - 1 ? mark : ''}`);
    }),
  ].join('\n');
}

/** As a terminal or an editor breaks lines: at a width, wherever that is. */
function cutAt(text: string, width: number): string {
  return lines(text)
    .flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'g')) ?? [''])
    .join('\n');
}

/** As a mail program breaks lines: between words, and the rest begins at the left. */
function fill(text: string, width: number): string {
  return lines(text)
    .flatMap((line) => {
      const broken: string[] = [];
      let rest = line;
      while (rest.length > width) {
        const at = rest.lastIndexOf(' ', width);
        if (at <= rest.search(/\S/)) break;
        broken.push(rest.slice(0, at));
        rest = rest.slice(at + 1);
      }
      return [...broken, rest];
    })
    .join('\n');
}

const csv = (text: string) => `"${text.replaceAll('"', '""')}"`;
const csvLine = (line: string) => (/[",]/.test(line) ? csv(line) : line);
const isText = ['TEXT'];
const others = ['JSON', 'YAML', 'XML'];

function psqlFrames(): readonly Frame[] {
  return ([0, 1, 2] as const).flatMap((border) =>
    [ascii, unicode].flatMap((drawing): Frame[] => [
      {
        title: `psql, border ${border} ${drawing.line}`,
        forms: isText,
        paste: (text) => psql(text, border, drawing, false),
      },
      {
        title: `psql, one value, border ${border} ${drawing.line}`,
        forms: others,
        paste: (text) => psql(text, border, drawing, true),
      },
    ]),
  );
}

export const frames: readonly Frame[] = [
  ...psqlFrames(),
  { title: 'psql, wrapped', forms: isText, paste: (text) => psqlWrapped(text, 60, '.') },
  { title: 'psql, wrapped, unicode', forms: isText, paste: (text) => psqlWrapped(text, 80, '…') },
  {
    title: 'psql, expanded',
    forms: isText,
    paste: (text) => eachLine(text, (line, at) => `-[ RECORD ${at + 1} ]${'-'.repeat(40)}\nQUERY PLAN | ${line}`),
  },
  {
    title: 'psql, expanded, one value',
    forms: ['JSON', 'XML'],
    paste: (text) =>
      `-[ RECORD 1 ]${'-'.repeat(40)}\n${eachLine(text, (line, at) => `${at === 0 ? 'QUERY PLAN' : '          '} | ${line.padEnd(70)}${at < lines(text).length - 1 ? '+' : ''}`)}\n`,
  },
  {
    title: 'psql session',
    paste: (text) =>
      `shop=# \\timing\nTiming is on.\nshop=# explain analyze\nshop-#  select * from orders;\n${psql(text, 1, ascii, false)}\nTime: 12.345 ms\nshop=# `,
    forms: isText,
  },
  { title: 'code fence in a question', paste: (text) => `Why is this slow?\n\n\`\`\`sql\n${text}\`\`\`\n\nThanks!\n` },
  { title: 'marks of quotation', paste: (text) => eachLine(text, (line) => `> ${line}`) },
  { title: 'quoted twice', paste: (text) => eachLine(text, (line) => `> > ${line}`) },
  { title: 'line numbers', paste: (text) => eachLine(text, (line, at) => `${String(at + 1).padStart(4)} ${line}`) },
  { title: 'no-break spaces', paste: (text) => text.replace(/ {2}/g, '\u00A0 ') },
  { title: 'Windows line ends', paste: (text) => text.replaceAll('\n', '\r\n') },
  { title: 'indented by four', paste: (text) => eachLine(text, (line) => `    ${line}`) },
  { title: 'indented by a tab', paste: (text) => eachLine(text, (line) => `\t${line}`) },
  {
    title: 'cells with a bar',
    forms: isText,
    paste: (text) =>
      `QUERY PLAN${' '.repeat(90)}|\n${'-'.repeat(100)}+\n${eachLine(text, (line) => `${line.padEnd(100)}|`)}`,
  },
  { title: 'CSV of lines', forms: isText, paste: (text) => `QUERY PLAN\n${eachLine(text, csvLine)}\n` },
  { title: 'CSV of lines, all quoted', forms: isText, paste: (text) => `"QUERY PLAN"\n${eachLine(text, csv)}\n` },
  { title: 'CSV of one cell', forms: ['JSON'], paste: (text) => `QUERY PLAN\n${csv(text)}\n` },
  { title: 'JSON in a string', forms: ['JSON'], paste: (text) => JSON.stringify(text) },
  {
    title: 'rows of a driver',
    forms: isText,
    paste: (text) => JSON.stringify(lines(text).map((line) => ({ 'QUERY PLAN': line }))),
  },
  {
    title: 'a row of a driver',
    forms: ['YAML', 'XML'],
    paste: (text) => JSON.stringify([{ 'QUERY PLAN': text }], undefined, 2),
  },
  {
    title: 'HTML',
    forms: isText,
    paste: (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  },
  { title: 'empty lines between', forms: isText, paste: (text) => text.replaceAll('\n', '\n\n') },
  { title: 'cut at 80', forms: isText, loosens: true, paste: (text) => cutAt(text, 80) },
  {
    title: 'cut at 100, in psql',
    forms: isText,
    loosens: true,
    paste: (text) => cutAt(psql(text, 1, ascii, false), 100),
  },
  { title: 'filled at 76', forms: isText, loosens: true, paste: (text) => fill(text, 76) },
  {
    title: 'filled at 72 and quoted',
    forms: isText,
    loosens: true,
    paste: (text) => eachLine(fill(text, 72), (line) => `> ${line}`),
  },
  { title: 'JSON filled at 76', forms: ['JSON'], loosens: true, paste: (text) => fill(text, 76) },
  {
    title: 'a log through syslog',
    paste: (text) =>
      lines(`Query Text: select 1\n${text}`)
        .map((line, at) => `Jan  1 00:00:0${at % 10} db1 postgres[4711]: [7-${at + 2}] #011${line}`)
        .join('\n')
        .replace(
          /^/,
          'Jan  1 00:00:00 db1 postgres[4711]: [7-1] 2026-01-01 00:00:00 UTC [4711] app@shop LOG:  duration: 5.500 ms  plan:\n',
        ),
    forms: isText,
  },
  {
    title: 'a JSON log',
    forms: isText,
    paste: (text) =>
      `${JSON.stringify({ timestamp: '2026-01-01 00:00:00.000 UTC', pid: 1, error_severity: 'LOG', message: `duration: 5.500 ms  plan:\nQuery Text: select 1\n${text}` })}\n`,
  },
  {
    title: 'a log with lines around',
    forms: isText,
    paste: (text) =>
      `2026-01-01 00:00:00 UTC [1] LOG:  checkpoint starting: time\n2026-01-01 00:00:00 UTC [2] user=app,db=shop LOG:  duration: 5.500 ms  plan:\n${eachLine(`Query Text: select 1\n${text}`, (line) => `\t${line}`)}\n2026-01-01 00:00:01 UTC [2] LOG:  statement: select 2\n`,
  },
];
