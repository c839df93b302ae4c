import type { QualifiedName } from '../../../catalog/names.ts';
import type { Policy, Table, Trigger } from '../../../catalog/table.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';

/** The triggers of a table or view, and which of them do not fire as usual. */
export function* createTriggers(relation: QualifiedName, triggers: readonly Trigger[]): Iterable<string> {
  for (const trigger of triggers) {
    yield trigger.definition;
    if (trigger.enabled !== 'origin') yield setTriggerState(relation, trigger.name, trigger.enabled);
  }
}

export function setTriggerState(relation: QualifiedName, trigger: string, enabled: Trigger['enabled']): string {
  const action = { origin: 'ENABLE', disabled: 'DISABLE', replica: 'ENABLE REPLICA', always: 'ENABLE ALWAYS' }[enabled];
  return `ALTER TABLE ${quoteName(relation)} ${action} TRIGGER ${quoteIdentifier(trigger)}`;
}

export function* rowSecurity(table: Table): Iterable<string> {
  if (table.rowSecurity !== 'off') yield `ALTER TABLE ${quoteName(table)} ENABLE ROW LEVEL SECURITY`;
  if (table.rowSecurity === 'forced' || table.rowSecurityForced)
    yield `ALTER TABLE ${quoteName(table)} FORCE ROW LEVEL SECURITY`;
}

export function createPolicy(table: QualifiedName, policy: Policy): string {
  const parts = [
    `CREATE POLICY ${quoteIdentifier(policy.name)} ON ${quoteName(table)}`,
    policy.permissive ? '' : 'AS RESTRICTIVE',
    policy.command === 'all' ? '' : `FOR ${policy.command.toUpperCase()}`,
    policy.roles.length === 0 ? '' : `TO ${policy.roles.map(quoteIdentifier).join(', ')}`,
    policy.using === undefined ? '' : `USING (${policy.using})`,
    policy.withCheck === undefined ? '' : `WITH CHECK (${policy.withCheck})`,
  ];
  return parts.filter((part) => part !== '').join('\n  ');
}
