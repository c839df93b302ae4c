import { isVolatile } from '../../migration-default.ts';
import type { Situation } from '../../procedure.ts';

/** What gives another value in another transaction, session or place of a sequence. */
const passing =
  /^(?:now|statement_timestamp|transaction_timestamp|currval|lastval|setval|current_setting|txid_current|pg_current_xact_id)$/;

const words =
  /\b(?:current_date|current_time|current_timestamp|localtime|localtimestamp|current_user|session_user|user)\b/i;

const calls = /("(?:[^"]|"")+"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)\s*\(/g;

/** Whether an expression gives the same value for a row whenever it is asked; of a function that nobody knows, it does. */
export function repeats(expression: string, { from, to }: Pick<Situation, 'from' | 'to'>): boolean {
  const bare = expression.replaceAll(/'(?:[^']|'')*'/g, "''");
  const called = [...bare.matchAll(calls)].map(([, name = '']) =>
    name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase(),
  );
  const routines = [...from.routines, ...to.routines].filter((one) => one.volatility !== 'immutable');
  const differs = (name: string) => isVolatile(name) || passing.test(name) || routines.some((one) => one.name === name);
  return !words.test(bare) && !called.some(differs);
}
