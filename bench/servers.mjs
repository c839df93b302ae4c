// Starts a real server of a major for a measurement, as the tests do (test/servers): made for it, gone after it.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Compiled beside the tests' own modules, where the binaries of other majors are found from. */
const compiled = join(root, 'test/servers/node_modules/.cache/relvar');

/** A running server: `url`, and `stop()`. Settings are given to the server as they are. */
export async function startServer(major, settings = {}) {
  mkdirSync(compiled, { recursive: true });
  const flags = '--outDir . --rootDir ../../.. --noEmit false --module nodenext --target es2023 --types node';
  execFileSync(
    process.execPath,
    [
      join(root, 'node_modules/typescript/bin/tsc'),
      join(root, 'test/servers/start.ts'),
      join(root, 'test/servers/binaries.ts'),
      ...`--ignoreConfig ${flags} --typeRoots ${join(root, 'node_modules/@types')} --skipLibCheck`.split(' '),
    ],
    { cwd: compiled, stdio: 'inherit' },
  );
  const load = (name) => import(pathToFileURL(join(compiled, name)).href);
  const { findBinaries } = await load('binaries.js');
  const { startPostgres } = await load('start.js');
  const found = findBinaries(major);
  if (found.why) throw new Error(`no PostgreSQL ${major}: ${found.why}`);
  return startPostgres(found.folder, settings);
}
