import { measuredOf } from '../estimates.ts';
import { figure } from '../figures.ts';
import { harms, shareText } from '../harm.ts';
import type { PlacedNode } from '../plan-tree.ts';
import { numberFact } from '../scan.ts';
import { defineSign, type RemedyIdea, type SignInput } from '../sign.ts';
import { known, told } from '../told.ts';

const leastCalls = 1000;

/** Languages whose functions are interpreted, statement by statement, for every call. */
const interpreted = /^(?:plpgsql|pl\w+|sql)$/;

export const sign = defineSign({
  id: 'function-per-row',
  title: 'a function of the schema runs for every row',
  why: 'A function in PL/pgSQL, or one in SQL that cannot be inlined, is interpreted for every row that it is called for, and what it reads is hidden from the planner.',
  what: `A function of the schema in the returned columns, the order or a Filter of a step with ${leastCalls} rows or more. Write it as a join, make it an inlinable SQL function, keep its result in a generated column or an index, or call it after the LIMIT.`,
  references: [
    'https://www.postgresql.org/docs/current/xfunc-volatility.html',
    'https://wiki.postgresql.org/wiki/Inlining_of_SQL_functions',
  ],
  *check(input) {
    for (const routine of input.catalog.routines) {
      if (routine.kind !== 'function' || !interpreted.test(routine.language) || routine.returns === 'trigger') continue;
      const call = new RegExp(`(?:^|[^\\w])"?${routine.name.replaceAll(/\W/g, '\\$&')}"?\\(`, 'i');
      const found = callsInPlan(call, input) ?? callsInQuery(call, input);
      if (!found || found.calls < leastCalls) continue;
      const weight = found.placed.share;
      if (!harms(weight, input)) continue;
      const volatile: readonly RemedyIdea[] =
        routine.volatility === 'volatile' &&
        !/\b(?:insert|update|delete|nextval|random|clock_timestamp)\b/i.test(routine.body)
          ? [
              {
                kind: 'advice',
                text: `${routine.name} is VOLATILE, the default, but seems to change nothing: as STABLE or IMMUTABLE it may be called once for constant arguments, be inlined, and stand in an index.`,
              },
            ]
          : [];
      yield {
        node: found.placed.path,
        subject: routine.name,
        message: `${routine.name}() (${routine.language}, ${routine.volatility}) runs for about ${figure(found.calls)} rows in a step that takes ${shareText(weight, input)}`,
        evidence: [
          told(input, `${figure(found.calls)} rows at the step, ${shareText(weight, input)}`),
          known('observed', `${routine.name} is a ${routine.volatility} function in ${routine.language}`),
        ],
        weight,
        remedies: [
          ...volatile,
          {
            kind: 'advice',
            text: `Do what ${routine.name}() does as a join or a set, call it only for the rows that are returned, or keep its result in a generated column.`,
          },
        ],
      };
    }
  },
});

interface Calls {
  readonly placed: PlacedNode;
  readonly calls: number;
}

/** In a condition or a key that the plan shows, at the step with the most rows. */
function callsInPlan(call: RegExp, { tree }: SignInput): Calls | undefined {
  const found = tree.nodes
    .filter((one) => !one.neverExecuted && Object.values(one.node.facts).some((fact) => call.test(String(fact))))
    .map((placed) => ({ placed, calls: rowsAt(placed) }));
  return found.sort((a, b) => b.placed.share - a.placed.share)[0];
}

/** In the returned columns, which a plan shows only when asked: computed at the top, or below a sort or limit. */
function callsInQuery(call: RegExp, { query, tree }: SignInput): Calls | undefined {
  const [main] = query?.blocks ?? [];
  if (!main?.returned.some((one) => call.test(`${one.text} `) || one.functions.some((name) => call.test(`${name}(`))))
    return undefined;
  // The result is computed by the first step below LIMIT and the like, or by the scan itself.
  const passing = new Set(['Limit', 'Sort', 'Incremental Sort', 'Unique', 'Gather', 'Gather Merge', 'LockRows']);
  const below = tree.nodes.filter((one) => one.path.split('.').every((part) => part === '0'));
  const top = below.find((one) => !passing.has(one.node.kind)) ?? tree.root;
  const placed = below.filter((one) => one.depth <= top.depth).sort((a, b) => b.share - a.share)[0] ?? top;
  return { placed, calls: rowsAt(placed, false) };
}

function rowsAt({ node, loops }: PlacedNode, filtered = true): number {
  const { measured } = node;
  if (!measured) return node.rows * loops;
  return (measuredOf(node) ?? 0) + (filtered ? (numberFact(node, 'Rows Removed by Filter') ?? 0) * measured.loops : 0);
}
