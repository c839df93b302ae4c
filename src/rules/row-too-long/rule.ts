import { qualified } from '../../catalog/names.ts';
import type { Column } from '../../catalog/table.ts';
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
      const bytes = table.columns.reduce((sum, one) => sum + bytesOf(one, table.options['collation'], limit), 0);
      if (bytes < limit.most * settings.share) continue;
      yield {
        at: { kind: 'table', object: table },
        message: `${qualified(table)}: its columns are declared with ${bytes} bytes, of ${limit.most} that a row may have`,
        evidence: [stated('texts count with all their characters at the most bytes of their character set')],
        changes: [],
      };
    }
  },
});

/** As the limit counts: texts with all they may hold, long texts with their pointers. */
function bytesOf(
  { type, collation }: Column,
  own: string | undefined,
  { perCharacter }: { readonly perCharacter: (collation: string) => number },
): number {
  if (type.length !== undefined && type.family === 'text') {
    const bytes = type.length * perCharacter(collation?.name ?? own ?? 'utf8mb4');
    return bytes + (type.name === 'char' ? 0 : bytes > 255 ? 2 : 1);
  }
  if (type.length !== undefined && type.family === 'binary') return type.length + 2;
  return type.bytes ?? 9;
}
