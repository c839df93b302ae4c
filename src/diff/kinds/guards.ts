import type { QualifiedName } from '../../catalog/names.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import { objectKey, referenceTo } from '../../catalog/object.ts';
import type { Policy, Trigger } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import type { Outcome, Step } from '../outcome.ts';
import { same, sameBut } from '../same.ts';

/** Whom and what a policy holds for is altered; a condition can be changed, not taken away. */
export function comparePolicies(table: QualifiedName, from: Policy, to: Policy): Outcome {
  if (from.command !== to.command || from.permissive !== to.permissive) return 'replace';
  if (from.using !== undefined && to.using === undefined) return 'replace';
  if (from.withCheck !== undefined && to.withCheck === undefined) return 'replace';
  const steps: Step[] = [];
  if (from.using !== to.using || from.withCheck !== to.withCheck) {
    const conditions = (one: Policy) => ({
      ...(one.using === undefined || from.using === to.using ? {} : { using: one.using }),
      ...(one.withCheck === undefined || from.withCheck === to.withCheck ? {} : { withCheck: one.withCheck }),
    });
    steps.push({ change: { kind: 'alter policy', table, name: to.name, ...conditions(to), was: conditions(from) } });
  }
  if (!same(from.roles, to.roles)) {
    steps.push({ change: { kind: 'set policy roles', table, name: to.name, roles: to.roles, was: from.roles } });
  }
  return steps;
}

type TriggerObject = Extract<CatalogObject, { readonly kind: 'trigger' }>;

export function compareTriggers(from: TriggerObject, to: TriggerObject, traits: Traits): Outcome {
  const steps: Step[] = [];
  // The definition may be its body alone.
  const changed = !sameBut(from.trigger, to.trigger, 'owner', 'comment', 'enabled');
  const constraint = [from, to].some((one) => one.trigger.definition.startsWith('CREATE CONSTRAINT'));
  if (changed && (constraint || !traits.replacesTriggers)) return 'replace';
  if (changed) steps.push({ change: { kind: 'replace', object: to, was: from } });
  // One that is replaced fires as usual again.
  const enabled = changed ? 'origin' : from.trigger.enabled;
  return [...steps, ...triggerState(to, enabled)];
}

/** Whether the trigger fires, where it is not as it was. */
export function triggerState({ relation, trigger }: TriggerObject, was: Trigger['enabled']): readonly Step[] {
  if (trigger.enabled === was) return [];
  const key = objectKey(referenceTo({ kind: 'trigger', relation, trigger }));
  return [
    {
      change: { kind: 'set trigger state', relation, trigger: trigger.name, enabled: trigger.enabled, was },
      finish: true,
      needs: [key],
    },
  ];
}
