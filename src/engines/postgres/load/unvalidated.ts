import type { LoadStep } from './plan.ts';

const name = String.raw`(?:"(?:[^"]|"")+"|[A-Za-z_][\w$]*)`;
const qualified = String.raw`${name}(?:\s*\.\s*${name})?`;
const columns = String.raw`\(\s*${name}(?:\s*,\s*${name})*\s*\)`;
const action = String.raw`(?:CASCADE|RESTRICT|NO\s+ACTION|SET\s+NULL|SET\s+DEFAULT)`;

/** A foreign key that is added by a statement of its own, as dumps have it, and of which the rows are read. */
const addedKey = new RegExp(
  String.raw`^\s*ALTER\s+TABLE\s+(?:ONLY\s+)?${qualified}\s+ADD\s+CONSTRAINT\s+${name}\s+FOREIGN\s+KEY\s*${columns}` +
    String.raw`\s*REFERENCES\s+${qualified}\s*(?:${columns})?(?:\s+ON\s+(?:DELETE|UPDATE)\s+${action})*` +
    String.raw`(?:\s+DEFERRABLE(?:\s+INITIALLY\s+(?:DEFERRED|IMMEDIATE))?)?\s*$`,
  'i',
);

/**
 * The steps with foreign keys that take the rows there are unread: reading those of two empty tables takes as long as
 * all else about the key, a quarter of the time of a large dump. {@link markValidated} tells the engine afterwards that
 * they hold. The same steps where the script has such keys itself, which are to stay what they are.
 */
export function unvalidated(steps: readonly LoadStep[]): readonly LoadStep[] {
  if (steps.some(({ sql }) => /\bNOT\s+VALID\b/i.test(sql))) return steps;
  return steps.map((step) => (addedKey.test(step.sql) ? { ...step, sql: `${step.sql} NOT VALID` } : step));
}

/** Notes of all foreign keys that the rows there are hold to them; takes the rights to write the system's catalogs. */
export const markValidated =
  "UPDATE pg_catalog.pg_constraint SET convalidated = true WHERE contype = 'f' AND NOT convalidated";
