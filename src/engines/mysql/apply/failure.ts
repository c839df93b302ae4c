import { RelvarError } from '../../../findings/error.ts';
import type { Failure, FailureKind } from '../../applying.ts';
import { codeOf, messageOf } from '../../cause.ts';

/** The servers' names for errors → what they mean for a step. */
const kinds: Readonly<Record<string, FailureKind>> = {
  ER_LOCK_WAIT_TIMEOUT: 'lock',
  ER_LOCK_NOWAIT: 'lock',
  ER_LOCK_DEADLOCK: 'conflict',
  ER_QUERY_INTERRUPTED: 'cancelled',
  ER_STATEMENT_TIMEOUT: 'cancelled',
  ER_QUERY_TIMEOUT: 'cancelled',
  PROTOCOL_CONNECTION_LOST: 'lost',
  ECONNRESET: 'lost',
  EPIPE: 'lost',
  ER_SERVER_SHUTDOWN: 'lost',
  ER_CONNECTION_KILLED: 'lost',
  ER_CLIENT_INTERACTION_TIMEOUT: 'lost',
  ER_DISK_FULL: 'disk full',
  ER_RECORD_FILE_FULL: 'disk full',
  ER_TABLEACCESS_DENIED_ERROR: 'no privilege',
  ER_COLUMNACCESS_DENIED_ERROR: 'no privilege',
  ER_DBACCESS_DENIED_ERROR: 'no privilege',
  ER_SPECIFIC_ACCESS_DENIED_ERROR: 'no privilege',
  ER_PROCACCESS_DENIED_ERROR: 'no privilege',
  ER_OPTION_PREVENTS_STATEMENT: 'read-only',
  ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION: 'read-only',
};

/** What an error says of the statement that met it. */
export function failureOf(error: unknown): Failure {
  const message = messageOf(error);
  if (error instanceof RelvarError && error.code === 'connection-lost')
    return { kind: 'lost', code: codeOf(error.cause), message };
  const code = codeOf(error);
  // The driver's own word for a connection that ended between two statements.
  const closed = /connection is in closed state/i.test(message);
  return {
    kind: closed ? 'lost' : (kinds[code] ?? 'refused'),
    code: closed ? 'PROTOCOL_CONNECTION_LOST' : code,
    message,
  };
}
