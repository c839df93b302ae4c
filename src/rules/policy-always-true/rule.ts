import { displayName, qualified } from '../../catalog/names.ts';
import type { Policy, Table } from '../../catalog/table.ts';
import { listed } from '../../catalog/words.ts';
import { stated } from '../../findings/evidence.ts';
import type { Severity } from '../../findings/finding.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'policy-always-true',
  category: 'security and tenancy',
  dimension: 'integrity',
  severity: 'high',
  summary: 'A policy lets everybody at every row.',
  headline: (count) => `${count} policies let everybody at every row`,
  why: 'Row-level security is on and guards nothing here: permissive policies are joined by OR, so one that is always true outweighs all others.',
  effort: 'hours',
  tradeOff: 'A condition costs its evaluation for each row; index the columns that it compares.',
  needs: ['catalog'],
  when: (traits) => traits.rowSecurity,
  settings: {
    /** Roles that stand for everybody; a policy for another role trusts that role on purpose. */
    openRoles: ['public', 'anon', 'anonymous', 'authenticated', 'web_anon', 'guest'],
  },
  *check({ lookups, settings }) {
    for (const table of lookups.ownTables) {
      for (const policy of table.policies) {
        const open = openness(policy);
        const roles =
          policy.roles.length === 0 ? ['public'] : policy.roles.filter((role) => settings.openRoles.includes(role));
        if (!open || roles.length === 0 || isNarrowed(table, policy)) continue;
        const moot = alternatives(table, policy);
        const severity = severityOf(policy, open);
        yield {
          at: { kind: 'policy', object: table, names: [policy.name] },
          message: `policy ${displayName(policy.name)} of ${qualified(table)} lets ${listed(roles)} ${effects[policy.command][open]}`,
          evidence: [
            stated(
              `it is permissive, for ${policy.command === 'all' ? 'all commands' : policy.command}, ${expressions(policy)}${table.rowSecurity === 'off' ? '; row-level security is off' : ''}`,
            ),
            ...(moot.length > 0
              ? [stated(`it outweighs ${listed(moot.map((other) => displayName(other.name)))}, which would narrow it`)]
              : []),
          ],
          severity,
          changes:
            moot.length > 0 && open === 'all rows' && severity !== 'low'
              ? [{ kind: 'drop policy', table, name: policy.name }]
              : [],
          questions:
            moot.length > 0
              ? []
              : [
                  {
                    question: 'Which rows may everybody read, and which change?',
                    changes: 'the conditions that open policies need; data that all may read is fine',
                  },
                ],
        };
      }
    }
  },
});

type Openness = 'all rows' | 'any new row';

/** Rows that the command reaches, or that it may leave behind, without a condition. */
function openness(policy: Policy): Openness | undefined {
  if (!policy.permissive) return undefined;
  if (policy.command === 'insert') return isTrue(policy.withCheck) ? 'all rows' : undefined;
  if (isTrue(policy.using))
    return policy.withCheck === undefined || isTrue(policy.withCheck) || policy.command === 'select'
      ? 'all rows'
      : undefined;
  return isTrue(policy.withCheck) && policy.command !== 'select' && policy.command !== 'delete'
    ? 'any new row'
    : undefined;
}

function isTrue(expression: string | undefined): boolean {
  return expression !== undefined && /^\(*(?:true|\(?(\d+) = \1\)?|'t'::boolean|'true'::boolean)\)*$/.test(expression);
}

const effects: Readonly<Record<Policy['command'], Readonly<Record<Openness, string>>>> = {
  all: { 'all rows': 'read and change every row', 'any new row': 'write rows that belong to others' },
  select: { 'all rows': 'read every row', 'any new row': 'read every row' },
  insert: { 'all rows': 'insert any row', 'any new row': 'insert any row' },
  update: { 'all rows': 'change every row', 'any new row': 'change a row into one that belongs to others' },
  delete: { 'all rows': 'delete every row', 'any new row': 'delete every row' },
};

function severityOf(policy: Policy, open: Openness): Severity {
  if (policy.command === 'select') return 'low';
  if (policy.command === 'insert' || open === 'any new row') return 'medium';
  return 'high';
}

/** A restrictive policy for the same command narrows what the open one allows. */
function isNarrowed(table: Table, policy: Policy): boolean {
  return table.policies.some(
    (other) =>
      !other.permissive &&
      (other.command === 'all' || other.command === policy.command) &&
      !isTrue(other.using ?? other.withCheck),
  );
}

/** Permissive policies with a condition, for the same command and roles, that would guard if this one were gone. */
function alternatives(table: Table, policy: Policy): readonly Policy[] {
  return table.policies.filter(
    (other) =>
      other !== policy &&
      other.permissive &&
      openness(other) === undefined &&
      other.command === policy.command &&
      (other.roles.length === 0 || policy.roles.some((role) => other.roles.includes(role))),
  );
}

function expressions({ using, withCheck }: Policy): string {
  return [using === undefined ? [] : `USING (${using})`, withCheck === undefined ? [] : `WITH CHECK (${withCheck})`]
    .flat()
    .join(' ');
}
