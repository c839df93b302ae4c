import { RelvarError } from '../../findings/error.ts';
import { codeOf, messageOf } from '../cause.ts';

/** What was seen of the other side before a login failed. */
export interface Greeting {
  /** Somebody took the connection. */
  connected: boolean;
  /** The first bytes that came. */
  bytes: Uint8Array | undefined;
}

export function tooOld(where: string, version: string): RelvarError {
  return new RelvarError(
    'server-too-old',
    `${where}: the server is PostgreSQL ${version}, and 13 is the oldest that can be read`,
    {
      hint: 'give a dump (pg_dump -s) instead',
    },
  );
}

const network = 'check the network, the port and the firewall';

/** Why a login failed; `where` is the URL without its secrets. */
export function connectError(where: string, cause: unknown, greeting: Greeting): RelvarError {
  const message = messageOf(cause);
  const fail = (code: string, text: string, hint: string) =>
    new RelvarError(code, `${where}: ${text}`, { hint, cause });
  const other = otherServer(greeting.bytes);
  if (other !== undefined) return fail('not-postgres', `${other} answers there, not PostgreSQL`, 'check host and port');
  switch (codeOf(cause)) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return fail('host-not-found', 'no such host', 'check the host name in the URL');
    case 'ECONNREFUSED':
      return fail('connection-refused', 'nothing listens there', 'check host and port, and that the server runs');
    case 'ENOENT':
      return fail(
        'connection-refused',
        'there is no such socket',
        'check the folder that `host` names, and that the server runs',
      );
    case 'EACCES':
      return fail('no-privilege', 'the socket may not be opened', 'check the rights on the folder that `host` names');
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return fail('host-unreachable', 'the host does not answer', network);
    case '28P01':
      return fail('login-refused', message, 'check user and password');
    case '28000':
      return /no encryption|SSL off/.test(message)
        ? fail(
            'login-refused',
            message,
            'if the server wants encryption, add ?sslmode=require to the URL; else see its pg_hba.conf',
          )
        : fail('login-refused', message, "check the user, and the server's pg_hba.conf");
    case '3D000':
      return fail('no-such-database', message, 'check the name behind the last slash of the URL');
    case '42501':
      return fail('no-privilege', message, 'grant CONNECT on the database to the role');
    case '53300':
      return fail('too-many-connections', message, 'try again later, or raise max_connections');
    case '57P03':
      return fail('server-not-ready', message, 'try again in a moment');
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case 'CERT_HAS_EXPIRED':
      return fail('certificate-refused', message, 'name the authority with sslrootcert, or use sslmode=require');
  }
  if (/does not support SSL/.test(message))
    return fail('no-encryption', 'the server takes no encrypted connections', 'remove sslmode from the URL');
  if (/timeout expired/.test(message)) {
    return greeting.connected
      ? fail(
          'not-postgres',
          'something takes the connection but does not answer',
          'check the port, and that a PostgreSQL server is behind it',
        )
      : fail('host-unreachable', 'the host does not answer', network);
  }
  if (/password must be/.test(message)) {
    return fail(
      'login-refused',
      'the server asks for a password and none was given',
      'put it into the URL, or into PGPASSWORD',
    );
  }
  if (codeOf(cause) === 'ECONNRESET' || /terminated unexpectedly|invalid response/.test(message)) {
    return fail(
      'not-postgres',
      'what listens there ends the conversation',
      'check the port, and that a PostgreSQL server is behind it',
    );
  }
  return fail('connection-failed', message, 'check the URL, and that the server speaks the PostgreSQL protocol');
}

/** Who else it is that answers: a web server, or one that speaks first, as no PostgreSQL does. */
function otherServer(bytes: Uint8Array | undefined): string | undefined {
  if (!bytes) return undefined;
  const text = Buffer.from(bytes).toString('latin1');
  if (text.startsWith('HTTP/')) return 'a web server';
  if (text.startsWith('SSH-')) return 'an SSH server';
  // Packet 0 with protocol version 10 (MySQL's initial handshake), or an error instead.
  if (bytes[3] === 0 && (bytes[4] === 10 || bytes[4] === 255)) return 'MySQL or MariaDB';
  return undefined;
}

/** Why a query failed; `statementTimeout` in milliseconds. */
export function queryError(where: string, cause: unknown, statementTimeout: number): RelvarError {
  const message = messageOf(cause);
  const fail = (code: string, text: string, hint?: string) =>
    new RelvarError(code, `${where}: ${text}`, { cause, ...(hint === undefined ? {} : { hint }) });
  switch (codeOf(cause)) {
    case '42501':
      return fail('no-privilege', message, 'the role must be able to read the system catalogs');
    case '57014':
      return fail(
        'statement-timeout',
        `a catalog query took over ${statementTimeout / 1000} s`,
        'try again when the server is less busy',
      );
    case '40001':
      return fail('query-cancelled', message, 'the standby had to go on replaying; try again, or read the primary');
    case '53200':
      return fail('out-of-memory', message, 'try again when the server is less busy');
    case '57P01':
    case '57P02':
    case '57P05':
    case '25P03':
    case 'ECONNRESET':
    case 'EPIPE':
      return fail('connection-lost', 'the server closed the connection', 'try again');
  }
  if (/not queryable|terminated|Client was closed|read timeout/i.test(message))
    return fail('connection-lost', 'the connection broke', 'try again');
  if (codeOf(cause) === '42P01' || /^(?:cache lookup failed|could not open relation)/.test(message)) {
    return fail('schema-changed', 'the schema was changed while it was read', 'try again');
  }
  return fail('query-failed', message);
}
