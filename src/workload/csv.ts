/** A record longer than this has lost its closing quote. */
const longest = 32 * 2 ** 20;

/** Of UTF-8, as Latin-1 text. */
const byteOrderMark = '\u00ef\u00bb\u00bf';

/**
 * The records of CSV (RFC 4180) as it streams by, some at a time; a quoted field may hold line breaks. Fields are bytes
 * as Latin-1 text, so that no encoding is lost. An unquoted empty field is undefined, as COPY writes NULL. `broken`
 * is called for a record without an end.
 */
export async function* csvRecords(
  chunks: AsyncIterable<Uint8Array>,
  separator: string,
  broken: () => void,
): AsyncGenerator<readonly (readonly (string | undefined)[])[]> {
  let rest = '';
  let begun = false;
  for await (const chunk of chunks) {
    const read = rest + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
    if (!begun && read.length < byteOrderMark.length) {
      rest = read;
      continue;
    }
    // The mark stands before the first quote, which would else be none.
    const text = !begun && read.startsWith(byteOrderMark) ? read.slice(byteOrderMark.length) : read;
    begun = true;
    const { records, end } = recordsIn(text, separator, false);
    rest = text.slice(end);
    if (rest.length > longest) {
      broken();
      rest = '';
    }
    yield records;
  }
  const { records, end } = recordsIn(rest, separator, true);
  if (end < rest.length) broken();
  yield records;
}

function recordsIn(
  text: string,
  separator: string,
  last: boolean,
): { readonly records: readonly (readonly (string | undefined)[])[]; readonly end: number } {
  const records: (string | undefined)[][] = [];
  let end = 0;
  let at = 0;
  let fields: (string | undefined)[] = [];
  while (at < text.length) {
    if (text[at] === '"') {
      const start = at + 1;
      let close = text.indexOf('"', start);
      let doubled = false;
      while (close >= 0 && text[close + 1] === '"') {
        doubled = true;
        close = text.indexOf('"', close + 2);
      }
      if (close < 0 || (close + 1 >= text.length && !last)) break;
      const value = text.slice(start, close);
      fields.push(doubled ? value.replaceAll('""', '"') : value);
      at = close + 1;
    } else {
      const start = at;
      while (at < text.length && text[at] !== separator && text[at] !== '\n') at++;
      if (at >= text.length && !last) break;
      const value = text.slice(start, text[at - 1] === '\r' && text[at] === '\n' ? at - 1 : at);
      fields.push(value === '' ? undefined : value);
    }
    if (text[at] === '\r') at++;
    if (text[at] === separator) {
      at++;
      // A separator at the end of a record has an empty field behind it.
      if (at >= text.length || text[at] === '\n' || text[at] === '\r') fields.push(undefined);
      else continue;
    }
    if (text[at] === '\r') at++;
    if (at < text.length && text[at] !== '\n') {
      // Something stands behind a closing quote: the record cannot be told; it ends with its line.
      const newline = text.indexOf('\n', at);
      at = newline < 0 ? text.length : newline;
    }
    if (at >= text.length && !last) break;
    at++;
    if (fields.length > 1 || fields[0] !== undefined) records.push(fields);
    fields = [];
    end = Math.min(at, text.length);
  }
  return { records, end };
}
