import { displayName, qualified } from '../../catalog/names.ts';
import type { Index } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import { stated } from '../../findings/evidence.ts';
import { constraintOf, dropIndex, indexOwners, indexSubject } from '../index-owner.ts';
import { indexStatistics, sizeClause } from '../index-size.ts';
import { indexText, keysText } from '../index-text.ts';
import { defineRule } from '../rule.ts';
import { impliedBySuperfluous, type Superfluous, superfluousIndexes } from '../superfluous-index.ts';

export const rule = defineRule({
  id: 'redundant-index',
  category: 'indexes',
  dimension: 'performance',
  severity: 'medium',
  summary: 'An index all of whose work another, wider or stricter, index of the table can do.',
  headline: (count) => `${count} indexes are redundant: a wider or stricter index does their work`,
  why: 'Every insert, and many an update, writes it; it takes memory from the index that does the same work.',
  effort: 'minutes',
  tradeOff: 'Scans that read many entries go through the wider index, whose entries take more pages.',
  needs: ['catalog'],
  settings: {
    smallTableRows: 1000,
    /** From how many times the size on, the other index is no full substitute for long scans. */
    muchLarger: 4,
  },
  *check({ catalog, lookups, sizes, settings, statistics, traits }) {
    for (const owner of indexOwners(catalog)) {
      for (const found of superfluousIndexes(owner, lookups)) {
        if (found.same) continue;
        const { index, by } = found;
        const at = indexSubject(owner, index);
        const rows = sizes.rows(owner);
        const times = timesLarger(found, (one) => indexStatistics(statistics, owner, one)?.bytes);
        const larger = times !== undefined && times >= settings.muchLarger;
        const kind = constraintOf(owner, by)?.kind ?? 'index';
        yield {
          at,
          message:
            `${qualified(owner)}: index ${displayName(index.name)}, ${indexText(index)}, is covered by ${kind} ` +
            `${displayName(by.name)}, ${indexText(by)}${sizeClause(statistics, owner, index)}` +
            (larger ? `, the other ${Math.round(times)} times as much, so long scans of it read more` : ''),
          evidence: [stated(proof(found, traits))],
          severity: larger || (rows !== undefined && rows <= settings.smallTableRows) ? 'low' : 'medium',
          changes: [dropIndex(owner, index)],
          implies: impliedBySuperfluous(at),
        };
      }
    }
  },
});

function timesLarger({ index, by }: Superfluous, bytes: (index: Index) => number | undefined): number | undefined {
  const [own, other] = [bytes(index), bytes(by)];
  return own === undefined || other === undefined || own === 0 ? undefined : other / own;
}

/** Why the one can do all that the other does, part by part. */
function proof({ index, by }: Superfluous, traits: Words): string {
  const facts = [keysFact(index, by, traits)];
  if (index.predicate !== undefined) facts.push('the predicates are the same');
  if (index.include.length > 0)
    facts.push(`${displayName(by.name)} stores ${index.include.map(displayName).join(', ')} too`);
  if (index.unique)
    facts.push(
      `${displayName(by.name)} enforces the same uniqueness${by.nullsNotDistinct && !index.nullsNotDistinct ? ', of nulls too' : ''}`,
    );
  const others = traits.operatorClasses
    ? 'constraint, foreign key, replica identity or clustering'
    : 'constraint or foreign key';
  facts.push(`no ${others} depends on ${displayName(index.name)}`);
  return facts.join('; ');
}

/** What the engine has to speak of. */
type Words = Pick<Traits, 'operatorClasses'>;

function keysFact(index: Index, by: Index, { operatorClasses }: Words): string {
  const other = displayName(by.name);
  const same = operatorClasses ? 'with the same operator classes and collations' : 'with the same collations';
  if (index.method !== by.method)
    return `${by.method} index ${other} begins with ${keysText(index)} and finds equal values as ${index.method} does`;
  if (index.method === 'gin' || index.method === 'brin') {
    return `${keysText(index)} ${index.keys.length === 1 ? 'is a key' : 'are keys'} of ${other}, ${same}, and a multicolumn ${index.method} index serves any of its keys as well`;
  }
  const backwards = index.keys.some((key, at) => key.descending !== by.keys[at]?.descending);
  const place = index.keys.length === by.keys.length ? 'the keys' : 'the first keys';
  return `${keysText(index)} ${backwards ? `read backwards is what ${other} begins with` : `${index.keys.length === 1 && place === 'the first keys' ? 'is the first key' : `are ${place}`} of ${other}`}, ${same}${index.method === 'btree' && !backwards ? ' and order' : ''}`;
}
