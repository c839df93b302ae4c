import { createReadStream, existsSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import type { ScriptFile } from '../engines/postgres/load/read.ts';
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

export type Source = SqlSource | UrlSource;

/**
 * Finds out what a source is, without reading all of it: `-` is standard input, `scheme://…` a database, else a path.
 * @throws RelvarError `source-not-found`, `source-not-readable`, `empty-source`, `no-sql-files`
 */
export async function findSource(argument: string, input: AsyncIterable<Uint8Array>): Promise<Source> {
  if (argument === '-') {
    const name = 'standard input';
    return {
      kind: name,
      name,
      files: [{ name, read: (report) => upPart(decode(input, name, report)) }],
      diagnostics: [],
    };
  }
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(argument)) return { kind: 'database', url: argument };
  const found = await stat(argument).catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(argument, cause);
  });
  if (found.isDirectory()) {
    const folder = await readFolder(argument).catch((cause: unknown) => {
      throw cause instanceof RelvarError ? cause : unreadable(argument, cause);
    });
    return { ...folder, kind: 'folder', name: argument, files: folder.files.map(fileAt) };
  }
  if (found.isFile() && found.size === 0) {
    throw new RelvarError('empty-source', `${argument} is empty`, { hint: 'give a file of SQL' });
  }
  // Opened once to fail here, with one line, and not in the middle of the work.
  const handle = await open(argument).catch((cause: unknown) => {
    throw unreadable(argument, cause);
  });
  await handle.close();
  return { kind: 'file', name: argument, files: [fileAt(argument)], diagnostics: [] };
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
      hint: 'a source is a file of SQL, a folder, a database URL or - for standard input',
      cause,
    },
  );
}
