import { open, readFile, rm } from 'node:fs/promises';
import type { Holder } from '../../applying.ts';

/** The file that the one apply of a database has beside it; its text is the number of the process. */
export function lockFileOf(path: string): string {
  return `${path}.relvar-lock`;
}

/** Takes the lock, or tells who has it. That of a process that is gone is taken over. */
export async function takeLockFile(path: string): Promise<Holder | undefined> {
  const file = lockFileOf(path);
  for (let tries = 0; ; tries++) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      return undefined;
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
      const pid = Number(await readFile(file, 'utf8').catch(() => ''));
      if (pid === process.pid) return undefined;
      if ((pid > 0 && isAlive(pid)) || tries > 3) return { process: pid, who: 'relvar', state: 'active' };
      await rm(file, { force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // Somebody else's process may not be signalled.
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
}
