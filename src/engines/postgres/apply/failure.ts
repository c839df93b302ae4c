import { RelvarError } from '../../../findings/error.ts';
import type { Failure, FailureKind } from '../../applying.ts';
import { codeOf, messageOf } from '../../cause.ts';

/** SQLSTATE → what it means for a step (appendix "PostgreSQL Error Codes" of the manual). */
const kinds: Readonly<Record<string, FailureKind>> = {
  '55P03': 'lock',
  '40P01': 'conflict',
  '40001': 'conflict',
  '57014': 'cancelled',
  '53100': 'disk full',
  '42501': 'no privilege',
  '25006': 'read-only',
};

/** What an error says of the statement that met it. */
export function failureOf(error: unknown): Failure {
  if (error instanceof RelvarError && error.code === 'connection-lost') {
    return { kind: 'lost', code: codeOf(error.cause), message: error.message };
  }
  // The driver's DatabaseError; anything else has none of these fields.
  const { detail, hint } = error as { detail?: string; hint?: string };
  const code = codeOf(error);
  return {
    kind: kinds[code] ?? 'refused',
    code,
    message: messageOf(error),
    ...(detail === undefined ? {} : { detail }),
    ...(hint === undefined ? {} : { hint }),
  };
}
