import { wastefulScans, wasteText } from '../discards.ts';
import { readable, topTable } from '../scan.ts';
import { defineSign, type RemedyIdea } from '../sign.ts';
import { told } from '../told.ts';

export const sign = defineSign({
  id: 'negated-condition',
  title: 'a negated condition keeps few rows',
  why: 'An index finds rows that are equal to something, or between two values; of rows that are different it knows nothing. When nearly all rows are alike, the few others can only be found by reading all.',
  what: 'A Filter with <>, IS NOT NULL or NOT that discards most rows. A partial index with this very condition holds just the rows that are wanted; or ask for the wanted values by name.',
  references: ['https://www.postgresql.org/docs/current/indexes-partial.html'],
  explains: ['sequential-scan-discards-rows', 'index-scan-discards-rows'],
  *check(input) {
    for (const scan of wastefulScans(input)) {
      const { placed, table, filter, subject } = scan;
      const [condition, ...others] = filter;
      const { left } = condition ?? {};
      if (!condition?.negated || others.length > 0 || !left?.column || !table) continue;
      if (
        condition.kind !== 'null test' &&
        (condition.kind !== 'comparison' || typeof condition.right?.constant !== 'string')
      )
        continue;
      const top = topTable(table, input);
      const key = top.primaryKey?.columns ?? [left.column.column];
      const remedies: RemedyIdea[] = [
        {
          kind: 'change',
          title: `index on ${top.name} (${key.join(', ')}) where ${readable(condition.text)}`,
          changes: [
            {
              kind: 'create index',
              table: { schema: top.schema, name: top.name },
              name: input.lookups.freeIndexName(
                top,
                [...key, 'where', left.column.column],
                'idx',
                input.traits.identifierBytes,
              ),
              keys: key.map((column) => ({ column })),
              predicate: condition.text,
              ...(top.partitioning ? { partitioned: true } : {}),
            },
          ],
        },
      ];
      yield {
        node: placed.path,
        subject,
        message: `${readable(condition.text)} asks for rows by what they are not: ${wasteText(scan)}`,
        evidence: [told(input, `the condition stands in the Filter, not in an Index Cond: ${condition.text}`)],
        weight: placed.share,
        remedies,
      };
    }
  },
});
