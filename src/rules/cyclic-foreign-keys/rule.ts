import type { Change } from '../../catalog/change.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import { displayName, qualified } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { stated } from '../../findings/evidence.ts';
import { type Draft, defineRule } from '../rule.ts';
import { type Edge, immediateEdges, isRequired, loops, shortestCycle } from './cycle.ts';

export const rule = defineRule({
  id: 'cyclic-foreign-keys',
  category: 'keys and relations',
  dimension: 'integrity',
  severity: 'high',
  summary: 'Tables refer to each other in a circle.',
  headline: (count) => `${count} circles of tables refer to each other`,
  why: 'No order of inserts or deletes fits: rows are written in two steps or in one statement for all, and so are restores, copies and clean-ups.',
  effort: 'hours',
  tradeOff: 'A deferred check fails only at commit, far from the statement at fault.',
  needs: ['catalog'],
  settings: {},
  *check({ lookups }) {
    const edges = immediateEdges(lookups);
    const required = edges.filter((edge) => edge.required);
    const closed = loops(required);
    const said = new Set<Table>();
    for (const loop of closed) {
      for (const table of loop) said.add(table);
      yield hardDraft(loop, required, lookups);
    }
    for (const loop of loops(edges)) {
      if (!loop.some((table) => said.has(table))) yield softDraft(loop, edges, lookups);
    }
  },
});

/** Nothing in the circle can be left out for a moment. */
function hardDraft(loop: readonly Table[], edges: readonly Edge[], lookups: Lookups): Draft {
  const cycle = shortestCycle(loop, edges);
  const [first] = loop;
  if (!first) throw new Error('a circle without tables');
  return {
    at: { kind: 'table', object: first },
    message: `${circle(loop, cycle, lookups)}, by columns that cannot be NULL: no first row can be inserted, except by one statement that writes to ${cycle.length === 2 ? 'both' : 'all'} tables`,
    evidence: cycle.map((edge) => stated(edgeText(edge, lookups))),
    severity: 'high',
    weighs: loop,
    changes: deferrals(loop, edges, lookups),
  };
}

/** Somewhere in the circle a null can stand until the other row is there. */
function softDraft(loop: readonly Table[], edges: readonly Edge[], lookups: Lookups): Draft {
  const cycle = shortestCycle(loop, edges);
  const gap = cycle.find((edge) => !edge.required) ?? cycle[0];
  if (!gap) throw new Error('a circle without references');
  const key = gap.keys.find((one) => !isRequired(gap.from, one, lookups)) ?? gap.keys[0];
  return {
    at: { kind: 'constraint', object: gap.from, names: [key?.name ?? ''] },
    message: `${circle(loop, cycle, lookups)}: rows are inserted with ${qualified(gap.from)}(${key?.columns.map(displayName).join(', ')}) NULL and updated later`,
    evidence: cycle.map((edge) => stated(edgeText(edge, lookups))),
    severity: 'low',
    weighs: loop,
    changes: [],
  };
}

function circle(loop: readonly Table[], cycle: readonly Edge[], lookups: Lookups): string {
  const path = cycle
    .map(
      (edge) =>
        `${qualified(edge.from)}(${keyOf(edge, lookups).columns.map(displayName).join(', ')}) → ${qualified(edge.to)}`,
    )
    .join(', ');
  const more = loop.length - cycle.length;
  return `${path} is a circle${more > 0 ? `, one of those among ${loop.length} tables` : ''}`;
}

function edgeText(edge: Edge, lookups: Lookups): string {
  const key = keyOf(edge, lookups);
  const columns = key.columns.map(displayName).join(', ');
  return `${displayName(key.name)}: ${qualified(edge.from)}(${columns}) → ${qualified(edge.to)}, ${isRequired(edge.from, key, lookups) ? 'never NULL' : 'can be NULL'}, not deferrable`;
}

function keyOf(edge: Edge, lookups: Lookups) {
  const key = edge.keys.find((one) => isRequired(edge.from, one, lookups)) ?? edge.keys[0];
  if (!key) throw new Error('a reference without a key');
  return key;
}

/** Foreign keys to make deferrable so that no circle is left: of each shortest one, the reference of its last table. */
function deferrals(loop: readonly Table[], edges: readonly Edge[], lookups: Lookups): readonly Change[] {
  const inside = new Set(loop);
  let left = edges.filter((edge) => inside.has(edge.from) && inside.has(edge.to));
  const changes: Change[] = [];
  for (let rest = loops(left); rest[0]; rest = loops(left)) {
    const edge = shortestCycle(rest[0], left).at(-1);
    if (!edge) break;
    left = left.filter((other) => other !== edge);
    for (const key of edge.keys) {
      if (!isRequired(edge.from, key, lookups)) continue;
      changes.push({
        kind: 'set deferrable',
        table: edge.from,
        name: key.name,
        deferrable: true,
        initiallyDeferred: true,
      });
    }
  }
  return changes;
}
