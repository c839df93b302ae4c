import { displayName } from '../../../catalog/names.ts';
import type { Diagnostic } from '../../../findings/error.ts';
import type { EngineError } from '../../connection.ts';
import { headOf, targetOf } from './head.ts';
import type { Failure } from './judge.ts';
import { missingIn } from './missing.ts';
import { extensionOf } from './names.ts';
import type { StandIn } from './stand-ins.ts';
import type { ImpliedExtension } from './stubs.ts';

/** What a refused statement means for the reader. `notCreated` tells where an object that failed to be made is written. */
export function failureDiagnostic(
  failure: Failure,
  standIns: ReadonlyMap<string, StandIn>,
  notCreated: (name: string) => number | undefined,
): Diagnostic {
  const { statement, error, step } = failure;
  const cause = causeOf(error);
  const origin = cause === undefined ? undefined : notCreated(cause);
  const hint =
    origin !== undefined && origin !== statement.line
      ? `${cause} was not made either: see line ${origin}`
      : (error.hint ?? error.detail);
  // Positions count characters; a statement that was rewritten keeps its lines.
  const before = error.position === undefined ? '' : [...step.sql].slice(0, error.position - 1).join('');
  return {
    severity: severityOf(failure, standIns),
    code: 'statement-failed',
    message: `${describe(statement.sql)}: ${error.message}`,
    file: statement.file,
    line: statement.line + (before.match(/\n/g)?.length ?? 0),
    ...(hint === undefined ? {} : { hint: hint.replace(/\s+/g, ' ') }),
  };
}

/** What stands in for an extension. */
export function standInDiagnostic(standIn: StandIn): Diagnostic {
  const made = standIn.made.length === 0 ? 'nothing of it was needed' : `these stand in: ${listed(standIn.made)}`;
  return {
    severity: 'note',
    code: 'extension-stubbed',
    message:
      standIn.known.platform !== undefined
        ? `${standIn.known.platform}'s schema ${standIn.schema} is not there: ${made}`
        : `the extension ${standIn.name} is not there${standIn.implied ? ' and never created, yet used' : ''}: ${made}`,
    file: standIn.at.file,
    line: standIn.at.line,
  };
}

/** An extension that the script forgot to create. */
export function impliedDiagnostic(implied: ImpliedExtension): Diagnostic {
  return {
    severity: 'warning',
    code: 'extension-implied',
    message: `the extension ${implied.name} is used but never created: it was created for the script`,
    file: implied.at.file,
    line: implied.at.line,
    hint: `add CREATE EXTENSION IF NOT EXISTS ${displayName(implied.name)}`,
  };
}

/** A statement in a few words that hold no values: `CREATE TABLE public.orders`. */
function describe(sql: string): string {
  const target = targetOf(sql);
  if (target) return [target.verb, target.kind, target.name.map(displayName).join('.')].join(' ').trim();
  return headOf(sql, 1)[0] ?? '';
}

function severityOf(failure: Failure, standIns: ReadonlyMap<string, StandIn>): Diagnostic['severity'] {
  const [first] = headOf(failure.statement.sql, 1);
  const { code } = failure.error;
  // Of data, or their absence: data exceptions, constraint violations, what the script raises itself.
  const ofData = /^(?:22|23|02|P0)/.test(code);
  // Who may give what away depends on the cluster, not on the schema.
  if ((first === 'GRANT' || first === 'REVOKE') && /^(?:42501|0L)/.test(code)) return 'note';
  if (first === 'DO') return ofData ? 'warning' : 'error';
  if (first === 'SELECT' || first === 'WITH' || first === 'CALL') {
    const missing = missingIn(failure.error);
    const name =
      missing?.kind === 'function' || missing?.kind === 'procedure'
        ? extensionOf('function', missing.name, missing.schema)
        : undefined;
    return ofData || (name !== undefined && standIns.has(name)) ? 'note' : 'warning';
  }
  return 'error';
}

/** The object whose absence is the cause, by its plain name. */
function causeOf(error: EngineError): string | undefined {
  const missing = missingIn(error);
  return missing?.kind === 'relation' ||
    missing?.kind === 'type' ||
    missing?.kind === 'function' ||
    missing?.kind === 'schema'
    ? missing.name
    : undefined;
}

const most = 8;

function listed(items: readonly string[]): string {
  const rest = items.length - most;
  return rest > 0 ? `${items.slice(0, most).join(', ')} and ${rest} more` : items.join(', ');
}
