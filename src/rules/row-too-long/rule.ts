import { declaredBytes, pageBytes } from '../../catalog/declared-row.ts';
import { qualified } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'row-too-long',
  category: 'shape',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A table whose declared columns nearly fill what a row may have.',
  headline: (count) => `${count} tables are declared nearly as long as a row may be`,
  why: 'The next column that is added, or a wider character set, is refused: the limit counts what is declared, not what is stored.',
  effort: 'hours',
  tradeOff: 'Long texts stand outside of the row, and reading them is another step.',
  needs: ['catalog'],
  when: (traits) => traits.declaredRowBytes !== undefined,
  settings: {
    /** From this part of the limit on. */
    share: 0.8,
  },
  *check({ lookups, traits, settings }) {
    const limit = traits.declaredRowBytes;
    if (!limit) return;
    for (const table of lookups.ownTables) {
      const bytes = declaredBytes(table, limit);
      const paged = pageBytes(table, limit);
      const isPaged = paged !== undefined && paged.bytes / paged.most > bytes / limit.most;
      const [taken, most] = isPaged ? [paged.bytes, paged.most] : [bytes, limit.most];
      if (taken < most * settings.share) continue;
      const refused = taken > most ? ': a server refuses the table' : '';
      yield {
        at: { kind: 'table', object: table },
        ...(taken > most ? { severity: 'high' as const } : {}),
        message: isPaged
          ? `${qualified(table)}: its columns take ${taken} bytes of a page at least, of ${most} that a row may have there${refused}`
          : `${qualified(table)}: its columns are declared with ${taken} bytes, of ${most} that a row may have${refused}`,
        evidence: [
          stated(
            isPaged
              ? 'values of up to 255 bytes stand in the page whole, of longer ones a part; nothing is stored yet when this is counted'
              : 'texts count with all their characters at the most bytes of their character set',
          ),
        ],
        changes: [],
      };
    }
  },
});
