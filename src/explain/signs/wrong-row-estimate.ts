import { qualified } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { keyOf } from '../../engines/index-keys.ts';
import { type WrongEstimate, wrongEstimates, wrongFactor } from '../estimates.ts';
import { counted, figure } from '../figures.ts';
import { harms, leastShare, shareOf } from '../harm.ts';
import type { PlacedNode } from '../plan-tree.ts';
import {
  isTableScan,
  readable,
  relationText,
  scanConditions,
  statisticsOf,
  tableOf,
  textFact,
  topTable,
} from '../scan.ts';
import { columnStatistics } from '../selectivity.ts';
import { defineSign, type RemedyIdea, type SignInput } from '../sign.ts';
import { measured } from '../told.ts';

/** The default number of values and buckets that are kept of a column is 100. */
const higherTarget = 1000;

/** Fewer rows than these, expected and found, change no plan. */
const fewestRows = 100;

/** So many times too many or too few is told of a fast query, too. */
const gravelyWrong = 100;

export const sign = defineSign({
  id: 'wrong-row-estimate',
  title: 'the planner expects another number of rows',
  why: 'The planner chooses joins, their order and memory by the rows that it expects. From a wrong number it chooses well for a query that is not this one, and every step above inherits the mistake.',
  what: `A node whose rows are off by ${wrongFactor} times or more while what it reads is not: the mistake starts there, and wrong nodes above it are its consequences. Several conditions on columns that go together need extended statistics; a column of uneven values a higher statistics target; an expression statistics of its own; a table that has changed ANALYZE.`,
  references: [
    'https://www.postgresql.org/docs/current/planner-stats.html',
    'https://www.postgresql.org/docs/current/planner-stats.html#PLANNER-STATS-EXTENDED',
    'Leis et al., How Good Are Query Optimizers, Really?, PVLDB 9(3), 2015',
  ],
  *check(input) {
    for (const wrong of wrongEstimates(input.tree)) {
      const { at, estimate, consequences } = wrong;
      const share = weightOf(wrong, input);
      // Few rows expected and few rows found: the plan would be the same.
      if (Math.max(estimate.actual, estimate.estimated) * at.loops < fewestRows) continue;
      // One that is as wrong as that spoils the next query that joins these rows, however fast this one is.
      if (estimate.factor < gravelyWrong && !harms(share, input)) continue;
      const weight = Math.max(leastShare, share);
      const { node } = at;
      const text = readable(textFact(node, 'Filter') ?? textFact(node, 'Index Cond') ?? conditionText(wrong));
      const way = estimate.tooLow ? 'few' : 'many';
      const above =
        consequences.length === 0
          ? ''
          : `; ${consequences.length === 1 ? 'one step above it is' : `${consequences.length} steps above it are`} wrong because of it`;
      yield {
        node: at.path,
        message: `the planner expects ${counted(Math.round(estimate.estimated), 'row')} of ${what(wrong)}${text === '' ? '' : ` for ${text}`} and gets ${figure(estimate.actual)}: ${figure(estimate.factor)} times too ${way}, and it starts here${above}`,
        evidence: [
          measured(
            `${figure(estimate.estimated)} rows estimated, ${figure(estimate.actual)} found per execution${consequences.length > 0 ? `; also wrong: ${consequences.map((one) => `${one.node.kind} (${one.path})`).join(', ')}` : ''}`,
          ),
        ],
        weight,
        remedies: remediesOf(wrong, input),
      };
    }
  },
});

function what({ at }: WrongEstimate): string {
  return isTableScan(at.node) ? relationText(at.node) : `the ${at.node.kind}`;
}

function conditionText({ at: { node } }: WrongEstimate): string {
  const text =
    textFact(node, 'Hash Cond') ??
    textFact(node, 'Merge Cond') ??
    textFact(node, 'Join Filter') ??
    textFact(node, 'Group Key');
  return text ?? '';
}

/** Steps that the planner chooses by the rows that come into them. */
const chosen = new Set([
  'Nested Loop',
  'Hash Join',
  'Merge Join',
  'Sort',
  'Hash',
  'Memoize',
  'Materialize',
  'WindowAgg',
  'SetOp',
]);

function isChosen({ node }: PlacedNode): boolean {
  return chosen.has(node.kind) || (node.kind === 'Aggregate' && node.strategy !== 'Plain');
}

/**
 * What the mistake can have spoilt: the way in which a scan was done, and what is done above it with its rows. The rows
 * of a join or an aggregate decide nothing but what is above.
 */
function weightOf({ at, consequences }: WrongEstimate, { tree }: SignInput): number {
  const nodes = new Set(isTableScan(at.node) ? [at] : []);
  let decided = isTableScan(at.node);
  for (let above = at.parent; above; above = above.parent) {
    if (isChosen(above)) {
      decided = true;
      nodes.add(above);
    }
    // A join that was chosen for other numbers: its other side is work that another join would not do.
    if (above.node.kind !== 'Nested Loop') continue;
    for (const child of tree.childrenOf(above)) {
      if (child.node.relationship === 'Inner' && !at.path.startsWith(child.path)) {
        for (const one of tree.below(child)) nodes.add(one);
      }
    }
  }
  for (const one of decided ? consequences : []) nodes.add(one);
  return shareOf([...nodes]);
}

function remediesOf({ at }: WrongEstimate, input: SignInput): readonly RemedyIdea[] {
  const { node } = at;
  const scanned = isTableScan(node) ? tableOf(node, input) : undefined;
  if (scanned) {
    const table = topTable(scanned, input);
    const { access, filter } = scanConditions(at, input);
    return ofConditions(table, [...access, ...filter], input);
  }
  if (node.kind === 'Aggregate') return ofGroups(at, input);
  return [
    {
      kind: 'advice',
      text: 'Rows of a join are reckoned from the distinct values of each side alone: extended statistics do not reach over tables. Where the sides go together, join them earlier into a temporary table and analyse it.',
    },
  ];
}

type Conditions = ReturnType<typeof scanConditions>['filter'];

function ofConditions(table: Table, conditions: Conditions, input: SignInput): readonly RemedyIdea[] {
  const ideas: RemedyIdea[] = [];
  const operands = conditions.flatMap(({ left, right, branches }) => [
    left,
    right,
    ...(branches ?? []).flat().flatMap((one) => [one.left, one.right]),
  ]);
  const own = operands.filter(
    (one) => one?.column !== undefined && table.columns.some((c) => c.name === one.column?.column),
  );
  const keys = own.flatMap((one) => (one && keyOf(one, table)) ?? []);
  const plain = [...new Set(keys.flatMap((one) => one.column ?? []))];
  const expressions = [...new Set(keys.flatMap((one) => one.expression ?? []))];
  const ref = { schema: table.schema, name: table.name };
  const known = statisticsOf(table, input);
  const stale = known === undefined || Object.keys(known.columns).length === 0;
  if (stale)
    ideas.push({ kind: 'maintenance', title: `analyse ${table.name}`, changes: [{ kind: 'analyze', table: ref }] });
  const name = (parts: readonly string[]) =>
    input.lookups.freeIndexName(table, parts, 'stat', input.traits.identifierBytes);
  if (plain.length >= 2 && !hasStatistics(table, plain, input)) {
    const columns = plain.slice(0, 8);
    ideas.push({
      kind: 'statistics',
      title: `statistics of ${columns.join(', ')} together`,
      changes: [
        {
          kind: 'create statistics',
          table: ref,
          name: name(columns),
          kinds: ['dependencies', 'mcv'],
          columns,
          expressions: [],
        },
        { kind: 'analyze', table: ref },
      ],
    });
  }
  if (expressions.length > 0) {
    ideas.push({
      kind: 'statistics',
      title: `statistics of ${expressions.join(', ')}`,
      changes: [
        {
          kind: 'create statistics',
          table: ref,
          name: name(['expr']),
          kinds: [],
          columns: [],
          expressions: expressions.slice(0, 8),
        },
        { kind: 'analyze', table: ref },
      ],
    });
  }
  const [single] = plain;
  if (plain.length === 1 && single !== undefined && expressions.length === 0 && isUneven(table, single, input)) {
    ideas.push({
      kind: 'statistics',
      title: `a higher statistics target of ${single}`,
      changes: [
        { kind: 'set statistics target', table: ref, column: single, target: higherTarget },
        { kind: 'analyze', table: ref },
      ],
    });
  }
  return ideas;
}

function hasStatistics(table: Table, columns: readonly string[], { catalog }: SignInput): boolean {
  return catalog.statistics.some(
    (one) => qualified(one.table) === qualified(table) && columns.every((column) => one.columns.includes(column)),
  );
}

/** More values than are kept: those that were left out are taken for equally frequent. */
function isUneven(table: Table, column: string, input: SignInput): boolean {
  const target = table.columns.find((one) => one.name === column)?.statisticsTarget ?? 100;
  const common = columnStatistics(table, column, input)?.commonValues;
  return target < higherTarget && (common === undefined || common.length >= target);
}

function ofGroups(at: WrongEstimate['at'], input: SignInput): readonly RemedyIdea[] {
  const keys = at.node.facts['Group Key'];
  if (!Array.isArray(keys) || keys.length < 2) return [];
  const scan = input.tree.below(at).find((one) => isTableScan(one.node));
  const scanned = scan && tableOf(scan.node, input);
  const table = scanned && topTable(scanned, input);
  const columns = keys.map((key) => String(key).replace(/^\w+\./, ''));
  if (!table || !columns.every((column) => table.columns.some((one) => one.name === column))) return [];
  if (hasStatistics(table, columns, input)) return [];
  const ref = { schema: table.schema, name: table.name };
  return [
    {
      kind: 'statistics',
      title: `the number of distinct combinations of ${columns.join(', ')}`,
      changes: [
        {
          kind: 'create statistics',
          table: ref,
          name: input.lookups.freeIndexName(table, columns, 'stat', input.traits.identifierBytes),
          kinds: ['ndistinct'],
          columns: columns.slice(0, 8),
          expressions: [],
        },
        { kind: 'analyze', table: ref },
      ],
    },
  ];
}
