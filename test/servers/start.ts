import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from 'node:child_process';
import { chownSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface StartedServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** The role that must give its password (to be made by the test that needs it); all others are trusted. */
export const passwordRole = 'relvar_password';

/**
 * Runs the server, and when the pipe that is its standard input closes — because it is to stop, or because whoever
 * started it is gone, however that came — stops it and removes its folder. The pipe is passed as descriptor 3, since
 * a shell gives its background jobs an empty standard input.
 */
const keeper = `
exec 3<&0
"$@" 3<&- & server=$!
( cat <&3 >/dev/null; kill -INT $server 2>/dev/null ) &
wait $server
code=$?
rm -rf "$folder"
exit $code
`;

/**
 * Makes a database cluster under the system's temporary folder and serves it on a free port of 127.0.0.1: user
 * postgres, trusted, nothing flushed to disk. PostgreSQL refuses to run as root: then it runs as `nobody`.
 */
export async function startPostgres(binaries: string): Promise<StartedServer> {
  const owner = process.getuid?.() === 0 ? nobody() : undefined;
  const folder = mkdtempSync(join(tmpdir(), 'relvar-postgres-'));
  try {
    if (owner) chownSync(folder, owner.uid, owner.gid);
    const options: SpawnOptions = { ...owner, cwd: folder, env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' } };
    const bin = join(readable(binaries, folder, options), 'bin');
    const data = join(folder, 'data');
    const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
    execFileSync(join(bin, 'initdb'), initdb, { ...options, stdio: 'pipe' });
    requirePassword(join(data, 'pg_hba.conf'));
    return await serve(join(bin, 'postgres'), data, folder, options);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function serve(postgres: string, data: string, folder: string, options: SpawnOptions): Promise<StartedServer> {
  const port = await freePort();
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
    timezone: 'UTC',
  };
  const command = [postgres, '-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const child = spawn('/bin/sh', ['-c', keeper, 'sh', ...command], {
    ...options,
    env: { ...options.env, folder },
    // A session of its own: Ctrl-C reaches it only through the pipe.
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  await ready(child);
  child.unref();
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      if (child.exitCode !== null) return;
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.ref();
      child.stdin?.end();
      await exited;
    },
  };
}

/** Waits for the line with which the server says that it takes connections. */
function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    child.stderr?.on('data', (chunk) => {
      log = `${log}${chunk}`.slice(-4000);
      if (log.includes('database system is ready to accept connections')) resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`PostgreSQL stopped with ${code}: ${log}`)));
  });
}

function nobody(): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** The folder of the binaries, or a copy of it where the user who is to run them cannot reach them. */
function readable(binaries: string, folder: string, options: SpawnOptions): string {
  try {
    execFileSync(join(binaries, 'bin/postgres'), ['--version'], { ...options, stdio: 'ignore' });
    return binaries;
  } catch {
    const copy = join(folder, 'server');
    cpSync(binaries, copy, { recursive: true, verbatimSymlinks: true });
    execFileSync('chmod', ['-R', 'a+rX', copy]);
    return copy;
  }
}

/** Puts a line for the password role before those that trust everyone. */
function requirePassword(file: string): void {
  const lines = `host all ${passwordRole} 127.0.0.1/32 scram-sha-256\n`;
  writeFileSync(file, lines + readFileSync(file, 'utf8'));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
