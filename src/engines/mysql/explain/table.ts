/** A row of EXPLAIN's table: what is told of one table in a plan, by the names of the columns in small letters. */
export type ExplainedRow = Readonly<Record<string, string | undefined>>;

/** Each plan has a line of headings. */
const heading = /(?:^|[|\t│]\s*)id\s*[|\t│]\s*select_type\b/;

/**
 * The rows of EXPLAIN in its table (with a frame or with tabs), or in the client's vertical form (`\G`); `NULL` is
 * undefined. Nothing where there is no such table.
 */
export function rowsIn(lines: readonly string[]): readonly ExplainedRow[] {
  const at = lines.findIndex((line) => heading.test(line));
  return at < 0 ? verticalRows(lines) : tableRows(lines.slice(at));
}

function tableRows([first = '', ...lines]: readonly string[]): readonly ExplainedRow[] {
  const names = cellsOf(first).map((name) => name.toLowerCase());
  return lines.flatMap((line) => {
    const cells = cellsOf(line);
    if (heading.test(line) || /^\s*[+├└┌─-]/.test(line) || cells.length < names.length - 1) return [];
    return [Object.fromEntries(names.map((name, at) => [name, cellValue(cells[at])]))];
  });
}

/** Cells between bars; a bar of the server's own words (`ref|filter`) has no space beside it. */
function cellsOf(line: string): readonly string[] {
  if (!/^\s*[|│]/.test(line)) return line.split('\t').map((cell) => cell.trim());
  return line
    .trim()
    .replace(/^[|│]\s?|\s?[|│]$/g, '')
    .split(/\s[|│](?=\s)/)
    .map((cell) => cell.trim());
}

function verticalRows(lines: readonly string[]): readonly ExplainedRow[] {
  const rows: Record<string, string | undefined>[] = [];
  for (const line of lines) {
    if (/^\s*\*+ \d+\. row \*+\s*$/.test(line)) rows.push({});
    const [, name, value] = /^\s*(\w+): ?(.*)$/.exec(line) ?? [];
    const row = rows.at(-1);
    if (row && name !== undefined) row[name.toLowerCase()] = cellValue(value);
  }
  return rows.filter((row) => 'select_type' in row);
}

function cellValue(cell: string | undefined): string | undefined {
  const text = cell?.trim() ?? '';
  return text === '' || text === 'NULL' ? undefined : text;
}
