import { hasIndex, serviceOf } from '../../engines/index-keys.ts';
import { wastefulScans, wasteText } from '../discards.ts';
import { indexIdeas } from '../index-ideas.ts';
import { readable } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { told } from '../told.ts';

export const sign = defineSign({
  id: 'prefix-search-without-pattern-index',
  title: 'a search by the beginning of a text that its index cannot serve',
  why: 'In a collation other than C the order of an index is that of a dictionary, in which texts with the same beginning need not stand together: LIKE ‘abc%’ cannot use it.',
  what: 'A Filter with LIKE ‘abc%’ that discards most rows. Make an index with the operator class text_pattern_ops, or with COLLATE "C", which orders by bytes.',
  references: [
    'https://www.postgresql.org/docs/current/indexes-opclass.html',
    'https://www.postgresql.org/docs/current/indexes-collations.html',
  ],
  explains: ['sequential-scan-discards-rows', 'index-scan-discards-rows'],
  *check(input) {
    for (const scan of wastefulScans(input)) {
      const { placed, table, filter, subject } = scan;
      if (!table) continue;
      const condition = filter.find((one) => serviceOf(one, table)?.kind === 'prefix');
      const service = condition && serviceOf(condition, table);
      if (!condition || !service || hasIndex(table, [service.key])) continue;
      const plain = table.indexes.find(
        (index) => index.valid && index.method === 'btree' && index.keys[0]?.column === service.column,
      );
      yield {
        node: placed.path,
        subject,
        message: `${readable(condition.text)} ${plain ? `cannot use ${plain.name}, whose collation orders otherwise than by bytes` : 'has no index that orders by bytes'}: ${wasteText(scan)}`,
        evidence: [told(input, `the condition stands in the Filter, not in an Index Cond: ${condition.text}`)],
        weight: placed.share,
        remedies: indexIdeas({ table, conditions: filter }, input),
      };
    }
  },
});
