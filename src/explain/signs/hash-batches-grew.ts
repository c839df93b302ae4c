import { plannedRows } from '../estimates.ts';
import { figure } from '../figures.ts';
import { harms, nodesOf } from '../harm.ts';
import { memorySetting, rowBytes, settingOf } from '../memory.ts';
import { numberFact } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { measured } from '../told.ts';

export const sign = defineSign({
  id: 'hash-batches-grew',
  title: 'a hash table turned out larger than planned',
  why: 'The planner chose the number of batches by its estimate. When more rows come, or very many have the same key, the batches are split while the join runs, and rows are written to disk several times.',
  what: 'A Hash whose batches are more than originally planned. Mend the estimate of the hashed side, or give the query more work_mem; where one key has most of the rows, no number of batches helps: treat that key apart.',
  references: [
    'https://www.postgresql.org/docs/current/using-explain.html',
    'https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-WORK-MEM',
  ],
  explains: ['hash-on-disk'],
  followsFromEstimates: true,
  *check(input) {
    for (const placed of nodesOf(input, ['Hash'])) {
      const { node } = placed;
      const batches = numberFact(node, 'Hash Batches') ?? 1;
      const original = numberFact(node, 'Original Hash Batches') ?? batches;
      const weight = Math.min(1, placed.share + (placed.parent?.share ?? 0));
      if (!node.measured || batches <= original || !harms(weight, input)) continue;
      const rows = node.measured.rows * placed.processes;
      const needed = (rowBytes(rows, node.width) * 1.3) / Number(settingOf(input, 'hash_mem_multiplier') ?? 2);
      yield {
        node: placed.path,
        message: `the hash table was planned for ${figure(original)} batch${original === 1 ? '' : 'es'} and needed ${figure(batches)}: ${figure(plannedRows(placed))} rows were expected, ${figure(rows)} came`,
        evidence: [
          measured(
            `hash batches ${batches}, originally ${original}; ${figure(rows)} rows for an estimate of ${figure(plannedRows(placed))}`,
          ),
        ],
        weight,
        remedies: [
          {
            kind: 'setting',
            name: 'work_mem',
            value: memorySetting(needed),
            why: 'all rows that came fit in one batch',
          },
        ],
      };
    }
  },
});
