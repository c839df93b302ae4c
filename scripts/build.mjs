// Builds dist: the compiled program, and the initialised data directories that the embedded engine opens. It is built
// beside its place and moved there whole, so that an interrupted build leaves what was there before.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

const root = new URL('../', import.meta.url);
const at = (path) => new URL(path, root);

const beside = `.dist-${process.pid}`;
const remove = (path) => rmSync(at(path), { recursive: true, force: true });
for (const name of readdirSync(root)) {
  const [, builder] = /^\.dist-(\d+)/.exec(name) ?? [];
  if (builder !== undefined && !isRunning(Number(builder))) remove(name);
}
process.on('exit', () => remove(beside));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', beside], {
  cwd: root,
  stdio: 'inherit',
});
await bundleProgram(`${beside}/cli`);
chmodSync(at(`${beside}/cli/main.js`), 0o755);

// Each rule's page stands beside it, for `relvar rules <id>`.
for (const id of readdirSync(at('src/rules'))) {
  const page = at(`src/rules/${id}/README.md`);
  if (existsSync(page)) cpSync(page, at(`${beside}/rules/${id}/README.md`));
}

mkdirSync(at(`${beside}/lab`), { recursive: true });
writeFileSync(at(`${beside}/lab/template.tar.gz`), gzipSync(await template([]), { level: 9 }));
// Text ordered as people order it: what most servers do, and what decides whether an index serves LIKE.
const linguistic = ['--locale-provider=icu', '--icu-locale=und'];
writeFileSync(at(`${beside}/lab/template-linguistic.tar.gz`), gzipSync(await template(linguistic), { level: 9 }));

if (existsSync(at('dist'))) renameSync(at('dist'), at(`${beside}.old`));
renameSync(at(beside), at('dist'));
remove(`${beside}.old`);

// In a clone, `npx relvar` finds the program where it finds every installed one.
const link = at('node_modules/.bin/relvar');
if (process.platform !== 'win32' && existsSync(at('node_modules/.bin'))) {
  if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link);
  symlinkSync('../../dist/cli/main.js', link);
}

/**
 * Puts the program's modules together into few files: reading a thousand small ones took every command half a second.
 * The files stand where the program's own stood, one folder deep, so that paths relative to a module stay right.
 */
async function bundleProgram(folder) {
  const bundle = await rolldown({
    input: { main: fileURLToPath(at('src/cli/main.ts')) },
    platform: 'node',
    external: (id) => !/^[./]|^[A-Za-z]:[\\/]/.test(id),
  });
  remove(folder);
  await bundle.write({
    dir: fileURLToPath(at(folder)),
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  });
  await bundle.close();
}

/** A process that may not be signalled runs, too. */
function isRunning(id) {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * An initialised data directory as a tar file. Log segments of 1 MB and no template databases make it a third of
 * the size, and opening it takes half the time. The shadow plants pages, which carry no checksum.
 */
async function template(options) {
  const { PGlite } = await import('@electric-sql/pglite');
  const database = new PGlite({ initDbStartParams: ['--wal-segsize=1', '--no-data-checksums', ...options] });
  await database.waitReady;
  await database.exec('checkpoint');
  const [own] = (await database.query('select oid from pg_database where datname = current_database()')).rows;
  const data = await database.dumpDataDir('none');
  await database.close();
  const tar = Buffer.from(await data.arrayBuffer());
  return withoutEntries(
    tar,
    (path) => /\/?base\/(\d+)\/./.exec(path)?.[1] !== undefined && !path.includes(`base/${own.oid}/`),
  );
}

/** The tar file without the entries whose path is left out: 512-byte headers, contents padded to 512 bytes. */
function withoutEntries(tar, leaveOut) {
  const kept = [];
  for (let offset = 0; offset + 512 <= tar.length && tar[offset] !== 0; ) {
    const path = tar.toString('utf8', offset, offset + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(tar.toString('ascii', offset + 124, offset + 136), 8) || 0;
    const end = offset + 512 + Math.ceil(size / 512) * 512;
    if (!leaveOut(path)) kept.push(tar.subarray(offset, end));
    offset = end;
  }
  return Buffer.concat([...kept, Buffer.alloc(1024)]);
}
