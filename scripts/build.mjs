// Builds dist: the compiled program, and the initialised data directory that the embedded engine opens.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const root = new URL('../', import.meta.url);
const at = (path) => new URL(path, root);

rmSync(at('dist'), { recursive: true, force: true });
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
chmodSync(at('dist/cli/main.js'), 0o755);

const { PGlite } = await import('@electric-sql/pglite');
const database = new PGlite();
await database.waitReady;
await database.exec('checkpoint');
const data = await database.dumpDataDir('none');
await database.close();
mkdirSync(at('dist/lab'), { recursive: true });
writeFileSync(at('dist/lab/template.tar.gz'), gzipSync(Buffer.from(await data.arrayBuffer()), { level: 9 }));

// In a clone, `npx relvar` finds the program where it finds every installed one.
const link = at('node_modules/.bin/relvar');
if (process.platform !== 'win32' && existsSync(at('node_modules/.bin'))) {
  if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link);
  symlinkSync('../../dist/cli/main.js', link);
}
