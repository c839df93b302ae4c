import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { RelvarError } from '../findings/error.ts';

/**
 * Writes a file whole or not at all: beside its place, then moved there.
 * @throws RelvarError `not-writable`; the signal's reason
 */
export async function writeWhole(file: string, content: string | Uint8Array, signal?: AbortSignal): Promise<void> {
  const beside = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  try {
    await writeFile(beside, content, { flag: 'wx', ...(signal ? { signal } : {}) });
    signal?.throwIfAborted();
    await rename(beside, file);
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => {});
    signal?.throwIfAborted();
    const reason = cause instanceof Error && 'code' in cause ? reasons[String(cause.code)] : undefined;
    throw new RelvarError('not-writable', `${file} cannot be written${reason ? `: ${reason}` : ''}`, {
      hint: 'choose another file after -o',
      cause,
    });
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'part of its path is a file',
};
