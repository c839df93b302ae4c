import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { RelvarError } from '../../findings/error.ts';

/** In a plan's folder: the schemas of databases as they were before it was carried out there. */
export const backupFolder = 'before';

/**
 * Writes a folder of files whole or not at all: beside its place, then moved there. What a former plan left there is
 * replaced, but for the schemas as they were before it was carried out; anything else is left alone.
 * @throws RelvarError `not-writable`, `folder-in-use`; the signal's reason
 */
export async function writeFolder(
  folder: string,
  files: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<void> {
  const place = resolve(folder);
  const beside = join(dirname(place), `.${basename(place)}.${process.pid}.tmp`);
  const old = join(dirname(place), `.${basename(place)}.${process.pid}.old`);
  const there = await readdir(place).catch((cause: unknown) => {
    if (reasonOf(cause) === 'ENOENT') return undefined;
    throw notWritable(folder, cause);
  });
  if (there !== undefined && there.length > 0 && !there.includes('plan.json')) {
    throw new RelvarError('folder-in-use', `${folder} holds other files, and no plan`, {
      hint: 'choose another folder after -o',
    });
  }
  try {
    await mkdir(beside);
    for (const [name, text] of files) await writeFile(join(beside, name), text, { signal });
    signal.throwIfAborted();
    if (there !== undefined) await rename(place, old);
    await rename(beside, place);
    if (there?.includes(backupFolder)) await rename(join(old, backupFolder), join(place, backupFolder));
    await rm(old, { recursive: true, force: true });
  } catch (cause) {
    await rm(beside, { recursive: true, force: true }).catch(() => {});
    signal.throwIfAborted();
    throw notWritable(folder, cause);
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}

function notWritable(folder: string, cause: unknown): RelvarError {
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'the folder above it does not exist',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    ENOTDIR: 'it is no folder',
    ENOSPC: 'the disk is full',
    EROFS: 'the file system is read-only',
  };
  const reason = reasons[reasonOf(cause)];
  return new RelvarError('not-writable', `${folder} cannot be written${reason === undefined ? '' : `: ${reason}`}`, {
    hint: 'choose another folder after -o',
    cause,
  });
}
