import { nameOfExpression } from '../../engines/index-keys.ts';
import type { AdviceInput, NewIndex } from '../advice.ts';
import { type Candidate, changeOf } from '../candidates/candidate.ts';

/** Gives each candidate a name of its own that no relation of its schema has, as a person would choose it. */
export function namer({
  lookups,
  traits,
}: Pick<AdviceInput, 'lookups' | 'traits'>): (candidate: Candidate) => NewIndex {
  const names = new Map<number, NewIndex>();
  const taken = new Set<string>();
  return (candidate) => {
    const known = names.get(candidate.id);
    if (known) return known;
    const { table, keys, method, include = [], predicate } = candidate;
    const parts = keys.map((key) => key.column ?? nameOfExpression(key.expression ?? ''));
    const suffixes = [
      ...(method === undefined ? [] : [method]),
      ...(include.length > 0 ? ['covering'] : []),
      ...(predicate === undefined ? [] : ['partial']),
    ];
    let name = lookups.freeIndexName(table, [...parts, ...suffixes], 'idx', traits.identifierBytes);
    for (let number = 2; taken.has(`${table.schema}.${name}`); number++) {
      // Among the columns it would be cut off where they are long, and no number would help.
      name = lookups.freeIndexName(table, [...parts, ...suffixes], `idx${number}`, traits.identifierBytes);
    }
    taken.add(`${table.schema}.${name}`);
    const change = changeOf(candidate, name);
    names.set(candidate.id, change);
    return change;
  };
}
