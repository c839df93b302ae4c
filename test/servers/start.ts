import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface StartedServer {
  readonly url: string;
  /** Stops the server and removes its folder. */
  stop(): Promise<void>;
}

/**
 * The life of a server: made, run, removed. It ends when the pipe that is its standard input closes — because the
 * harness stops it, or because the harness is gone, whatever ended it. (The pipe is watched as descriptor 3: a shell
 * gives its background jobs an empty standard input. A server that is just starting does not hear the signal yet, so
 * it is repeated.) The role relvar_password, which a test may create, must give
 * its password; every other is trusted. `md5` takes scram-sha-256 passwords too, and 13 makes none by itself.
 */
const life = `
exec 3<&0
trap 'rm -rf "$folder"' EXIT
"$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >&2 3<&- || exit 1
{ echo 'host all relvar_password 127.0.0.1/32 md5'; cat "$folder/data/pg_hba.conf"; } > "$folder/pg_hba.conf"
"$bin/postgres" -D "$folder/data" -c hba_file="$folder/pg_hba.conf" "$@" 3<&- &
server=$!
{ cat <&3 > /dev/null; while kill -INT $server; do sleep 0.2; done; } 2> /dev/null &
wait $server
`;

/**
 * Makes a database cluster under the system's temporary folder and serves it on a free port of 127.0.0.1, nothing
 * flushed to disk; `more` are settings beside the usual ones. PostgreSQL refuses to run as root: for root, `nobody` runs
 * it.
 */
export async function startPostgres(
  binaries: string,
  more: Readonly<Record<string, string>> = {},
): Promise<StartedServer> {
  const owner = process.getuid?.() === 0 ? nobody() : undefined;
  const folder = mkdtempSync(join(tmpdir(), 'relvar-postgres-'));
  try {
    if (owner) chownSync(folder, owner.uid, owner.gid);
    const bin = join(owner ? reachable(binaries, folder, owner) : binaries, 'bin');
    const port = await freePort();
    const child = spawn('/bin/sh', ['-c', life, 'sh', ...settings(port, folder, more)], {
      ...owner,
      cwd: folder,
      env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC', bin, folder },
      // In a session of its own Ctrl-C reaches it only through the pipe.
      detached: true,
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    await ready(child);
    return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop: () => stop(child) };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function settings(port: number, folder: string, more: Readonly<Record<string, string>>): string[] {
  const values = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
    timezone: 'UTC',
    ...more,
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Waits for the line with which the server says that it takes connections. */
function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    child.stderr?.on('data', (chunk) => {
      log = `${log}${chunk}`.slice(-4000);
      // With a logging collector that line goes to a file: then it takes connections a moment later.
      if (/database system is ready to accept connections|redirecting log output to logging/.test(log)) resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      child.stdin?.destroy();
      reject(new Error(`PostgreSQL ended with exit code ${code}:\n${log}`));
    });
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  await new Promise((resolve) => {
    child.once('exit', resolve);
    child.stdin?.end();
  });
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

function nobody(): Owner {
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** The folder of the binaries, or of a copy where the user who is to run them cannot reach them. */
function reachable(binaries: string, folder: string, owner: Owner): string {
  try {
    execFileSync(join(binaries, 'bin/postgres'), ['--version'], { ...owner, stdio: 'ignore' });
    return binaries;
  } catch {
    const copy = join(folder, 'server');
    cpSync(binaries, copy, { recursive: true, verbatimSymlinks: true });
    execFileSync('chown', ['-R', `${owner.uid}:${owner.gid}`, copy]);
    return copy;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
