import type { Catalog } from '../../catalog/catalog.ts';
import { displayName, qualified } from '../../catalog/names.ts';
import { listed } from '../../catalog/words.ts';
import { stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';
import { sizeEvidence } from '../size-evidence.ts';
import { wrapCalls } from './calls.ts';

export const rule = defineRule({
  id: 'policy-evaluated-per-row',
  category: 'security and tenancy',
  dimension: 'performance',
  severity: 'medium',
  summary: 'A policy calls a function for every row whose result is the same for all.',
  headline: (count) => `${count} policies call a function for every row`,
  why: 'Where no index serves the policy, the function runs once for each row that a query reads; in a subquery of its own it runs once for the statement, and more conditions can use an index.',
  effort: 'minutes',
  tradeOff: 'None: the value cannot change within a statement.',
  needs: ['catalog'],
  when: (traits) => traits.rowSecurity,
  settings: {
    /** Functions of the session; stable functions of the schema without parameters are added. */
    functions: ['auth.uid', 'auth.jwt', 'auth.role', 'auth.email', 'current_setting'],
    smallTableRows: 1000,
  },
  *check({ catalog, lookups, sizes, settings }) {
    const names = new Set([...settings.functions, ...sessionFunctions(catalog)]);
    for (const table of lookups.ownTables) {
      for (const policy of table.policies) {
        const using = policy.using === undefined ? undefined : wrapCalls(policy.using, names);
        const withCheck = policy.withCheck === undefined ? undefined : wrapCalls(policy.withCheck, names);
        const calls = [...new Set([...(using?.calls ?? []), ...(withCheck?.calls ?? [])])];
        if (calls.length === 0) continue;
        const rows = sizes.rows(table);
        yield {
          at: { kind: 'policy', object: table, names: [policy.name] },
          message: `policy ${displayName(policy.name)} of ${qualified(table)} calls ${listed(calls)} for every row`,
          evidence: [
            stated(
              `its expression calls ${listed(calls)} outside of a subquery: ${policy.using ?? policy.withCheck ?? ''}`,
            ),
            ...sizeEvidence(sizes, table),
          ],
          severity: rows === undefined ? 'medium' : rows <= settings.smallTableRows ? 'low' : 'medium',
          changes: [
            {
              kind: 'alter policy',
              table,
              name: policy.name,
              ...(using && using.calls.length > 0 ? { using: using.text } : {}),
              ...(withCheck && withCheck.calls.length > 0 ? { withCheck: withCheck.text } : {}),
            },
          ],
        };
      }
    }
  },
});

/** Functions without parameters whose result does not change within a statement, named as expressions name them. */
function sessionFunctions(catalog: Catalog): readonly string[] {
  return catalog.routines
    .filter((routine) => routine.kind === 'function' && routine.volatility !== 'volatile' && routine.arguments === '')
    .filter((routine) => routine.returns !== 'trigger' && !/^(?:SETOF|TABLE)/.test(routine.returns ?? ''))
    .map((routine) => qualified(routine));
}
