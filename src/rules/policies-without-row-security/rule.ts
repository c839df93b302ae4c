import { displayName, qualified } from '../../catalog/names.ts';
import { listed } from '../../catalog/words.ts';
import { stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'policies-without-row-security',
  category: 'security and tenancy',
  dimension: 'integrity',
  severity: 'critical',
  summary: 'A table has policies, and row-level security is not enabled.',
  headline: (count) => `${count} tables have policies that are not in force`,
  why: 'The policies guard nothing: every role with the privilege sees and changes all rows, while the schema looks protected.',
  effort: 'minutes',
  tradeOff: 'From then on a role for which no policy speaks sees no rows: check that every role in use has its policy.',
  needs: ['catalog'],
  when: (traits) => traits.rowSecurity,
  settings: {},
  *check({ catalog }) {
    for (const table of catalog.tables) {
      if (table.policies.length === 0 || table.rowSecurity !== 'off') continue;
      const names = listed(table.policies.map((policy) => displayName(policy.name)));
      const many = table.policies.length > 1;
      yield {
        at: { kind: 'table', object: table },
        message: `${qualified(table)} has ${many ? 'the policies' : 'the policy'} ${names}, and row-level security is off: ${many ? 'they guard' : 'it guards'} nothing`,
        evidence: [
          stated(`row-level security is not enabled on ${qualified(table)}, and policies only count where it is`),
        ],
        changes: [{ kind: 'set row security', table, enabled: true }],
      };
    }
  },
});
