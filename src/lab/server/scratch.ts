import { randomBytes } from 'node:crypto';
import { messageOf } from '../../engines/cause.ts';
import type { Connection } from '../../engines/connection.ts';
import { connectForWriting, urlOfDatabase, withoutSecret } from '../../engines/postgres/connect.ts';
import { tooOld } from '../../engines/postgres/connect-error.ts';
import { RelvarError } from '../../findings/error.ts';
import { dropLeftovers } from './leftovers.ts';
import { roleComment, scratchComment, scratchPrefix } from './scratch-names.ts';

/** A database of our own on somebody's server. */
export interface ScratchDatabase {
  readonly name: string;
  readonly connection: Connection;
  readonly server: Server;
  /** What to tell of its making, a sentence each. */
  readonly notes: readonly string[];
  /** Ends the connection and drops the database with the roles that were made for it; once, however often it is called. */
  drop(): Promise<void>;
}

/** What the server is and what we may do there. */
export interface Server {
  /** The URL without its secrets. */
  readonly where: string;
  readonly major: number;
  /** `15.20` */
  readonly version: string;
  readonly superuser: boolean;
}

/** Milliseconds: statements on a scratch database may take longer than those that read a live one. */
const limits = { connect: 10_000, statement: 60_000, lock: 5_000 };

/**
 * Makes an empty database on the server and connects to it. The database that the URL names is only connected to.
 * @throws RelvarError `lab-refused` when the role may not create databases or the server takes no writes; what
 *   connecting throws
 */
export async function createScratch(url: string): Promise<ScratchDatabase> {
  if (!/^postgres(ql)?:\/\//i.test(url)) {
    throw new RelvarError('bad-url', `${withoutSecret(url)} is not the URL of a PostgreSQL server`, {
      hint: 'a lab on a server is given as postgres://user@host:5432',
    });
  }
  const entrance = entranceOf(url);
  const admin = await connectForWriting(entrance, limits);
  let name: string;
  let server: Server;
  const notes: string[] = [];
  try {
    server = await mayCreate(admin, withoutSecret(entrance));
    notes.push(...(await dropLeftovers(admin)));
    name = scratchPrefix + randomBytes(6).toString('hex');
    notes.push(...(await create(admin, name, server.where)));
  } finally {
    await admin.close();
  }
  let dropped: Promise<void> | undefined;
  const drop = () => {
    dropped ??= dropDatabase(entrance, name, server.where);
    return dropped;
  };
  try {
    const connection = await connectForWriting(urlOfDatabase(entrance, name) ?? entrance, limits);
    return {
      name,
      server,
      notes,
      connection,
      async drop() {
        await connection.close();
        await drop();
      },
    };
  } catch (cause) {
    await drop().catch(() => {});
    throw cause;
  }
}

/** Where the URL names no database, the one that every server has. */
function entranceOf(url: string): string {
  const named = /^[a-z]+:\/\/[^/?#]*\/[^?#]/i.test(url);
  return named ? url : (urlOfDatabase(url, 'postgres') ?? url);
}

async function mayCreate(admin: Connection, where: string): Promise<Server> {
  const [row] = await admin.query(
    `SELECT current_setting('server_version_num')::int / 10000 AS major, current_setting('server_version') AS version,
      r.rolname AS role, r.rolsuper AS superuser, r.rolsuper OR r.rolcreatedb AS able,
      pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on' AS read_only
    FROM pg_roles r WHERE r.rolname = current_user`,
  );
  const version = String(row?.['version']);
  const major = Number(row?.['major']);
  if (major < 13) throw tooOld(where, version);
  if (row?.['read_only'] === true) {
    throw new RelvarError(
      'lab-refused',
      `${where}: the server takes no writes, and a lab needs a database of its own`,
      {
        hint: 'give a server that is no standby, or leave --lab out: the embedded lab needs no server',
      },
    );
  }
  if (row?.['able'] !== true) {
    throw new RelvarError(
      'lab-refused',
      `${where}: the role ${String(row?.['role'])} may not create databases, and a lab needs one of its own`,
      { hint: 'give a role with CREATEDB, or leave --lab out: the embedded lab needs no server' },
    );
  }
  return { where, major, version, superuser: row['superuser'] === true };
}

async function create(admin: Connection, name: string, where: string): Promise<readonly string[]> {
  const made = `COMMENT ON DATABASE ${name} IS`;
  const statement = `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`;
  const notes: string[] = [];
  let { error } = await admin.batch([statement]);
  if (error?.code === '22023') {
    // The server's own locale has another encoding.
    ({ error } = await admin.batch([`${statement} LOCALE 'C'`]));
    notes.push("the server's locale cannot hold UTF-8: the scratch database sorts text by bytes");
  }
  if (error) {
    throw new RelvarError('lab-refused', `${where}: the scratch database could not be made: ${error.message}`, {
      hint: 'leave --lab out: the embedded lab needs no server',
    });
  }
  const [clock] = await admin.query(`SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS now`);
  await admin.exec(`${made} '${scratchComment}${String(clock?.['now'])}'`);
  return notes;
}

/** FORCE ends whoever is still connected: only we know of it. */
async function dropDatabase(entrance: string, name: string, where: string): Promise<void> {
  let cause: unknown;
  try {
    const admin = await connectForWriting(entrance, limits);
    try {
      const roles = await admin.query(
        `SELECT quote_ident(rolname) AS name FROM pg_roles WHERE shobj_description(oid, 'pg_authid') = $1`,
        [roleComment(name)],
      );
      await admin.exec(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      // A role that another lab came to use meanwhile stays, and is that lab's to drop.
      for (const role of roles) await admin.batch([`DROP ROLE ${String(role['name'])}`]);
      return;
    } finally {
      await admin.close();
    }
  } catch (error) {
    cause = error;
  }
  throw new RelvarError(
    'lab-left-behind',
    `${where}: the scratch database ${name} could not be dropped: ${messageOf(cause)}`,
    {
      hint: `drop it by hand: DROP DATABASE ${name}; the next run with --lab tries it, too`,
      cause,
    },
  );
}
