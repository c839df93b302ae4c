import type { Measured, PlanNode } from '../../../catalog/query-plan.ts';
import type { Block } from './json.ts';

/**
 * What ANALYZE FORMAT=JSON of MariaDB measured of a table: `r_rows` are those found in one run, `r_filtered` per cent of
 * them were kept (https://mariadb.com/docs/server/reference/sql-statements/administrative-sql-statements/analyze-and-explain-statements/analyze-format-json).
 * Nothing where nothing was measured.
 */
export function measuredOf(step: Block): Pick<PlanNode, 'measured' | 'facts'> | undefined {
  const number = (name: string) => (typeof step[name] === 'number' ? step[name] : undefined);
  const loops = number('r_loops');
  if (loops === undefined) return undefined;
  const found = number('r_rows') ?? 0;
  const rows = (found * (number('r_filtered') ?? 100)) / 100;
  const times = ['r_table_time_ms', 'r_other_time_ms', 'r_total_time_ms'].flatMap((name) => number(name) ?? []);
  const milliseconds = times.reduce((sum, one) => sum + one, 0);
  const removed = Math.round((found - rows) * 100) / 100;
  return {
    measured: {
      rows,
      loops,
      ...(times.length === 0 ? {} : { totalMilliseconds: loops === 0 ? 0 : milliseconds / loops }),
    },
    facts: removed > 0 ? { 'Rows Removed by Filter': removed } : {},
  };
}

/**
 * What was measured of a join by a buffer: each row of the buffer is held against each that is read, and `r_filtered` per
 * cent of the pairs are kept. The table of EXPLAIN tells that of the table itself (`r_joined`).
 */
export function pairsOf(outer: PlanNode, inner: PlanNode, step: Block): Pick<PlanNode, 'measured'> {
  const kept = 'table' in step ? step['r_filtered'] : step['r_joined'];
  if (typeof kept !== 'number' || !outer.measured || !inner.measured) return {};
  const { loops, rows } = outer.measured;
  const times = ['r_unpack_time_ms', 'r_other_time_ms'].flatMap((name) => {
    const time = 'table' in step ? step[name] : undefined;
    return typeof time === 'number' ? [time] : [];
  });
  const milliseconds = times.reduce((sum, one) => sum + one, 0) / Math.max(1, loops);
  return {
    measured: {
      loops,
      rows: (rows * inner.measured.rows * kept) / 100,
      ...(times.length === 0 ? {} : { totalMilliseconds: milliseconds }),
    },
  };
}

/** A plan in which what was measured of the tables is told of the steps above them, too: the server tells it of the tables. */
export function withMeasures(node: PlanNode): PlanNode {
  const children = node.children.map(withMeasures);
  const inputs = children.filter(({ relationship }) => relationship !== 'SubPlan' && relationship !== 'InitPlan');
  const below = children.filter(({ relationship }) => relationship !== 'InitPlan');
  const time = below.some(({ measured }) => measured?.totalMilliseconds !== undefined)
    ? below.reduce((sum, { measured }) => sum + (measured?.totalMilliseconds ?? 0) * (measured?.loops ?? 0), 0)
    : undefined;
  const own = node.measured ?? ofInputs(node, inputs);
  if (!own) return { ...node, children };
  const added = time === undefined || own.loops === 0 ? 0 : time / own.loops;
  const hasTime = time !== undefined || own.totalMilliseconds !== undefined;
  return {
    ...node,
    measured: { ...own, ...(hasTime ? { totalMilliseconds: (own.totalMilliseconds ?? 0) + added } : {}) },
    children,
  };
}

/** Rows and runs of a step by what is below it; nothing where that was not measured. */
function ofInputs({ kind, joinType }: PlanNode, inputs: readonly PlanNode[]): Measured | undefined {
  // What the server answers without looking into a table it does not measure.
  const counted = inputs.filter((input) => input.kind !== 'Result' || input.children.length > 0 || input.measured);
  const all = counted.flatMap(({ measured }) => measured ?? []);
  const [first, second] = all;
  if (!first || all.length < counted.length) return undefined;
  const { loops } = first;
  if (/^(?:Nested Loop|Hash Join)$/.test(kind) && second) {
    const rows = loops === 0 ? 0 : (second.rows * second.loops) / loops;
    return { loops, rows: joinType === 'Left' ? Math.max(first.rows, rows) : rows };
  }
  return {
    loops,
    rows: /^Append$|^Multi-Index Or$/.test(kind) ? all.reduce((sum, one) => sum + one.rows, 0) : first.rows,
  };
}
