import { qualified } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'row-security-without-policy',
  category: 'security and tenancy',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'Row-level security is enabled, and no policy lets anybody in.',
  headline: (count) => `${count} tables are closed by row-level security without a policy`,
  why: 'Every role but the owner and those that bypass row-level security reads no rows, without an error, and can write none.',
  effort: 'hours',
  tradeOff: 'A policy opens the table: write it for the roles and commands that need it, no wider.',
  needs: ['catalog'],
  when: (traits) => traits.rowSecurity,
  settings: {},
  *check({ lookups }) {
    for (const table of lookups.ownTables) {
      if (table.rowSecurity === 'off' || table.policies.some((policy) => policy.permissive)) continue;
      const forced = table.rowSecurity === 'forced';
      const name = qualified(table);
      const restrictive = table.policies.length > 0;
      yield {
        at: { kind: 'table', object: table },
        message: `${name} has row-level security and ${restrictive ? 'only restrictive policies, which open nothing' : 'no policy'}: ${forced ? 'nobody, not even its owner, sees a row' : 'nobody but its owner sees a row'}`,
        evidence: [
          stated(
            `row-level security is ${forced ? 'forced' : 'enabled'} on ${name} and it has ${restrictive ? 'no permissive policy' : 'no policy'}: the default is to deny`,
          ),
        ],
        severity: forced || restrictive ? 'high' : 'medium',
        changes: [],
        questions: [
          {
            question:
              'Which tables are meant to be closed to all but their owner and roles that bypass row-level security?',
            changes: 'where a policy is missing; a table that only a trusted service uses may stay closed',
          },
        ],
      };
    }
  },
});
