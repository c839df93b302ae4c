import { qualifiedColumn } from '../../catalog/names.ts';
import { words } from '../../catalog/words.ts';
import { presumed, stated } from '../../findings/evidence.ts';
import type { Subject } from '../../findings/finding.ts';
import { implied } from '../implied.ts';
import { judgedColumns } from '../judged-columns.ts';
import { retype } from '../retype.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'json-not-jsonb',
  category: 'types',
  dimension: 'performance',
  severity: 'medium',
  summary: 'A column is of the type json, not jsonb.',
  headline: (count) => `${count} columns are json, not jsonb`,
  why: 'The value is kept as text and parsed again by every expression that looks into it; it cannot be indexed for what it contains, nor compared, so that DISTINCT, GROUP BY and UNION on it fail.',
  effort: 'minutes',
  tradeOff:
    'The table is rewritten under an exclusive lock; the text as it was written, the order of keys and repeated keys are lost.',
  needs: ['catalog'],
  when: (traits) => traits.binaryJson,
  settings: {
    /** A word in the name that says that the text as received matters, as for a signature. */
    verbatim: ['raw', 'original', 'verbatim', 'signed', 'unparsed', 'received'],
  },
  *check(context) {
    const verbatim = new Set(context.settings.verbatim);
    for (const [table, column] of judgedColumns(context.lookups)) {
      if (column.type.family !== 'json' || column.type.domain) continue;
      const kept = words(column.name).find((word) => verbatim.has(word));
      const using = `${context.traits.quote(column.name)}::jsonb`;
      const retyping = retype(context, table, column, { type: 'jsonb', using, default: 'kept' });
      const at: Subject = { kind: 'column', object: table, names: [column.name] };
      yield {
        at,
        message: `${qualifiedColumn(table, column.name)} is ${column.type.text}${kept ? `; “${kept}” in its name may mean that the text must stay as received` : ''}`,
        severity: kept ? 'low' : 'medium',
        evidence: [
          stated(`the type of the column is ${column.type.text}`),
          ...(kept ? [presumed('the exact text is not needed', 'weak')] : []),
          ...retyping.evidence,
        ],
        changes: kept ? [] : retyping.changes,
        implies: implied(at, ['inconsistent-types-for-one-name']),
      };
    }
  },
});
