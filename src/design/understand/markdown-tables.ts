/** A row of a table of Markdown as its cells; nothing for other lines. */
function cellsOf(line: string): readonly string[] | undefined {
  const found = /^\s*\|(.*)\|\s*$/.exec(line)?.[1];
  return found?.split(/(?<!\\)\|/).map((one) =>
    one
      .replace(/\*\*|`/g, '')
      .replaceAll('\\|', '|')
      .trim(),
  );
}

const rule = /^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/;
const ofTable = /^(?:table|entity|relation)s?(?: name)?$/i;
const ofColumns = /^(?:column|field|attribute)s?$/i;
const ofColumn = /^(?:column|field|attribute)s?(?: name)?$|^name$/i;
const marks = /^(?:(?:data )?type|constraints?|keys?|references?|default|unique)$/i;
const nullable = /^(?:null|nullable|null\?)$/i;
const mandatory = /^(?:required|not null|mandatory)$/i;

/**
 * Tables of Markdown that tell of tables as lines of a data model: a row for each table with a list of its columns, or,
 * under the table's name, a row for each column. Every line stays where it was.
 */
export function withDataModels(text: string): string {
  const lines = text.split(/\r\n?|\n/);
  for (let at = 0; at + 1 < lines.length; at++) {
    const head = cellsOf(lines[at] ?? '');
    if (!head || !rule.test(lines[at + 1] ?? '')) continue;
    let end = at + 2;
    const rows: (readonly string[])[] = [];
    for (let row = cellsOf(lines[end] ?? ''); row; row = cellsOf(lines[++end] ?? '')) rows.push(row);
    const written = tableList(head, rows) ?? columnList(head, rows, nameAbove(lines, at));
    if (written) for (const [from, one] of written.entries()) lines[at + from] = one;
  }
  return lines.join('\n');
}

function tableList(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] | undefined {
  const [name, columns] = [head.findIndex((one) => ofTable.test(one)), head.findIndex((one) => ofColumns.test(one))];
  if (name < 0 || columns < 0) return undefined;
  return ['', '', ...rows.map((row) => `${row[name]}(${(row[columns] ?? '').replace(/<br\s*\/?>/gi, ', ')})`)];
}

function columnList(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  table: string | undefined,
): readonly string[] | undefined {
  const name = head.findIndex((one) => ofColumn.test(one));
  if (table === undefined || name < 0 || !head.some((one) => marks.test(one))) return undefined;
  const column = (row: readonly string[]) =>
    head
      .map((title, at) => {
        const cell = (row[at] ?? '').trim();
        if (at === name || cell === '' || /^(?:-|–|—|none|n\/a)$/i.test(cell)) return at === name ? cell : '';
        if (nullable.test(title)) return /^(?:no|n|false|not null)$/i.test(cell) ? 'not null' : '';
        if (mandatory.test(title)) return /^(?:yes|y|true|x|✓)$/i.test(cell) ? 'not null' : '';
        if (/^unique$/i.test(title)) return /^(?:yes|y|true|x|✓)$/i.test(cell) ? 'unique' : '';
        if (/^references?$/i.test(title)) return `-> ${cell}`;
        if (/^default$/i.test(title)) return `default ${cell}`;
        return marks.test(title) ? cell : '';
      })
      .filter((one) => one !== '')
      .join(' ');
  return [`${table}(${rows.map(column).join(', ')})`, ...rows.map(() => ''), ''];
}

/** The name of a table in the line above its columns: `### accounts`, `Table: accounts`, `accounts:`. */
function nameAbove(lines: readonly string[], at: number): string | undefined {
  const above = lines.slice(0, at).findLast((one) => one.trim() !== '') ?? '';
  return /^(?:#{1,6}\s+)?(?:\*\*)?(?:(?:table|entity)\s*:?\s+)?`?([a-z]\w*(?: [a-z]\w*)?)`?(?:\s+table)?(?:\*\*)?:?$/i.exec(
    above.trim(),
  )?.[1];
}
