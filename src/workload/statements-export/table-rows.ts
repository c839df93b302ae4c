import { csvRecords } from '../csv.ts';
import { decodedText } from '../decode-text.ts';
import { allBytes } from '../open-input.ts';

/** A row of an export by its columns' names in lower case; NULL is absent. */
export type TableRow = ReadonlyMap<string, string>;

/** Rows of a table that was exported as CSV with a head, as a JSON list, or as one JSON object per line. */
export async function* tableRows(
  chunks: AsyncIterable<Uint8Array>,
  head: Uint8Array,
  broken: () => void,
): AsyncGenerator<TableRow> {
  const start = decodedText(head.subarray(0, 4096))
    .replace(/^\ufeff/, '')
    .trimStart();
  if (start.startsWith('[') || start.startsWith('{')) {
    yield* jsonRows(decodedText(await allBytes(chunks)).replace(/^\ufeff/, ''), broken);
    return;
  }
  const [first = ''] = start.split('\n', 1);
  const separator = [',', ';', '\t'].sort((a, b) => first.split(b).length - first.split(a).length)[0] ?? ',';
  let names: readonly string[] | undefined;
  for await (const records of csvRecords(chunks, separator, broken)) {
    for (const record of records) {
      const texts = record.map((one) => one && decodedText(Buffer.from(one, 'latin1')));
      if (!names)
        names = texts.map((one) =>
          (one ?? '')
            .replace(/^\ufeff/, '')
            .trim()
            .toLowerCase(),
        );
      else if (texts.length !== names.length) broken();
      else yield rowOf(names.map((name, at) => [name, separator === ';' ? withPoint(texts[at]) : texts[at]]));
    }
  }
}

/** `1.210,5` of those who write commas, and so put semicolons between columns. */
function withPoint(text: string | undefined): string | undefined {
  return text !== undefined && /^-?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+$/.test(text)
    ? text.replaceAll('.', '').replace(',', '.')
    : text;
}

function* jsonRows(text: string, broken: () => void): Generator<TableRow> {
  for (const value of documents(text, broken)) {
    const rows = Array.isArray(value) ? value : listIn(value);
    for (const row of rows) {
      if (typeof row === 'object' && row !== null) yield rowOf(Object.entries(row));
      else broken();
    }
  }
}

/** The rows of `{"rows": […]}`, as clients write a result; else the object is a row. */
function listIn(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null || 'query' in value || 'QUERY' in value) return [value];
  const lists = Object.values(value).filter((one) => Array.isArray(one));
  return lists.length === 1 ? (lists[0] ?? []) : [value];
}

function documents(text: string, broken: () => void): readonly unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    // An object to a line, also of a list that was cut.
    return text.split('\n').flatMap((line) => {
      const row = line.trim().replace(/^\[(?=\{)|^\[$|(?<=\}),$|(?<=\})\]$|^\]$/g, '');
      if (row === '') return [];
      try {
        return [JSON.parse(row) as unknown];
      } catch {
        broken();
        return wholeObjects(row);
      }
    });
  }
}

/** The objects of a list that are whole, where the rest of it is not. */
function wholeObjects(text: string): readonly unknown[] {
  const found: unknown[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: piece, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (piece === '{' && depth++ === 0) start = index;
    if (piece !== '}' || depth === 0 || --depth > 0) continue;
    try {
      found.push(JSON.parse(text.slice(start, index + 1)));
    } catch {
      return found;
    }
  }
  return found;
}

function rowOf(entries: readonly (readonly [string, unknown])[]): TableRow {
  const row = new Map<string, string>();
  for (const [name, value] of entries) {
    if (value === null || value === undefined || value === '' || value === '\\N') continue;
    row.set(name.toLowerCase(), String(value));
  }
  return row;
}

/** A column's number; nothing when it is absent or none. */
export function numberIn(row: TableRow, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const text = row.get(name);
    if (text === undefined) continue;
    const value = Number(text);
    if (Number.isFinite(value) && value >= 0) return value;
  }
  return undefined;
}
