import { serviceOf } from '../../engines/index-keys.ts';
import { guessedKept, wastefulScans, wasteText } from '../discards.ts';
import { indexIdeas } from '../index-ideas.ts';
import { readable } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { told } from '../told.ts';

export const sign = defineSign({
  id: 'search-inside-text',
  title: 'a search inside a text, by a leading wildcard or a regular expression',
  why: 'A B-tree orders texts by their beginning. A pattern that may begin anywhere, or in either case, says nothing of the beginning, so every row is read and matched.',
  what: 'A Filter with LIKE ‘%…’, ILIKE or ~ that discards most rows. An index of trigrams (extension pg_trgm) finds rows by any three letters; for words use full-text search; for ends of texts index reverse(column).',
  references: [
    'https://www.postgresql.org/docs/current/pgtrgm.html',
    'https://www.postgresql.org/docs/current/textsearch-indexes.html',
  ],
  explains: ['sequential-scan-discards-rows', 'index-scan-discards-rows'],
  *check(input) {
    for (const scan of wastefulScans(input, 'tables', guessedKept)) {
      const { placed, table, filter, subject } = scan;
      if (!table) continue;
      const condition = filter.find(
        // Of a pattern that is a parameter nothing is known.
        (one) => serviceOf(one, table)?.kind === 'similar' && typeof one.right?.constant === 'string',
      );
      if (!condition) continue;
      yield {
        node: placed.path,
        subject,
        message: `no B-tree can serve ${readable(condition.text)}, which may match anywhere in the text: ${wasteText(scan)}`,
        evidence: [told(input, `the condition stands in the Filter, not in an Index Cond: ${condition.text}`)],
        weight: placed.share,
        remedies: indexIdeas({ table, conditions: filter }, input),
      };
    }
  },
});
