import { qualified } from '../../catalog/names.ts';
import type { TableStatistics } from '../../catalog/statistics.ts';
import { listed } from '../../catalog/words.ts';
import { type Evidence, observed, presumed, stated } from '../../findings/evidence.ts';
import { isMigrationRecord, keepsCopies } from '../record-tables.ts';
import { defineRule } from '../rule.ts';
import { groupDigits } from '../sizes.ts';
import { banks, type DependentGroup, namedCodes, places } from './groups.ts';

export const rule = defineRule({
  id: 'dependent-columns',
  category: 'shape',
  dimension: 'integrity',
  severity: 'low',
  summary: 'Columns depend on one another instead of on the key of their table.',
  headline: (count) => `${count} groups of columns depend on one another`,
  why: 'The same fact is written in every row that shares it: rows come to disagree, and a correction must find them all.',
  effort: 'days',
  tradeOff: 'A table of its own costs a join; for places few applications think that it pays.',
  needs: ['catalog'],
  settings: {},
  *check({ lookups, sizes }) {
    for (const table of lookups.ownTables) {
      if (keepsCopies(table.name) || isMigrationRecord(table.name)) continue;
      for (const group of [...places(table), ...banks(table), ...namedCodes(table, lookups)]) {
        const counts = distinctCounts(group, sizes.statistics(table));
        if (counts === 'independent') continue;
        const names = group.columns.map((column) => column.name);
        const others = names.filter((name) => name !== group.determinant.name);
        yield {
          at: { kind: 'column', object: table, names },
          message: `in ${qualified(table)}, ${listed(others)} ${others.length === 1 ? 'follows' : 'follow'} from ${group.determinant.name}${group.kind === 'place' ? ', nearly always' : ''}`,
          why: reasons[group.kind],
          evidence: [
            stated(`${listed(names)} stand in one table, and ${group.determinant.name} is not its key`),
            presumed('their names say that one determines the others', group.kind === 'named' ? 'fair' : 'weak'),
            ...counts,
          ],
          severity: group.kind === 'named' ? 'medium' : 'low',
          changes: [],
        };
      }
    }
  },
});

const reasons: Readonly<Record<DependentGroup['kind'], string>> = {
  place: 'Spellings of one town multiply, and a postal code ends up with two states.',
  bank: 'An IBAN holds the bank and the country: a bank that changes its name or BIC is wrong in every row.',
  named: 'A thing that is renamed keeps its old name in the rows written before.',
};

/**
 * What the engine counted: as many or fewer distinct names than keys agree with a dependency; clearly more names than
 * keys contradict it, since a key would then have several.
 */
function distinctCounts(
  group: DependentGroup,
  table: TableStatistics | undefined,
): readonly Evidence[] | 'independent' {
  if (group.kind !== 'named' || !table || table.origin === 'declared') return [];
  const count = (name: string | undefined) => {
    const distinct = name === undefined ? undefined : table.columns[name]?.distinct;
    return distinct === undefined || distinct === 0 ? undefined : distinct > 0 ? distinct : -distinct * table.rows;
  };
  const [determinant, dependent] = [count(group.determinant.name), count(group.columns[1]?.name)];
  if (determinant === undefined || dependent === undefined) return [];
  if (dependent > determinant * 1.2) return 'independent';
  if (determinant > table.rows * 0.9) return [];
  return [
    observed(
      `${groupDigits(table.rows)} rows hold ${groupDigits(determinant)} different ${group.determinant.name} and ${groupDigits(dependent)} different ${group.columns[1]?.name ?? ''} (the planner's statistics)`,
    ),
  ];
}
