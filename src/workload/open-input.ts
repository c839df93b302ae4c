import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Notes } from './notes.ts';

/** So much is read at once. */
const chunkBytes = 1 << 20;
/** So much decides what an input is. */
const headBytes = 1 << 16;

/** An input as bytes, unpacked, and its beginning. */
export interface OpenedInput {
  readonly name: string;
  readonly head: Uint8Array;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * Opens a file, or the stream that is given; gzip is unpacked, UTF-16 becomes UTF-8, and an archive without its end gives what it holds.
 * Rejects as the file system does.
 */
export async function openInput(name: string, notes: Notes, stream?: AsyncIterable<Uint8Array>): Promise<OpenedInput> {
  const raw = stream ?? createReadStream(name, { highWaterMark: chunkBytes });
  const packed = await peeked(raw);
  const isPacked = packed.head[0] === 0x1f && packed.head[1] === 0x8b;
  const opened = isPacked ? await peeked(unpacked(packed.chunks, name, notes)) : packed;
  const encoding = wideEncoding(opened.head);
  if (encoding === undefined) return { name, ...opened };
  return { name, ...(await peeked(narrowed(opened.chunks, encoding))) };
}

/** By its byte order mark: how some terminals write what is sent to a file. */
function wideEncoding([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

async function* narrowed(chunks: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

async function* unpacked(chunks: AsyncIterable<Uint8Array>, name: string, notes: Notes): AsyncGenerator<Uint8Array> {
  const unzip = createGunzip({ chunkSize: chunkBytes });
  const source = Readable.from(chunks, { objectMode: false });
  source.on('error', (error) => unzip.destroy(error));
  try {
    for await (const chunk of source.pipe(unzip)) yield chunk as Uint8Array;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (!code.startsWith('Z_')) throw cause;
    notes.note('archive cut short', name, { detail: code });
  }
}

async function peeked(stream: AsyncIterable<Uint8Array>): Promise<Pick<OpenedInput, 'head' | 'chunks'>> {
  const iterator = stream[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let size = 0;
  while (size < headBytes) {
    const next = await iterator.next();
    if (next.done) break;
    first.push(next.value);
    size += next.value.length;
  }
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield* first;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { head: first.length === 1 ? (first[0] as Uint8Array) : Buffer.concat(first), chunks: chunks() };
}

/** All of an input at once. */
export async function allBytes(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}
