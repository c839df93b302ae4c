import { hasIndex, serviceOf } from '../../engines/index-keys.ts';
import type { Condition } from '../../engines/query-facts.ts';
import { wastefulScans, wasteText } from '../discards.ts';
import { indexIdeas } from '../index-ideas.ts';
import { readable } from '../scan.ts';
import { defineSign, type RemedyIdea } from '../sign.ts';
import { told } from '../told.ts';

export const sign = defineSign({
  id: 'or-across-columns',
  title: 'an OR over conditions that no one index serves',
  why: 'A row may match by either branch, so an index on the column of one branch cannot rule it out. Unless every branch has its index, the whole table is read.',
  what: 'A Filter with OR over several columns that discards most rows. With an index for each branch the engine joins their bitmaps; over several tables write each branch as a query of its own and join them by UNION.',
  references: ['https://www.postgresql.org/docs/current/indexes-bitmap-scans.html'],
  explains: ['sequential-scan-discards-rows', 'index-scan-discards-rows'],
  *check(input) {
    for (const scan of wastefulScans(input)) {
      const { placed, table, filter, subject } = scan;
      const condition = filter.find((one) => one.kind === 'or');
      const branches = condition?.branches ?? [];
      if (!condition || branches.length < 2 || condition.negated) continue;
      const columns = new Set(branches.flat().flatMap((one) => one.left?.column?.column ?? []));
      const remedies: RemedyIdea[] =
        columns.size === 1
          ? [{ kind: 'rewrite', rewrite: 'or-equalities-to-in' }]
          : [{ kind: 'rewrite', rewrite: 'or-to-union-all' }];
      if (table) {
        const wishes = branches.map((branch) => indexIdeas({ table, conditions: branch }, input).find(isChange));
        const served = branches.map((branch) => isServed(branch, table));
        const missing = wishes.filter((_, at) => !served[at]);
        const changes = missing.flatMap((idea) => (idea?.kind === 'change' ? idea.changes : []));
        if (changes.length > 0 && missing.every((idea) => idea !== undefined)) {
          const title = missing.flatMap((idea) => (idea?.kind === 'change' ? [idea.title] : [])).join(' and ');
          remedies.unshift({ kind: 'change', title, changes });
        }
      }
      yield {
        node: placed.path,
        subject,
        message: `a row may match either branch of ${readable(condition.text)}, and no index serves ${branches.length === 2 ? 'both' : `all ${branches.length}`}: ${wasteText(scan)}`,
        evidence: [told(input, `the condition stands in the Filter, not in an Index Cond: ${condition.text}`)],
        weight: placed.share,
        remedies,
      };
    }
  },
});

function isChange(idea: RemedyIdea): boolean {
  return idea.kind === 'change';
}

function isServed(branch: readonly Condition[], table: Parameters<typeof serviceOf>[1]): boolean {
  return branch.some((one) => {
    const service = serviceOf(one, table);
    return service !== undefined && hasIndex(table, [service.key]);
  });
}
