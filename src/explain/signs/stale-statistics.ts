import { qualified } from '../../catalog/names.ts';
import type { Evidence } from '../../findings/evidence.ts';
import { estimateOf } from '../estimates.ts';
import { figure, percentage } from '../figures.ts';
import { harms, shareOf } from '../harm.ts';
import type { PlacedNode } from '../plan-tree.ts';
import { isTableScan, numberFact, relationText, statisticsOf, tableOf, textFact } from '../scan.ts';
import { defineSign, type SignInput } from '../sign.ts';
import { known, measured } from '../told.ts';

const leastChanged = 0.2;
const leastRows = 1000;
/** A scan of the whole table that gives so many times more or fewer rows than expected. */
const leastFactor = 2;

export const sign = defineSign({
  id: 'stale-statistics',
  title: 'the statistics of a table are out of date',
  why: 'The planner reckons with what the last ANALYZE saw. Rows that came, went or changed since then are not in its numbers, least of all the newest, which queries ask for most.',
  what: `A table in the plan of which a fifth of the rows changed since the last analysis, or which was never analysed; or a scan of a whole table that finds ${leastFactor} times more or fewer rows than expected. ANALYZE it, and let autovacuum do so more often.`,
  references: ['https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-STATISTICS'],
  *check(input) {
    const groups = new Map<string, PlacedNode[]>();
    for (const placed of input.tree.nodes) {
      if (!isTableScan(placed.node) || placed.neverExecuted) continue;
      const key = `${placed.node.schema ?? ''}.${placed.node.relation ?? ''}`;
      groups.set(key, [...(groups.get(key) ?? []), placed]);
    }
    for (const scans of groups.values()) {
      const [first] = [...scans].sort((a, b) => b.share - a.share);
      // What is above is planned by the same numbers.
      const weight = shareOf(scans);
      if (!first || !harms(weight, input)) continue;
      const stale =
        fromCounters(first, input) ?? scans.map((one) => fromScan(one, input)).find((one) => one !== undefined);
      if (!stale) continue;
      const table = tableOf(first.node, input);
      yield {
        node: first.path,
        subject: table ? qualified(table) : (first.node.relation ?? first.path),
        message: `${relationText(first.node)} ${stale.text}`,
        evidence: [stale.evidence],
        weight,
        remedies: [
          table
            ? {
                kind: 'maintenance',
                title: `analyse ${table.name}`,
                changes: [{ kind: 'analyze', table: { schema: table.schema, name: table.name } }],
              }
            : {
                kind: 'advice',
                text: `ANALYZE ${first.node.relation ?? 'the table'} lets the planner see the rows as they are.`,
              },
        ],
      };
    }
  },
});

interface Staleness {
  readonly text: string;
  readonly evidence: Evidence;
}

function fromCounters({ node }: PlacedNode, input: SignInput): Staleness | undefined {
  const table = tableOf(node, input);
  const statistics = table && statisticsOf(table, input);
  if (statistics?.origin !== 'observed' || input.statistics.standby) return undefined;
  const { rows, modifiedSinceAnalyze: changed = 0, lastAnalyze, columns } = statistics;
  const when = lastAnalyze === undefined ? '' : ` on ${lastAnalyze.slice(0, 10)}`;
  if (lastAnalyze === undefined && Object.keys(columns).length === 0 && Math.max(rows, changed) >= leastRows) {
    return {
      text: `was never analysed: the planner knows nothing of its values`,
      evidence: known('observed', `no statistics of any column, ${figure(Math.max(rows, changed))} rows`),
    };
  }
  if (changed < leastRows || changed < rows * leastChanged) return undefined;
  return {
    text: `has changed by ${figure(changed)} rows since it was analysed${when}, ${percentage(changed / Math.max(1, rows))} of its rows`,
    evidence: known('observed', `${changed} rows changed since the last analysis${when}`),
  };
}

/** A scan without conditions gives all rows: another number than expected can only be an old one. */
function fromScan(placed: PlacedNode, { tree }: SignInput): Staleness | undefined {
  const { node } = placed;
  const conditions = ['Filter', 'Index Cond', 'Recheck Cond'].some((name) => textFact(node, name) !== undefined);
  const estimate = node.kind === 'Seq Scan' && !conditions ? estimateOf(placed, tree) : undefined;
  if (!estimate || estimate.factor < leastFactor || Math.max(estimate.actual, estimate.estimated) < leastRows)
    return undefined;
  if ((numberFact(node, 'Rows Removed by Filter') ?? 0) > 0) return undefined;
  return {
    text: `has ${figure(estimate.actual)} rows where the planner believes in ${figure(estimate.estimated)}`,
    evidence: measured(
      `a scan without conditions gave ${figure(estimate.actual)} rows for an estimate of ${figure(estimate.estimated)}`,
    ),
  };
}
