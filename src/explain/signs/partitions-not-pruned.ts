import { qualified } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { keyOf } from '../../engines/index-keys.ts';
import { bindingsOf } from '../../engines/oriented.ts';
import { measuredOf } from '../estimates.ts';
import { figure } from '../figures.ts';
import { harms, nodesOf, shareText } from '../harm.ts';
import type { PlacedNode } from '../plan-tree.ts';
import { isTableScan, numberFact, scanConditions, statisticsOf, tableOf, textFact, topTable } from '../scan.ts';
import { defineSign, type RemedyIdea, type SignInput } from '../sign.ts';
import { told } from '../told.ts';

/** So many partitions, and this share of all, are read. */
const leastPartitions = 4;
const leastShare = 0.75;
/** Of the rows of all partitions. */
const mostWanted = 0.05;

export const sign = defineSign({
  id: 'partitions-not-pruned',
  title: 'all partitions are read',
  why: 'Partitions are left out only by conditions on the partition key itself that the engine can compare with the bounds. Without one, each partition is opened, planned and searched, and partitioning costs more than it spares.',
  what: `An Append over ${leastPartitions} partitions or more, three quarters of all, that takes a good share of the query. Add a condition on the partition key; write it on the bare column (no date(…), no cast); or partition by what queries ask for.`,
  references: ['https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITION-PRUNING'],
  *check(input) {
    for (const placed of nodesOf(input, ['Append', 'Merge Append'])) {
      const scans = input.tree.below(placed).filter((one) => isTableScan(one.node) && !one.neverExecuted);
      const groups = new Map<Table, number>();
      for (const scan of scans) {
        const table = tableOf(scan.node, input);
        if (!table?.partitionOf) continue;
        const top = topTable(table, input);
        groups.set(top, (groups.get(top) ?? 0) + 1);
      }
      for (const [table, read] of groups) {
        const all = leaves(table, input).length;
        if (read < leastPartitions || read < all * leastShare || (numberFact(placed.node, 'Subplans Removed') ?? 0) > 0)
          continue;
        const weight = placed.wholeShare;
        if (!harms(weight, input)) continue;
        const conditions = scans.flatMap((one) =>
          ['Filter', 'Index Cond', 'Recheck Cond'].flatMap((name) => textFact(one.node, name) ?? []),
        );
        // All rows are wanted: then all partitions are.
        if (conditions.length === 0) continue;
        const keys = table.partitioning?.keys.map((key) => key.column ?? key.expression ?? '') ?? [];
        // On the bare column the engine has ruled out what it could; with a parameter it does so when it runs.
        if (isBoundPlainly(scans, keys, input)) continue;
        const mentioned = keys.find((key) =>
          conditions.some((text) => new RegExp(`\\b${key.replaceAll(/\W/g, '\\$&')}\\b`).test(text)),
        );
        // Where much of the table is wanted, all partitions are.
        const wanted = scans.reduce(
          (sum, one) => sum + (one.node.measured ? (measuredOf(one.node) ?? 0) : one.node.rows),
          0,
        );
        const rows =
          statisticsOf(table, input)?.rows ??
          leaves(table, input).reduce((sum, leaf) => sum + (statisticsOf(leaf, input)?.rows ?? 0), 0);
        if (mentioned === undefined && rows > 0 && wanted > rows * mostWanted) continue;
        const remedies: RemedyIdea[] =
          mentioned === undefined
            ? [
                {
                  kind: 'advice',
                  text: `Ask for the ${keys.join(', ')} of the rows as well, so that the other partitions of ${table.name} are left out; if queries cannot know it, ${table.name} is partitioned by the wrong column for them.`,
                },
              ]
            : [
                { kind: 'rewrite', rewrite: 'function-on-column-to-range' },
                {
                  kind: 'advice',
                  text: `Compare ${mentioned} itself with constants or parameters: a function, a cast or a join around it keeps the partitions from being left out.`,
                },
              ];
        yield {
          node: placed.path,
          subject: qualified(table),
          message: `reads ${figure(read)} of ${figure(all)} partitions of ${table.name}: ${mentioned === undefined ? `no condition on its partition key ${keys.join(', ')}` : `the condition on ${mentioned} rules hardly any out`}; ${shareText(weight, input)}`,
          evidence: [told(input, `${read} partitions scanned under ${placed.node.kind}`)],
          weight,
          remedies,
        };
      }
    }
  },
});

function leaves(table: Table, input: Parameters<typeof topTable>[1]): readonly Table[] {
  const parts = input.lookups.partitions(table);
  return parts.flatMap((part) => (part.partitioning ? leaves(part, input) : [part]));
}

function isBoundPlainly(scans: readonly PlacedNode[], keys: readonly string[], input: SignInput): boolean {
  return scans.some((scan) => {
    const table = tableOf(scan.node, input);
    const { access, filter } = scanConditions(scan, input);
    return bindingsOf([...access, ...filter], scan.node.alias, table).some((one) => {
      const key = table && one.left && keyOf(one.left, table);
      return key?.column !== undefined && keys.includes(key.column) && one.kind !== 'null test';
    });
  });
}
