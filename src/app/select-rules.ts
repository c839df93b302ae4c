import { closest } from '../catalog/closest.ts';
import type { Config } from '../config/config.ts';
import { RelvarError } from '../findings/error.ts';
import { allRules } from '../rules/registry.ts';
import type { AnyRule, SettingDefaults } from '../rules/rule.ts';

export interface RuleSelection {
  readonly rules: readonly AnyRule[];
  /** By rule id. */
  readonly settings: Readonly<Record<string, SettingDefaults>>;
}

/**
 * The rules to run: those named by `--rule`, else all that are on by default or in the configuration, less those
 * that the configuration turns off or `--skip` names.
 * @throws RelvarError `unknown-rule`, `unknown-setting` with the closest name
 */
export function selectRules(only: readonly string[], skip: readonly string[], config: Config): RuleSelection {
  const byId = new Map(allRules.map((rule) => [rule.id, rule]));
  const known = (id: string, where: string): AnyRule => {
    const rule = byId.get(id);
    if (rule) return rule;
    const guess = closest(id, byId.keys());
    throw new RelvarError('unknown-rule', `${where}: there is no rule ${JSON.stringify(id)}`, {
      hint: guess === undefined ? '`relvar rules` lists them' : `did you mean ${guess}?`,
    });
  };
  const configured = Object.entries(config.rules ?? {});
  const settings: Record<string, SettingDefaults> = {};
  const off = new Set(skip.map((id) => known(id, '--skip').id));
  const on = new Set(only.map((id) => known(id, '--rule').id));
  for (const [id, value] of configured) {
    const rule = known(id, 'rules in the configuration');
    if (value === 'off') {
      if (only.length === 0) off.add(id);
    } else if (only.length === 0 && rule.enabledByDefault === false) on.add(id);
    if (typeof value === 'object') settings[id] = checkedSettings(rule, value);
  }
  const wanted = (rule: AnyRule) =>
    only.length > 0 ? on.has(rule.id) : rule.enabledByDefault !== false || on.has(rule.id);
  return { rules: allRules.filter((rule) => wanted(rule) && !off.has(rule.id)), settings };
}

function checkedSettings(
  rule: AnyRule,
  given: Readonly<Record<string, number | string | boolean | string[]>>,
): SettingDefaults {
  for (const [name, value] of Object.entries(given)) {
    const usual = rule.settings[name];
    const where = `rules.${rule.id}.${name} in the configuration`;
    if (usual === undefined) {
      const names = Object.keys(rule.settings);
      throw new RelvarError('unknown-setting', `${where}: the rule has no such setting`, {
        hint: names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`,
      });
    }
    if (Array.isArray(usual) !== Array.isArray(value) || typeof usual !== typeof value) {
      throw new RelvarError(
        'bad-setting',
        `${where}: expected ${Array.isArray(usual) ? 'a list' : `a ${typeof usual}`}`,
      );
    }
  }
  return given;
}
