import type { Statement } from '../../engine.ts';

/** All DDL runs in a transaction. */
export function transactional(sql: string): Statement {
  return { sql, transactional: true };
}

/** A statement that begins or ends a transaction, or counts only outside of one. */
export function alone(sql: string): Statement {
  return { sql, transactional: false };
}
