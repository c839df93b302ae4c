import type { Index, Table } from '../../catalog/table.ts';
import { bindingsOf } from '../../engines/oriented.ts';
import { subjectOf } from '../discards.ts';
import { measuredOf } from '../estimates.ts';
import { figure, percentage } from '../figures.ts';
import { harms, nodesOf } from '../harm.ts';
import { indexIdeas } from '../index-ideas.ts';
import { neededColumns } from '../needed-columns.ts';
import { relationText, scanConditions, statisticsOf, tableOf, topTable } from '../scan.ts';
import { columnStatistics } from '../selectivity.ts';
import { defineSign, type RemedyIdea, type SignInput } from '../sign.ts';
import { known, measured, planned } from '../told.ts';

const leastRows = 5000;
const mostCorrelation = 0.3;
/** Columns beside the keys that a covering index carries. */
const mostIncluded = 4;
/** Pages touched for each row: near 1, hardly two rows share a page. */
const leastPagesPerRow = 0.7;

export const sign = defineSign({
  id: 'scattered-reads',
  title: 'an index finds rows that lie far apart',
  why: 'The rows that the index finds next to each other lie all over the table, so nearly each of them costs a page of its own, in random order. On a disk that is the slowest way to read.',
  what: `An Index Scan of ${leastRows} rows or more whose column has a correlation below ${mostCorrelation} with the order of the table, or that touches a page for almost every row. Let the index hold all that the query needs (INCLUDE), or cluster the table by it.`,
  references: [
    'https://www.postgresql.org/docs/current/view-pg-stats.html',
    'https://www.postgresql.org/docs/current/indexes-index-only-scans.html',
    'https://www.postgresql.org/docs/current/sql-cluster.html',
  ],
  *check(input) {
    for (const placed of nodesOf(input, ['Index Scan'])) {
      const { node } = placed;
      const rows = node.measured ? (measuredOf(node) ?? 0) : node.rows * placed.loops;
      // Executions of a loop each find a few: their order is the outer side's.
      if (rows < leastRows || placed.loops > rows / 10 || !harms(placed.share, input)) continue;
      const table = tableOf(node, input);
      const statistics = table && statisticsOf(table, input);
      const index = table?.indexes.find((one) => one.name === node.index);
      // Where a value's rows stand says nothing of an index that is not in the order of its values.
      const first = index?.method === 'btree' ? index.keys[0]?.column : undefined;
      const correlation = table && first !== undefined ? columnStatistics(table, first, input)?.correlation : undefined;
      const pages = node.buffers ? node.buffers.sharedHit + node.buffers.sharedRead : undefined;
      if (correlation !== undefined ? Math.abs(correlation) > mostCorrelation : pages === undefined) continue;
      if (pages !== undefined && pages < rows * leastPagesPerRow) continue;
      const alias = node.alias;
      const { access, filter } = scanConditions(placed, input);
      const ideas = table
        ? indexIdeas(
            {
              table,
              conditions: bindingsOf([...access, ...filter], alias, table),
              ...(alias === undefined ? {} : { alias }),
            },
            input,
          )
        : [];
      const whole = table && index ? sameWithMore(table, index, alias, input) : [];
      const cluster: RemedyIdea | undefined = input.traits.operatorClasses
        ? {
            kind: 'advice',
            text: `CLUSTER ${table ? topTable(table, input).name : (node.relation ?? '')} by ${node.index ?? 'the index'}, where it is asked in this order only: it locks the table while it is rewritten, and new rows lie anywhere again.`,
          }
        : undefined;
      yield {
        node: placed.path,
        subject: subjectOf(placed, input),
        message: `${node.index ?? 'the index'} finds ${figure(rows)} rows of ${relationText(node)}${pages === undefined ? '' : `, and ${figure(pages)} pages are visited for them`}: they lie all over the table${correlation === undefined ? '' : ` (correlation ${figure(correlation)})`}`,
        evidence: [
          pages === undefined
            ? planned(`${figure(rows)} rows by the index`)
            : measured(
                `${figure(rows)} rows, ${pages} pages (${percentage(Math.min(1, pages / rows))} of a page each)`,
              ),
          ...(statistics && correlation !== undefined
            ? [known(statistics.origin, `correlation of ${first ?? ''}: ${correlation}`)]
            : []),
        ],
        weight: placed.share,
        remedies: [...(ideas.length > 0 ? ideas : whole), ...(cluster ? [cluster] : [])],
      };
    }
  },
});

/** The index with what else the query reads beside its keys: for one that is read for its order. */
function sameWithMore(table: Table, index: Index, alias: string | undefined, input: SignInput): readonly RemedyIdea[] {
  const needed = alias === undefined ? undefined : neededColumns(alias, table, input);
  const keys = index.keys.flatMap(({ column, descending, nullsFirst }) =>
    column === undefined
      ? []
      : [{ column, ...(descending ? { descending } : {}), ...(nullsFirst === descending ? {} : { nullsFirst }) }],
  );
  const include = needed?.filter((column) => !keys.some((key) => key.column === column)) ?? [];
  if (keys.length < index.keys.length || include.length === 0 || include.length > mostIncluded) return [];
  if (index.predicate !== undefined || index.method !== 'btree') return [];
  const top = topTable(table, input);
  const names = [...keys.map((key) => key.column), 'covering'];
  return [
    {
      kind: 'change',
      title: `index on ${top.name} (${keys.map((key) => key.column).join(', ')}) including ${include.join(', ')}`,
      changes: [
        {
          kind: 'create index',
          table: { schema: top.schema, name: top.name },
          name: input.lookups.freeIndexName(top, names, 'idx', input.traits.identifierBytes),
          keys,
          include,
          ...(top.partitioning ? { partitioned: true } : {}),
        },
      ],
    },
  ];
}
