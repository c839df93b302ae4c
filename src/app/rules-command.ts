import { closest } from '../catalog/closest.ts';
import { RelvarError } from '../findings/error.ts';
import { allRules } from '../rules/registry.ts';
import type { AnyRule } from '../rules/rule.ts';
import { ruleHelp } from './rule-help.ts';

/** All rules by category, or as JSON. */
export function listRules(json: boolean): string {
  if (json) return `${JSON.stringify(allRules.map(described), undefined, 2)}\n`;
  const lines = [`${allRules.length} rules. \`relvar rules <id>\` explains one.`];
  for (const category of new Set(allRules.map((rule) => rule.category))) {
    lines.push('', category);
    for (const rule of allRules.filter((one) => one.category === category)) {
      lines.push(`  ${rule.id.padEnd(34)} ${rule.severity.padEnd(8)} ${rule.dimension}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/**
 * One rule's page, with its settings.
 * @throws RelvarError `unknown-rule` with the closest id
 */
export async function ruleText(id: string, json: boolean): Promise<string> {
  const rule = allRules.find((one) => one.id === id);
  if (!rule) {
    const guess = closest(
      id,
      allRules.map((one) => one.id),
    );
    throw new RelvarError('unknown-rule', `there is no rule ${JSON.stringify(id)}`, {
      hint: guess === undefined ? '`relvar rules` lists them' : `did you mean ${guess}?`,
    });
  }
  if (json) return `${JSON.stringify({ ...described(rule), help: await ruleHelp(id) }, undefined, 2)}\n`;
  const settings = Object.entries(rule.settings).map(([name, value]) => `- \`${name}\`: ${JSON.stringify(value)}`);
  const facts = `${rule.category} · ${rule.severity} · counts towards ${rule.dimension} · effort: ${rule.effort}`;
  const page = (await ruleHelp(id)).trimEnd();
  return `${page.replace(/^(# .*\n)/, `$1\n${facts}\n`)}\n${settings.length > 0 ? `\n## Settings\n\n${settings.join('\n')}\n` : ''}`;
}

function described(rule: AnyRule) {
  const { id, category, dimension, severity, summary, why, effort, tradeOff, needs, settings } = rule;
  return { id, category, dimension, severity, summary, why, effort, tradeOff, needs, settings };
}
