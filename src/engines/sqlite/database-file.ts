import { constants } from 'node:fs';
import { access, chmod, copyFile, mkdtemp, open, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { RelvarError } from '../../findings/error.ts';
import { committedPages } from './write-ahead-log.ts';

/** The first bytes of every database file (https://sqlite.org/fileformat2.html, section 1.3). */
export const fileMagic = 'SQLite format 3\0';

/** A file that the driver can open, and how to leave it. */
export interface OpenableFile {
  readonly file: string;
  release(): Promise<void>;
}

/**
 * Gives the driver a path of ours to a database file of the user's. The driver puts a lock beside the path that it opens:
 * so that it does not stand in the user's folder, the path is a link in a folder of our own. A database with a write-ahead
 * log cannot be opened without shared memory, which the driver lacks: it is copied, and what the log has committed is
 * written into the copy.
 * @throws RelvarError
 */
export async function openableFile(path: string): Promise<OpenableFile> {
  const head = await headOf(path);
  if (head.length < 100 || head.subarray(0, 16).toString('latin1') !== fileMagic) throw notADatabase(path, head);
  await refuseHotJournal(path);
  const folder = await mkdtemp(join(tmpdir(), 'relvar-'));
  const release = () => rm(folder, { recursive: true, force: true });
  const file = join(folder, 'database');
  try {
    // Bytes 18 and 19: 2 where the file is written through a log.
    if (head[18] === 2 || head[19] === 2) await copyWithLog(path, file);
    else await symlink(resolve(path), file);
    return { file, release };
  } catch (cause) {
    await release();
    throw cause;
  }
}

async function headOf(path: string): Promise<Buffer> {
  try {
    await access(path, constants.R_OK);
    const handle = await open(path);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(100), 0, 100, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    const why =
      code === 'ENOENT' ? 'there is no such file' : code === 'EACCES' ? 'permission denied' : 'it cannot be read';
    throw new RelvarError(code === 'ENOENT' ? 'source-not-found' : 'source-not-readable', `${path}: ${why}`, {
      hint: 'give the path of a database file',
      cause,
    });
  }
}

function notADatabase(path: string, head: Buffer): RelvarError {
  if (head.length === 0) return new RelvarError('empty-source', `${path} is empty`, { hint: 'give a database file' });
  const isText = /^[\t\n\r\x20-\x7e]*$/.test(head.toString('latin1'));
  return new RelvarError(
    'not-a-database',
    isText ? `${path} is text, not a database file` : `${path} is no SQLite database, or an encrypted one`,
    { hint: isText ? 'give it without `sqlite:` if it is SQL' : 'if it is encrypted, decrypt a copy of it first' },
  );
}

/** A journal that is not empty belongs to a transaction that runs now, or was cut off: what the file holds is half of it. */
async function refuseHotJournal(path: string): Promise<void> {
  const journal = `${path}-journal`;
  const head = await readFile(journal).catch(() => Buffer.alloc(0));
  // A journal that was ended by writing zeros over its head (journal_mode = PERSIST) is cold.
  if (head.subarray(0, 8).every((byte) => byte === 0)) return;
  throw new RelvarError(
    'database-locked',
    `${path} is being written, or its last write was cut off: ${journal} is there`,
    {
      hint: 'try again when the write is done; if nobody writes, open it once with the application, which repairs it',
    },
  );
}

async function copyWithLog(path: string, copy: string): Promise<void> {
  await copyFile(path, copy, constants.COPYFILE_FICLONE);
  // The copy has the rights of the file, which may be there for reading alone.
  await chmod(copy, 0o600);
  const handle = await open(copy, 'r+');
  try {
    const log = await readFile(`${path}-wal`).catch(() => Buffer.alloc(0));
    const { pageSize, pages, pageCount } = committedPages(log);
    for (const [number, page] of pages) await handle.write(page, 0, pageSize, (number - 1) * pageSize);
    if (pageCount > 0) await handle.truncate(pageCount * pageSize);
    await handle.write(Buffer.from([1, 1]), 0, 2, 18);
  } finally {
    await handle.close();
  }
  if ((await stat(copy)).size === 0) throw new RelvarError('empty-source', `${path} is empty`);
}
