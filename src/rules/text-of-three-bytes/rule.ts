import { displayName, qualified } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'text-of-three-bytes',
  category: 'types',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'Text in a character set of three bytes a character, which holds no emoji and not all scripts.',
  headline: (count) => `${count} tables keep text in a character set of three bytes a character`,
  why: 'What needs four bytes, emoji and rarer characters among it, is refused or cut off where it stands; the set is deprecated.',
  effort: 'hours',
  tradeOff: 'The table is written anew, and indexes on long texts can pass the limit of an index entry.',
  needs: ['catalog'],
  when: (traits) => traits.isNarrowCollation !== undefined,
  settings: {},
  *check({ lookups, traits }) {
    for (const table of lookups.ownTables) {
      const own = table.options['collation'];
      const narrow = table.columns.filter(({ type, collation }) => {
        const name = collation?.name ?? own;
        return type.family === 'text' && name !== undefined && traits.isNarrowCollation?.(name) === true;
      });
      const [first] = narrow;
      if (!first) continue;
      const names = narrow.map(({ name }) => displayName(name));
      yield {
        at: { kind: 'table', object: table },
        message: `${qualified(table)}: ${names.slice(0, 4).join(', ')}${names.length > 4 ? ` and ${names.length - 4} more` : ''} ${names.length === 1 ? 'holds' : 'hold'} characters of at most three bytes (${first.collation?.name ?? own})`,
        // Texts of fixed length are codes and identifiers, which need no more.
        ...(narrow.every(({ type }) => type.name === 'char') ? { severity: 'low' as const } : {}),
        evidence: [stated(`the collation ${first.collation?.name ?? own} is of a character set of three bytes`)],
        changes: [],
      };
    }
  },
});
