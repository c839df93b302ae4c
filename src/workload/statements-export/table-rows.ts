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
    .text.replace(/^\ufeff/, '')
    .trimStart();
  if (start.startsWith('[') || start.startsWith('{')) {
    yield* jsonRows(decodedText(await allBytes(chunks)).text.replace(/^\ufeff/, ''), broken);
    return;
  }
  const [first = ''] = start.split('\n', 1);
  const separator = [',', ';', '\t'].sort((a, b) => first.split(b).length - first.split(a).length)[0] ?? ',';
  let names: readonly string[] | undefined;
  for await (const records of csvRecords(chunks, separator, broken)) {
    for (const record of records) {
      const texts = record.map((one) => one && decodedText(Buffer.from(one, 'latin1')).text);
      if (!names)
        names = texts.map((one) =>
          (one ?? '')
            .replace(/^\ufeff/, '')
            .trim()
            .toLowerCase(),
        );
      else if (texts.length !== names.length) broken();
      else yield rowOf(names.map((name, at) => [name, texts[at]]));
    }
  }
}

function* jsonRows(text: string, broken: () => void): Generator<TableRow> {
  for (const value of documents(text, broken)) {
    const rows = Array.isArray(value) ? value : [value];
    for (const row of rows) {
      if (typeof row === 'object' && row !== null) yield rowOf(Object.entries(row));
      else broken();
    }
  }
}

function documents(text: string, broken: () => void): readonly unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return text.split('\n').flatMap((line) => {
      if (line.trim() === '') return [];
      try {
        return [JSON.parse(line) as unknown];
      } catch {
        broken();
        return [];
      }
    });
  }
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
