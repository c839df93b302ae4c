import { RelvarError } from '../../findings/error.ts';
import { codeOf, messageOf } from '../cause.ts';

/** Why a login failed; `where` is the URL without its secrets. */
export function connectError(where: string, cause: unknown): RelvarError {
  const message = messageOf(cause);
  const fail = (code: string, text: string, hint: string) =>
    new RelvarError(code, `${where}: ${text}`, { hint, cause });
  switch (codeOf(cause)) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return fail('host-not-found', 'no such host', 'check the host name in the URL');
    case 'ECONNREFUSED':
      return fail('connection-refused', 'nothing listens there', 'check host and port, and that the server runs');
    case 'ENOENT':
      return fail('connection-refused', 'there is no such socket', 'check the path that `socket` names');
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return fail('host-unreachable', 'the host does not answer', 'check the network, the port and the firewall');
    case 'ER_ACCESS_DENIED_ERROR':
    case 'ER_ACCESS_DENIED_NO_PASSWORD_ERROR':
      return fail('login-refused', message, 'check user and password');
    case 'ER_DBACCESS_DENIED_ERROR':
      return fail('no-privilege', message, 'grant SELECT on the database to the user');
    case 'ER_BAD_DB_ERROR':
      return fail('no-such-database', message, 'check the name behind the last slash of the URL');
    case 'ER_CON_COUNT_ERROR':
      return fail('too-many-connections', message, 'try again later, or raise max_connections');
    case 'HANDSHAKE_NO_SSL_SUPPORT':
      return fail('no-encryption', 'the server takes no encrypted connections', 'remove ssl from the URL');
    case 'HANDSHAKE_SSL_ERROR':
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return fail('certificate-refused', message, 'name the authority with ssl-ca, or use ssl-mode=required');
    case 'PROTOCOL_CONNECTION_LOST':
    case 'ECONNRESET':
      return fail(
        'not-mysql',
        'what listens there ends the conversation',
        'check the port, and that a MySQL or MariaDB server is behind it',
      );
    default:
      return fail('connection-failed', message, 'check the URL, and that the server speaks the protocol of MySQL');
  }
}

/** Why a query failed. */
export function queryError(where: string, cause: unknown): RelvarError {
  const message = messageOf(cause);
  const fail = (code: string, text: string, hint?: string) =>
    new RelvarError(code, `${where}: ${text}`, { cause, ...(hint === undefined ? {} : { hint }) });
  switch (codeOf(cause)) {
    case 'ER_TABLEACCESS_DENIED_ERROR':
    case 'ER_SPECIFIC_ACCESS_DENIED_ERROR':
    case 'ER_DBACCESS_DENIED_ERROR':
      return fail('no-privilege', message, 'the user must be able to SELECT from the tables, and SHOW VIEW');
    case 'ER_STATEMENT_TIMEOUT':
    case 'ER_QUERY_TIMEOUT':
      return fail('statement-timeout', 'a query took too long', 'try again when the server is less busy');
    case 'ER_LOCK_WAIT_TIMEOUT':
      return fail('locked', 'a schema change is under way', 'try again when it is done');
    case 'ER_NO_SUCH_TABLE':
      return fail('schema-changed', 'the schema was changed while it was read', 'try again');
    case 'PROTOCOL_CONNECTION_LOST':
    case 'ECONNRESET':
    case 'EPIPE':
      return fail('connection-lost', 'the server closed the connection', 'try again');
    default:
      return fail('query-failed', message);
  }
}
