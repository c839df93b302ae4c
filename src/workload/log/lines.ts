/** The lines of a text as it streams by, bytes as Latin-1; `whole` is false for a last one without its line break. */
export async function* lines(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ readonly line: string; readonly whole: boolean }> {
  let rest = '';
  for await (const chunk of chunks) {
    rest += Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
    let at = 0;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', at)) {
      yield { line: rest.slice(at, end), whole: true };
      at = end + 1;
    }
    rest = rest.slice(at);
  }
  if (rest !== '') yield { line: rest, whole: false };
}
