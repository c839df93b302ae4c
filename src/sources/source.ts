import { createReadStream, existsSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { isDatabaseUrl, urlOfDatabaseFile } from '../engines/engines.ts';
import type { ScriptFile } from '../engines/script.ts';
import { type Diagnostic, RelvarError } from '../findings/error.ts';
import { decode } from './decode.ts';
import { readFolder } from './folder.ts';
import { upPart } from './up-part.ts';

/** SQL to be loaded: a file, the files of a folder, or standard input. */
export interface SqlSource {
  readonly kind: 'file' | 'folder' | 'standard input';
  /** As messages and reports name it. */
  readonly name: string;
  readonly files: readonly ScriptFile[];
  /** A volumes file that belongs to it. */
  readonly volumes?: string;
  /** A file of queries that belongs to it. */
  readonly queries?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** A database to be read. */
export interface UrlSource {
  readonly kind: 'database';
  readonly url: string;
}

/** A snapshot, or other JSON that is taken for one. */
export interface SnapshotSource {
  readonly kind: 'snapshot';
  readonly name: string;
  /** All of it. */
  readonly text: () => Promise<string>;
}

export type Source = SqlSource | UrlSource | SnapshotSource;

/**
 * Finds out what a source is, without reading all of it: `-` is standard input, `scheme://…` a database, else a path;
 * what begins as JSON does is a snapshot. A file without a byte is SQL that makes nothing, where that may be.
 * @throws RelvarError `source-not-found`, `source-not-readable`, `empty-source`, `no-sql-files`
 */
export async function findSource(
  argument: string,
  input: AsyncIterable<Uint8Array>,
  mayBeEmpty = false,
): Promise<Source> {
  if (argument === '-') return await standardInput(input);
  if (isDatabaseUrl(argument)) return { kind: 'database', url: argument };
  const found = await stat(argument).catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(argument, cause);
  });
  if (found.isDirectory()) {
    const folder = await readFolder(argument).catch((cause: unknown) => {
      throw cause instanceof RelvarError ? cause : unreadable(argument, cause);
    });
    return { ...folder, kind: 'folder', name: argument, files: folder.files.map(fileAt) };
  }
  if (found.isFile() && found.size === 0 && !mayBeEmpty) throw empty(argument);
  if (!found.isFile()) return await passing(argument, mayBeEmpty);
  // Opened once to fail here, with one line, and not in the middle of the work.
  const handle = await open(argument).catch((cause: unknown) => {
    throw unreadable(argument, cause);
  });
  const head = await handle
    .read(new Uint8Array(headBytes), 0, headBytes)
    .then(({ buffer, bytesRead }) => buffer.subarray(0, bytesRead))
    .finally(() => handle.close());
  const url = urlOfDatabaseFile(argument, head);
  if (url !== undefined) return { kind: 'database', url };
  if (isJson(head)) {
    return { kind: 'snapshot', name: argument, text: () => textOf(createReadStream(argument), argument) };
  }
  return { kind: 'file', name: argument, files: [fileAt(argument)], diagnostics: [] };
}

function empty(name: string): RelvarError {
  return new RelvarError('empty-source', `${name} is empty`, { hint: 'give a file of SQL' });
}

/** So many bytes tell JSON from SQL. */
const headBytes = 1024;

/** JSON begins with a bracket, as no SQL does. */
function isJson(head: Uint8Array): boolean {
  const [first, second] = head;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return /^\s*[{[]/.test(new TextDecoder(encoding).decode(head));
}

/** A pipe with a name, as of `<(pg_dump …)`: what was read from it is gone, so it is kept. */
async function passing(name: string, mayBeEmpty: boolean): Promise<Source> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of createReadStream(name)) chunks.push(chunk);
  } catch (cause) {
    throw unreadable(name, cause);
  }
  const all = Buffer.concat(chunks);
  if (all.length === 0 && !mayBeEmpty) throw empty(name);
  const bytes = () => Readable.from([all]);
  if (isJson(all.subarray(0, headBytes))) return { kind: 'snapshot', name, text: () => textOf(bytes(), name) };
  const file: ScriptFile = { ...fileAt(name), read: (report) => upPart(decode(bytes(), name, report)) };
  return { kind: 'file', name, files: [file], diagnostics: [] };
}

async function standardInput(input: AsyncIterable<Uint8Array>): Promise<Source> {
  const name = 'standard input';
  const { head, all } = await peeked(input);
  if (isJson(head)) return { kind: 'snapshot', name, text: () => textOf(all, name) };
  return {
    kind: name,
    name,
    files: [{ name, read: (report) => upPart(decode(all, name, report)) }],
    diagnostics: [],
  };
}

/** The first chunk of a stream that is not empty, and the stream as if it had not been looked at. */
async function peeked(
  input: AsyncIterable<Uint8Array>,
): Promise<{ readonly head: Uint8Array; readonly all: AsyncIterable<Uint8Array> }> {
  const chunks = input[Symbol.asyncIterator]();
  let first = await chunks.next();
  while (!first.done && first.value.length === 0) first = await chunks.next();
  const head = first.done ? new Uint8Array(0) : first.value;
  async function* all(): AsyncGenerator<Uint8Array> {
    yield head;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  return { head: head.subarray(0, headBytes), all: all() };
}

async function textOf(bytes: AsyncIterable<Uint8Array>, name: string): Promise<string> {
  let text = '';
  try {
    // Bytes that are no UTF-8 make it no longer what was written, which its checksum tells.
    for await (const part of decode(bytes, name, () => {})) text += part;
  } catch (cause) {
    throw cause instanceof RelvarError ? cause : unreadable(name, cause);
  }
  return text;
}

function fileAt(path: string): ScriptFile {
  return {
    name: path,
    read: (report) => upPart(decode(createReadStream(path, { highWaterMark: 1 << 18 }), path, report)),
    // Beside the file, where psql's \ir looks, else from where the program was started, where \i does.
    include: (included) => {
      const found = [resolve(dirname(path), included), resolve(included)].find((one) => existsSync(one));
      return found === undefined ? undefined : fileAt(relative('', found));
    },
  };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  ENOTDIR: 'part of the path is a file',
  ELOOP: 'its links go round in a circle',
  ENAMETOOLONG: 'the name is too long',
};

function unreadable(argument: string, cause: unknown): RelvarError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const missing = code === 'ENOENT' || code === 'ENOTDIR';
  return new RelvarError(
    missing ? 'source-not-found' : 'source-not-readable',
    `${argument}: ${reasons[code] ?? 'it cannot be read'}`,
    {
      hint: 'a source is a file of SQL, a snapshot, a folder, a database URL or - for standard input',
      cause,
    },
  );
}
