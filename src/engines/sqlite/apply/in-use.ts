import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Holder } from '../../applying.ts';

/**
 * Programs that have the file open, as far as the system tells: on Linux those of the same user, and those of anybody
 * that hold a lock on it. Elsewhere nothing is known, and nobody is named.
 */
export async function programsWith(path: string): Promise<readonly Holder[]> {
  const files = new Set<string>();
  for (const name of [path, `${path}-wal`, `${path}-shm`]) {
    const found = await stat(name).catch(() => undefined);
    if (found) files.add(`${found.dev} ${found.ino}`);
  }
  const pids = new Set([...(await withOpenFiles(files)), ...(await withLocks(files))]);
  pids.delete(process.pid);
  return await Promise.all(
    [...pids]
      .sort((a, b) => a - b)
      .map(async (pid): Promise<Holder> => ({ process: pid, who: await nameOf(pid), state: 'open' })),
  );
}

async function withOpenFiles(files: ReadonlySet<string>): Promise<readonly number[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const folder = join('/proc', pid, 'fd');
      for (const name of await readdir(folder).catch(() => [])) {
        const open = await stat(join(folder, name)).catch(() => undefined);
        if (open && files.has(`${open.dev} ${open.ino}`)) return [Number(pid)];
      }
      return [];
    }),
  );
  return found.flat();
}

/** `1: POSIX  ADVISORY  WRITE 1234 08:01:4711 0 EOF`: the process, and the file by its device and number. */
async function withLocks(files: ReadonlySet<string>): Promise<readonly number[]> {
  const numbers = new Set([...files].map((file) => file.split(' ')[1]));
  const text = await readFile('/proc/locks', 'utf8').catch(() => '');
  return [...text.matchAll(/^\d+:.*\s(\d+) [\da-f]+:[\da-f]+:(\d+) /gm)].flatMap(([, pid, file]) =>
    numbers.has(file) && Number(pid) > 0 ? [Number(pid)] : [],
  );
}

async function nameOf(pid: number): Promise<string> {
  const name = await readFile(join('/proc', String(pid), 'comm'), 'utf8').catch(() => '');
  return name.trim() || 'a program';
}
