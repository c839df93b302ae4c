import { compareText, displayName, qualified } from '../../catalog/names.ts';
import type { ForeignKey, ReferentialAction, Table } from '../../catalog/table.ts';
import { stated } from '../../findings/evidence.ts';
import { columnPairs, keyText } from '../foreign-key-text.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'duplicate-foreign-key',
  category: 'keys and relations',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'Two foreign keys check the same columns against the same table.',
  headline: (count) => `${count} foreign keys are declared twice`,
  why: 'Every insert, update and parent delete does the check twice; and where their actions differ, what a delete does depends on both.',
  effort: 'minutes',
  tradeOff: 'None for the data: the key that stays checks the same.',
  needs: ['catalog'],
  settings: {},
  *check({ lookups }) {
    for (const table of lookups.ownTables) {
      for (const keys of groups(table)) {
        const [keeper, ...others] = [...keys].sort(stays);
        if (!keeper) continue;
        for (const key of others) {
          const conflict = conflicting(keeper, key);
          yield {
            at: { kind: 'constraint', object: table, names: [key.name] },
            message: `${qualified(table)}: foreign key ${displayName(key.name)} repeats ${displayName(keeper.name)}, ${keyText(key)}${conflict ? `, but ${conflict}` : ''}`,
            evidence: [
              stated(
                `both refer from ${key.columns.map(displayName).join(', ')} to ${qualified(key.references)}(${key.referencedColumns.map(displayName).join(', ')})`,
              ),
              ...(conflict ? [stated(conflict)] : []),
            ],
            // With different actions nobody can tell from the schema which one is meant.
            changes: conflict ? [] : [{ kind: 'drop constraint', table, name: key.name }],
            questions: conflict
              ? [
                  {
                    question:
                      'Where two foreign keys over the same columns have different actions: which action is meant?',
                    changes: 'which of the two is dropped',
                  },
                ]
              : [],
          };
        }
      }
    }
  },
});

function groups(table: Table): readonly (readonly ForeignKey[])[] {
  const byTarget = new Map<string, ForeignKey[]>();
  for (const key of table.foreignKeys) {
    if (key.inherited) continue;
    const target = JSON.stringify([key.references.schema, key.references.name, key.period, ...columnPairs(key).sort()]);
    byTarget.set(target, [...(byTarget.get(target) ?? []), key]);
  }
  return [...byTarget.values()].filter((keys) => keys.length > 1);
}

/** The one that checks most comes first: enforced, validated, MATCH FULL, not deferrable, with an action; then by name. */
function stays(a: ForeignKey, b: ForeignKey): number {
  const weight = (key: ForeignKey) =>
    (key.enforced ? 16 : 0) +
    (key.validated ? 8 : 0) +
    (key.match === 'full' ? 4 : 0) +
    (acts(key.onDelete) || acts(key.onUpdate) ? 2 : 0) +
    (key.deferrable ? 0 : 1);
  return weight(b) - weight(a) || compareText(a.name, b.name);
}

function acts(action: ReferentialAction): boolean {
  return action !== 'no action';
}

/** How the two contradict each other. NO ACTION looks only when the other's action is done, so it contradicts none. */
function conflicting(keeper: ForeignKey, key: ForeignKey): string | undefined {
  for (const [event, kept, other] of [
    ['delete', keeper.onDelete, key.onDelete],
    ['update', keeper.onUpdate, key.onUpdate],
  ] as const) {
    if (kept !== other && acts(other))
      return `on ${event} one says ${kept.toUpperCase()}, the other ${other.toUpperCase()}`;
  }
  if (keeper.match === key.match && keeper.deferrable && !key.deferrable) return 'one is deferrable, the other is not';
  return undefined;
}
