import type { Change } from '../../catalog/change.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import { displayName, qualified } from '../../catalog/names.ts';
import type { Traits } from '../../catalog/traits.ts';
import { type Evidence, presumed, stated } from '../../findings/evidence.ts';
import { servesKey } from '../advised-foreign-key.ts';
import { servesForeignKey } from '../foreign-key-index.ts';
import { partitioned } from '../index-owner.ts';
import { defineRule } from '../rule.ts';
import type { WorkloadAdvice } from '../workload-advice.ts';
import { isRecording } from './doubts.ts';
import { proposeReferences } from './propose.ts';
import type { Proposal } from './scoring.ts';

export const rule = defineRule({
  id: 'missing-foreign-key',
  category: 'keys and relations',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A column looks like a reference to another table and no foreign key says so.',
  headline: (count) => `${count} references have no foreign key`,
  why: 'Nothing stops rows that refer to a parent which is not there: deletes leave orphans, joins lose rows, and neither people nor tools see how the tables belong together.',
  effort: 'hours',
  tradeOff:
    'Every write of the column looks up the parent, and every delete of a parent its children; rows that refer to nothing have to be mended before the key can be validated.',
  needs: ['catalog'],
  settings: { leastScore: 0.5 },
  *check({ catalog, lookups, settings, traits, advice }) {
    for (const proposal of proposeReferences(catalog, lookups, settings.leastScore)) {
      const { child, columns, parent, key } = proposal;
      const recording = isRecording(child);
      yield {
        at: { kind: 'column', object: child, names: columns },
        message: `${listed(child, columns)} ${columns.length === 1 ? 'looks' : 'look'} like a reference to ${listed(parent, key)} and no foreign key says so`,
        evidence: evidence(proposal, recording, lookups),
        severity: recording ? 'low' : 'medium',
        weighs: [child, parent],
        changes: isPossible(proposal, lookups, traits) ? changes(proposal, lookups, traits, advice) : [],
        questions: [
          {
            question:
              'Are there rows that refer to a parent which is not there, and are some of these references left undeclared on purpose?',
            changes:
              'which of the missing foreign keys can be validated at once, and which need their rows mended first',
          },
        ],
      };
    }
  },
});

function listed(table: Proposal['child'], columns: readonly string[]): string {
  return `${qualified(table)}(${columns.map(displayName).join(', ')})`;
}

function evidence(proposal: Proposal, recording: boolean, lookups: Lookups): readonly Evidence[] {
  const { child, columns, parent, key, primary, facts, score } = proposal;
  const names = columns.map(displayName).join(', ');
  const strengths = ['weak', 'fair', 'strong'] as const;
  const step = (score >= 0.8 ? 2 : score >= 0.62 ? 1 : 0) - (recording ? 1 : 0);
  const aside = recording ? '; the table keeps a record of what happens, which may go without on purpose' : '';
  const types = columns.map((name, at) => {
    const from = lookups.column(child, name)?.type.text ?? '';
    const to = lookups.column(parent, key[at] ?? '')?.type.text ?? '';
    return from === to
      ? `${displayName(name)} and the key are both ${from}`
      : `${displayName(name)} is ${from}, the key ${to}`;
  });
  return [
    presumed(`${names} ${facts.join(', ')}${aside}`, strengths[Math.max(0, step)] ?? 'weak'),
    stated(`${listed(parent, key)} is ${primary ? 'the primary key' : 'unique'}; ${types.join('; ')}`),
  ];
}

/** Some engines join columns of one type only: then it is the type that must be changed first. */
function isPossible({ child, columns, parent, key }: Proposal, lookups: Lookups, traits: Traits): boolean {
  const type = (table: Proposal['child'], name: string | undefined) => lookups.column(table, name ?? '')?.type.text;
  return !traits.foreignKeysNeedEqualTypes || columns.every((name, at) => type(child, name) === type(parent, key[at]));
}

/** The key, and the index that it needs where the engine does not make one. */
function changes(
  { child, columns, parent, key }: Proposal,
  lookups: Lookups,
  traits: Traits,
  advice: WorkloadAdvice | undefined,
): readonly Change[] {
  // One statement for both: the engine makes no second index beside it.
  const advised = advice?.indexes.find((one) => servesKey(one, child, columns));
  const isServed = traits.indexesForeignKeys || child.indexes.some((index) => servesForeignKey(index, { columns }));
  const index: Change = {
    kind: 'create index',
    table: child,
    name: lookups.freeIndexName(child, columns, 'idx', traits.identifierBytes),
    keys: columns.map((column) => ({ column })),
    ...partitioned(child),
  };
  const foreignKey: Change = {
    kind: 'add foreign key',
    table: child,
    name: lookups.freeConstraintName(child, columns, 'fkey', traits.identifierBytes),
    columns,
    references: parent,
    referencedColumns: key,
    ...partitioned(child),
  };
  if (advised) return [advised.change, foreignKey];
  return isServed ? [foreignKey] : [index, foreignKey];
}
