import { createExtension, extensionNamed, extensionSchema } from './create-extension.ts';
import { headOf } from './head.ts';

/** What the loader does with a statement before it asks the engine. */
export type Treatment =
  /** `ofServer`: what it sets is no part of a schema. */
  | { readonly kind: 'run'; readonly sql: string; readonly ofServer?: true }
  /** Says nothing about a schema; `note` when it is worth telling that it was left out. */
  | { readonly kind: 'skip'; readonly note?: string; readonly ofServer?: true }
  | { readonly kind: 'begin' | 'commit' | 'rollback' | 'set' | 'new session' };

const transactions: Readonly<Record<string, 'begin' | 'commit' | 'rollback'>> = {
  BEGIN: 'begin',
  START: 'begin',
  COMMIT: 'commit',
  END: 'commit',
  ROLLBACK: 'rollback',
  ABORT: 'rollback',
};

/** First words of statements that move rows, keep house or speak to the session alone. */
const passedOver = new Set(
  (
    'INSERT UPDATE DELETE MERGE TRUNCATE COPY VACUUM ANALYZE ANALYSE CLUSTER CHECKPOINT LISTEN NOTIFY UNLISTEN LOCK LOAD PREPARE ' +
    'EXECUTE DEALLOCATE DECLARE FETCH CLOSE MOVE SHOW EXPLAIN REINDEX REASSIGN SAVEPOINT RELEASE VALUES TABLE REFRESH SECURITY'
  ).split(' '),
);
/** Kinds of objects that belong to the cluster and not to a schema. */
const clusterKinds = new Set(['DATABASE', 'SYSTEM', 'TABLESPACE', 'LARGE']);
const roleKinds = new Set(['ROLE', 'USER', 'GROUP']);

/** Decides by the first words of a statement. */
export function classify(sql: string): Treatment {
  const treatment = byHead(sql);
  return (treatment.kind === 'skip' || treatment.kind === 'run') && isOfServer(sql, treatment.kind)
    ? { ...treatment, ofServer: true }
    : treatment;
}

/** Whether it says something that two schemas may differ in without a word in either. */
function isOfServer(sql: string, kind: 'skip' | 'run'): boolean {
  const [first = '', ...rest] = headOf(sql, 4);
  const [second = '', third = ''] = first === 'COMMENT' ? rest.slice(1) : rest;
  switch (first) {
    case 'SECURITY':
      return true;
    case 'GRANT':
    case 'REVOKE':
      return kind === 'skip' || !/\bON\b/i.test(sql);
    case 'CREATE':
    case 'ALTER':
    case 'DROP':
    case 'COMMENT':
      return clusterKinds.has(second) || second === 'SUBSCRIPTION' || (roleKinds.has(second) && third !== 'MAPPING');
    default:
      return false;
  }
}

function byHead(sql: string): Treatment {
  const head = headOf(sql, 4);
  const [first = '', second = '', third = ''] = head;
  const transaction = transactions[first];
  if (transaction === 'rollback' && (second === 'TO' || third === 'TO')) return { kind: 'skip' };
  if (transaction) return { kind: transaction };
  if (first === 'CLUSTER') return clustered(sql);
  if (passedOver.has(first)) return { kind: 'skip' };
  switch (first) {
    case 'SET':
    case 'RESET':
      return { kind: 'set' };
    case 'DISCARD':
      return { kind: second === 'ALL' ? 'new session' : 'skip' };
    case 'GRANT':
    case 'REVOKE':
      return /\bON\s+(?:DATABASE|TABLESPACE|PARAMETER|LARGE\s+OBJECT)\b/i.test(sql)
        ? { kind: 'skip' }
        : { kind: 'run', sql };
    case 'COMMENT':
      return clusterKinds.has(third) || third === 'ROLE' || third === 'SUBSCRIPTION'
        ? { kind: 'skip' }
        : { kind: 'run', sql };
    case 'IMPORT':
      return { kind: 'skip', note: 'IMPORT FOREIGN SCHEMA was not run: there is no other server to read tables from' };
    case 'SELECT':
      // Large objects are data.
      return /^SELECT\s+(?:pg_catalog\s*\.\s*)?(?:lo_\w+|loread|lowrite)\s*\(/i.test(sql)
        ? { kind: 'skip' }
        : { kind: 'run', sql };
    case 'CREATE':
      if (second === 'EXTENSION') return extension(sql);
      if (second === 'SUBSCRIPTION')
        return { kind: 'skip', note: 'CREATE SUBSCRIPTION was not run: there is no publisher to talk to' };
      return clusterKinds.has(second) ? { kind: 'skip' } : { kind: 'run', sql: withoutConcurrently(sql) };
    case 'ALTER':
      if (clusterKinds.has(second) || second === 'SUBSCRIPTION') return { kind: 'skip' };
      // A role may take rights from the one that loads.
      if (roleKinds.has(second) && third !== 'MAPPING') return { kind: 'skip' };
      if (second === 'EXTENSION' && /\bUPDATE\b/i.test(sql)) return { kind: 'skip' };
      return {
        kind: 'run',
        sql: sql.replace(/(\bDETACH\s+PARTITION\s+[\s\S]*?)\s+(?:CONCURRENTLY|FINALIZE)\s*$/i, '$1'),
      };
    case 'DROP':
      if (clusterKinds.has(second) || second === 'SUBSCRIPTION' || second === 'OWNED') return { kind: 'skip' };
      if (roleKinds.has(second) && third !== 'MAPPING') return { kind: 'skip' };
      return { kind: 'run', sql: withoutConcurrently(sql) };
    default:
      return { kind: 'run', sql };
  }
}

/** The order of the rows is nothing to a schema; the index that it is by is noted. */
function clustered(sql: string): Treatment {
  const name = String.raw`((?:"[^"]+"|[\w$]+)(?:\s*\.\s*(?:"[^"]+"|[\w$]+))?)`;
  const [, table, index] =
    new RegExp(String.raw`^CLUSTER\s+(?:VERBOSE\s+|\([^)]*\)\s*)?${name}\s+USING\s+${name}\s*$`, 'i').exec(
      sql.trim(),
    ) ?? [];
  return table === undefined ? { kind: 'skip' } : { kind: 'run', sql: `ALTER TABLE ${table} CLUSTER ON ${index}` };
}

/** CONCURRENTLY is about other sessions; there are none, and it is refused in a transaction. */
function withoutConcurrently(sql: string): string {
  return sql.replace(/^((?:CREATE|DROP)\s+(?:UNIQUE\s+)?INDEX\s+)CONCURRENTLY\b/i, (_, start: string) =>
    start.trimEnd(),
  );
}

/** The version that was asked for may not be there, and what an extension needs comes with it. */
function extension(sql: string): Treatment {
  const name = extensionNamed(sql);
  return name === undefined ? { kind: 'run', sql } : { kind: 'run', sql: createExtension(name, extensionSchema(sql)) };
}
