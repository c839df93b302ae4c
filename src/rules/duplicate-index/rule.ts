import { displayName, qualified } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { constraintOf, dropIndex, type IndexOwner, indexOwners, indexSubject } from '../index-owner.ts';
import { sizeClause } from '../index-size.ts';
import { indexText, keysText } from '../index-text.ts';
import { defineRule } from '../rule.ts';
import { impliedBySuperfluous, type Superfluous, superfluousIndexes } from '../superfluous-index.ts';

export const rule = defineRule({
  id: 'duplicate-index',
  category: 'indexes',
  dimension: 'performance',
  severity: 'medium',
  summary: 'An index that does just what another one of the table does.',
  headline: (count) => `${count} indexes repeat another one`,
  why: 'Every insert, and many an update, writes both; both compete for memory; no query needs the second.',
  effort: 'minutes',
  tradeOff: 'None for queries; hints or scripts that name the index must be changed.',
  needs: ['catalog'],
  settings: { smallTableRows: 1000 },
  *check({ catalog, lookups, sizes, settings, statistics }) {
    for (const owner of indexOwners(catalog)) {
      for (const found of superfluousIndexes(owner, lookups)) {
        if (!found.same) continue;
        const { index, by } = found;
        const at = indexSubject(owner, index);
        const rows = sizes.rows(owner);
        yield {
          at,
          message: `${qualified(owner)}: ${named(owner, found)}, ${indexText(by)}${sizeClause(statistics, owner, index)}`,
          evidence: [stated(sameness(found))],
          severity: rows !== undefined && rows <= settings.smallTableRows ? 'low' : 'medium',
          changes: [dropIndex(owner, index)],
          implies: impliedBySuperfluous(at),
        };
      }
    }
  },
});

function named(owner: IndexOwner, { index, by }: Superfluous): string {
  const own = index.constraint === undefined ? 'index' : 'unique constraint';
  const other = constraintOf(owner, by)?.kind ?? 'index';
  return `${own} ${displayName(index.name)} repeats ${other} ${displayName(by.name)}`;
}

function sameness({ index, by }: Superfluous): string {
  const backwards = index.keys.some((key, at) => key.descending !== by.keys[at]?.descending);
  if (index.method === 'btree' && backwards) {
    return `(${keysText(index)}) read backwards is (${keysText(by)}), and an index can be read both ways; all else is the same`;
  }
  const permuted = keysText(index) !== keysText(by);
  const keys = permuted ? 'keys, whose order does not matter to the method' : 'keys in the same order';
  return `both have the same access method, ${keys}, and are alike in all else that an index has; nothing else depends on ${displayName(index.name)}`;
}
