import { isUtf8 } from 'node:buffer';

const lineBreak = 10;

/** Passes chunks on as they are; `told` gets a call for every line that is no UTF-8. */
export async function* watchedLines(chunks: AsyncIterable<Uint8Array>, told: () => void): AsyncGenerator<Uint8Array> {
  /** Pieces of a line whose end is yet to come. */
  let rest: Uint8Array[] = [];
  for await (const chunk of chunks) {
    const first = chunk.indexOf(lineBreak) + 1;
    if (first === 0) rest.push(Uint8Array.from(chunk));
    else {
      const last = chunk.lastIndexOf(lineBreak) + 1;
      count(Buffer.concat([...rest, chunk.subarray(0, first)]), told);
      count(chunk.subarray(first, last), told);
      rest = [Uint8Array.from(chunk.subarray(last))];
    }
    yield chunk;
  }
  count(Buffer.concat(rest), told);
}

/** Whole lines: mostly one look at all of them is enough. */
function count(lines: Uint8Array, told: () => void): void {
  if (isUtf8(lines)) return;
  for (let from = 0; from < lines.length; ) {
    const end = lines.indexOf(lineBreak, from) + 1;
    const to = end === 0 ? lines.length : end;
    if (!isUtf8(lines.subarray(from, to))) told();
    from = to;
  }
}
