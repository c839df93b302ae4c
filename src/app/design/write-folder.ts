import { mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RelvarError } from '../../findings/error.ts';
import { writeWhole } from '../write-whole.ts';

/** Puts the files of a design into a folder; what is there is never lost. */
export const writeDesign = {
  /** @throws RelvarError `folder-in-use` for a folder that holds files, unless `force` */
  async check(folder: string, force: boolean): Promise<void> {
    const there = await list(folder);
    if (there.length === 0 || force) return;
    throw new RelvarError(
      'folder-in-use',
      `${folder} holds ${there.length === 1 ? 'a file' : `${there.length} files`} already (${there.slice(0, 3).join(', ')}${there.length > 3 ? '…' : ''})`,
      {
        hint: 'choose another folder, or --force to replace what a design writes; the files that differ are kept beside, as schema.sql.before',
      },
    );
  },

  /** The folder, or the first one numbered after it, that {@link check} would take. */
  async free(folder: string, force: boolean): Promise<string> {
    let name = folder;
    for (let number = 2; !force && (await list(name)).length > 0; number++) name = `${folder}-${number}`;
    return name;
  },

  /** Writes the files; gives what was done with those that were there. */
  async write(folder: string, files: ReadonlyMap<string, string>, signal: AbortSignal): Promise<readonly string[]> {
    try {
      await mkdir(folder, { recursive: true });
    } catch (cause) {
      throw new RelvarError('not-writable', `${folder} cannot be made`, {
        hint: 'choose another folder after -o',
        cause,
      });
    }
    const notes: string[] = [];
    for (const [name, text] of files) {
      const file = join(folder, name);
      const before = await readFile(file, 'utf8').catch(() => undefined);
      if (before === text) continue;
      if (before !== undefined) {
        const kept = await keptAs(file, before);
        await writeWhole(kept, before, signal);
        notes.push(`${file} was there and differs: kept as ${kept}`);
      }
      await mkdir(dirname(file), { recursive: true });
      await writeWhole(file, text, signal);
    }
    return notes;
  },
};

/** The name under which a text is kept: no other text that was kept earlier goes. */
async function keptAs(file: string, text: string): Promise<string> {
  for (let count = 1; ; count++) {
    const name = count === 1 ? `${file}.before` : `${file}.before-${count}`;
    const earlier = await readFile(name, 'utf8').catch(() => undefined);
    if (earlier === undefined || earlier === text) return name;
  }
}

async function list(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => !name.startsWith('.'));
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (reason === 'ENOENT') return [];
    throw new RelvarError('not-writable', `${folder} ${reason === 'ENOTDIR' ? 'is a file' : 'cannot be read'}`, {
      hint: 'choose another folder after -o',
      cause,
    });
  }
}
