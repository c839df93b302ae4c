// Completes the lockfile: `node scripts/lockfile.mjs [package-lock.json]`, after every change of a dependency.
//
// Where the registry in use is a mirror that lacks the packages of some platforms (binaries for Windows or macOS),
// `npm install` leaves these optional packages out of the lockfile and `npm ci` then refuses it as incomplete,
// everywhere. This writes them in, with the version that their parent asks for and the platform that their name
// tells, so that each platform fetches its own and skips the others.
import { readFileSync, writeFileSync } from 'node:fs';

const path = process.argv[2] ?? 'package-lock.json';
const lock = JSON.parse(readFileSync(path, 'utf8'));

const added = [];
for (const [at, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(optionalDependencies)) {
    if (resolves(at, name)) continue;
    const [, real, version] = /^(?:npm:(.+)@)?[\^~]?(\d\S*)$/.exec(range) ?? fail(`${name}: no version in ${range}`);
    lock.packages[`node_modules/${name}`] = {
      ...(real === undefined ? {} : { name: real }),
      version,
      ...platform(real ?? name, dev),
    };
    added.push(`${name}@${version}`);
  }
}
if (added.length > 0) {
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
}
console.log(`${path}: ${added.length} optional packages written in${added.map((name) => `\n  ${name}`).join('')}`);

/** Whether the lockfile has the package where Node would find it from `at`: there, or in a folder above. */
function resolves(at, name) {
  for (let folder = at; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    if (lock.packages[`${folder}${folder && '/'}node_modules/${name}`]) return true;
    if (folder === '') return false;
  }
}

/** `binding-linux-arm64-musl` → cpu, libc and os, in the order in which npm writes them. */
function platform(name, dev) {
  const words = name.replace('windows', 'win32').split(/[/-]/);
  const os = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'openharmony', 'sunos', 'win32'].find((word) =>
    words.includes(word),
  );
  const cpu = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'].find((word) =>
    words.includes(word),
  );
  if (!os || !cpu) fail(`${name}: its name does not tell its platform`);
  const musl = words.some((word) => word.startsWith('musl'));
  const libc = musl ? ['musl'] : words.some((word) => word.startsWith('gnu')) ? ['glibc'] : undefined;
  return { cpu: [cpu], ...(dev ? { dev } : {}), ...(libc ? { libc } : {}), optional: true, os: [os] };
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
