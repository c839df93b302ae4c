import { constants } from 'node:fs';
import { copyFile, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { RelvarError } from '../../../findings/error.ts';
import type { Connection } from '../../connection.ts';
import { openForWriting } from '../connect.ts';
import { programsWith } from './in-use.ts';

/** A copy of a database that is changed, and then put in the place of the original, whole or not at all. */
export interface WorkingCopy {
  readonly connection: Connection;
  /**
   * Puts the copy in the place of the original.
   * @throws RelvarError where somebody has written to the original, or has it open
   */
  publish(): Promise<void>;
  discard(): Promise<void>;
}

/** How the names of copies begin; those that were left by a process that was killed are taken away by the next. */
const prefixOf = (path: string): string => `.${basename(path)}.relvar-`;

/**
 * Copies a database file beside itself and opens the copy for writing.
 * @throws RelvarError where programs have it open, or its write-ahead log holds what the file does not
 */
export async function openWorkingCopy(path: string): Promise<WorkingCopy> {
  await refuseInUse(path);
  const before = await stampOf(path);
  const copy = join(dirname(path), `${prefixOf(path)}${process.pid}`);
  await copyFile(path, copy, constants.COPYFILE_FICLONE);
  const modes = await setJournalModes(copy, Buffer.from([1, 1]));
  const connection = await openForWriting(copy);
  const discard = async () => {
    await connection.close();
    await rm(copy, { force: true });
  };
  return {
    connection,
    discard,
    async publish() {
      try {
        await connection.close();
        await setJournalModes(copy, modes);
        await refuseInUse(path);
        if ((await stampOf(path)) !== before) {
          throw new RelvarError('database-changed', `${path} was written to meanwhile`, {
            hint: 'nothing was done; stop what writes to it, and give the same command again',
          });
        }
        // Of a log that was read to its end nothing is left to keep.
        for (const end of ['-wal', '-shm']) await rm(`${path}${end}`, { force: true });
        await rename(copy, path);
      } catch (cause) {
        await rm(copy, { force: true });
        throw cause;
      }
      await flushFolder(dirname(path));
    },
  };
}

/** Takes away what processes that were killed have left. */
export async function removeLeftovers(path: string): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder).catch(() => [])) {
    if (name.startsWith(prefixOf(path))) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** @throws RelvarError `database-locked` */
export async function refuseInUse(path: string): Promise<void> {
  const [program, ...more] = await programsWith(path);
  if (program) {
    const others = more.length === 0 ? '' : ` and ${more.length} more`;
    throw new RelvarError(
      'database-locked',
      `${path} is open in process ${program.process} (${program.who})${others}`,
      {
        hint: 'stop what uses it: the file is put in the place of the old one, and who has that open would write into nothing',
      },
    );
  }
  const log = await stat(`${path}-wal`).catch(() => undefined);
  if (log && log.size > 0) {
    throw new RelvarError(
      'database-locked',
      `${path} has a write-ahead log that was not written into it: ${path}-wal`,
      {
        hint: `close what uses it; if nothing does: sqlite3 ${path} 'PRAGMA wal_checkpoint(TRUNCATE)'`,
      },
    );
  }
}

/** Differs when the file was written to: its size, its times, and the counter of changes in its header. */
async function stampOf(path: string): Promise<string> {
  const { ino, size, mtimeNs } = await stat(path, { bigint: true });
  const handle = await open(path);
  try {
    const { buffer } = await handle.read(Buffer.alloc(100), 0, 100, 0);
    return `${ino} ${size} ${mtimeNs} ${buffer.toString('hex')}`;
  } finally {
    await handle.close();
  }
}

/**
 * Sets how the file is written (bytes 18 and 19 of its header: 1 by a journal, 2 by a log, which the driver cannot), gives
 * back what it was, and waits until the disk has all of it.
 */
async function setJournalModes(file: string, modes: Buffer): Promise<Buffer> {
  const handle = await open(file, 'r+');
  try {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 18);
    await handle.write(modes, 0, 2, 18);
    await handle.sync();
    return buffer;
  } finally {
    await handle.close();
  }
}

/** A new name is there after a loss of power only when the folder was written. Not every system can. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
