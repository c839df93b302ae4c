import type { QueryPlan } from '../../catalog/query-plan.ts';
import { bytesText, duration } from '../../explain/figures.ts';
import { count } from '../words.ts';
import { buffersText } from './node-details.ts';

/** What is known of the whole plan beside its nodes, a line each: planning, JIT, triggers, settings, sending. */
export function totalsOf(plan: QueryPlan, options: { readonly verbose: boolean }): readonly string[] {
  const lines: string[] = [];
  const times = [
    plan.planningMilliseconds === undefined ? '' : `planning ${duration(plan.planningMilliseconds)}`,
    plan.executionMilliseconds === undefined ? '' : `execution ${duration(plan.executionMilliseconds)}`,
  ].filter((part) => part !== '');
  if (times.length > 0) lines.push(`Measured: ${times.join(', ')}`);
  const { jit, serialization } = plan;
  if (jit) {
    const total = jit.milliseconds['Total'];
    lines.push(
      `JIT: ${count(jit.functions, 'function')}${total === undefined ? '' : ` compiled in ${duration(total)}`}`,
    );
  }
  if (serialization) {
    const time = serialization.milliseconds === undefined ? '' : ` in ${duration(serialization.milliseconds)}`;
    lines.push(`Result turned into ${serialization.format}: ${bytesText(serialization.bytes)}${time}`);
  }
  for (const trigger of plan.triggers) {
    const on = trigger.relation === undefined ? '' : ` on ${trigger.relation}`;
    const time = trigger.milliseconds === undefined ? '' : `, ${duration(trigger.milliseconds)}`;
    lines.push(`Trigger ${trigger.constraint ?? trigger.name}${on}: ${count(trigger.calls, 'call')}${time}`);
  }
  const settings = Object.entries(plan.settings).map(([name, value]) => `${name} = ${value}`);
  if (settings.length > 0) lines.push(`Settings other than the defaults: ${settings.join(', ')}`);
  if (!options.verbose) return lines;
  if (plan.planningBuffers) lines.push(`Pages of planning: ${buffersText(plan.planningBuffers)}`);
  if (plan.planningMemoryBytes !== undefined) lines.push(`Memory of planning: ${bytesText(plan.planningMemoryBytes)}`);
  for (const [name, fact] of Object.entries(plan.facts ?? {})) {
    lines.push(`${name}: ${Array.isArray(fact) ? fact.join(', ') : String(fact)}`);
  }
  return lines;
}
