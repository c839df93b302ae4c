import type { PlanNode } from '../../../catalog/query-plan.ts';
import { indexKey, type Statistics } from '../../../catalog/statistics.ts';
import type { Condition } from '../../query-facts.ts';
import { columnShare, type KnownTable, ownSide, rangeShare, rangeShareOf, rowsOf, shareOf } from './estimate.ts';
import { aliasesIn, type PlanRelation } from './relations.ts';

/** How a loop goes through a relation. */
export interface LoopStep {
  readonly kind: 'loop';
  /** SEARCH: rows are found by their keys; else all are read. */
  readonly searches: boolean;
  /** The alias, or the name of the relation. */
  readonly name: string;
  readonly index?: string;
  /** It holds all that is asked of the relation. */
  readonly covering: boolean;
  /** The index is made for this query, each time it runs. */
  readonly automatic: boolean;
  /** By the number of the row. */
  readonly byRow: boolean;
  readonly virtual: boolean;
  /** `u=?`, `c>?`, `ANY(u)`, `<expr>=?`; of MATCH and the like none. */
  readonly terms: readonly { readonly column: string; readonly operator: string }[];
  readonly join: 'inner' | 'left' | 'exists';
}

/** A loop as a node, for one run of it. */
export interface Loop {
  readonly node: PlanNode;
  /** Rows that it gives per run, before and after the conditions that no index serves. */
  readonly found: number;
  readonly rows: number;
}

/** Facts of a node that has nothing to tell but its kind. */
export function node(kind: string, own: Partial<PlanNode> = {}): PlanNode {
  return {
    kind,
    parallelAware: false,
    asyncCapable: false,
    startupCost: 0,
    totalCost: 0,
    rows: 1,
    width: 0,
    workers: [],
    facts: {},
    children: [],
    ...own,
  };
}

/**
 * @param cost as the planner counts it
 * @param around relations of the loops around this one, by alias
 */
export function loopOf(
  step: LoopStep,
  detail: string,
  cost: number,
  relation: PlanRelation | undefined,
  around: ReadonlySet<string>,
  statistics: Statistics,
): Loop {
  const known = relation?.known;
  const alias = relation?.alias ?? step.name;
  const ready = (relation?.conditions ?? []).filter((condition) =>
    aliasesIn(condition).every((one) => one === alias || around.has(one.toLowerCase()) || !isSibling(one, relation)),
  );
  const terms = step.byRow ? rowTerms(step, relation) : step.terms;
  const access = ready.filter((condition) => terms.some((term) => serves(term, condition, alias)));
  const filter = ready.filter((condition) => !access.includes(condition));
  const all = known ? rowsOf(known) : 1;
  // The least or greatest value: the planner counts the whole index, and one entry is read.
  const atEnd = step.searches && step.index !== undefined && step.terms.length === 0;
  const share = step.searches ? accessShare(terms, step.index, access, alias, relation, statistics) : 1;
  const found = atEnd ? 1 : Math.max(1, all * share);
  const kept = known ? keptShare(filter, alias, known) : 1;
  // A lookup for a semi join ends at the first row.
  const left = found * kept * (step.searches ? shareBesideKey(terms, access, alias, known) : 1);
  const rows = step.join === 'exists' ? Math.min(1, left) : left;
  const setup = step.automatic ? all * (Math.log2(Math.max(2, all)) + 5) : 0;
  return {
    found,
    rows,
    node: node(kindOf(step), {
      ...(known ? { relation: known.table.name, schema: known.table.schema } : { relation: step.name }),
      alias,
      ...(indexOf(step, relation) === undefined ? {} : { index: indexOf(step, relation) ?? '' }),
      totalCost: atEnd ? 1 + Math.log2(Math.max(2, all)) : cost,
      rows,
      facts: {
        Detail: detail,
        ...(step.automatic
          ? { 'Automatic Index': step.terms.map(({ column }) => column), 'Build Cost': Math.round(setup) }
          : {}),
        ...(access.length > 0 ? { 'Index Cond': together(access) } : {}),
        ...(filter.length > 0 ? { Filter: together(filter) } : {}),
      },
    }),
  };
}

function kindOf({ searches, index, covering, automatic, byRow, virtual, terms }: LoopStep): string {
  if (virtual) return 'Virtual Table Scan';
  if (automatic) return 'Automatic Index Scan';
  if (index !== undefined) return covering ? 'Index Only Scan' : 'Index Scan';
  // The least or greatest value is searched in all rows where no index has it at an end.
  return byRow || (searches && terms.length > 0) ? 'Index Scan' : 'Seq Scan';
}

/** A table that is stored by its primary key has no other name for it. */
function indexOf(step: LoopStep, relation: PlanRelation | undefined): string | undefined {
  return step.index ?? (step.byRow ? relation?.known?.table.primaryKey?.name : undefined);
}

/** `rowid` is the column that stands for the row's number. */
function rowTerms(step: LoopStep, relation: PlanRelation | undefined): LoopStep['terms'] {
  const [key] = relation?.known?.table.primaryKey?.columns ?? [];
  return step.terms.map((term) => (term.column === 'rowid' && key !== undefined ? { ...term, column: key } : term));
}

function isSibling(alias: string, relation: PlanRelation | undefined): boolean {
  return relation?.conditions.some((condition) => aliasesIn(condition).includes(alias)) ?? false;
}

const comparisons: Readonly<Record<string, readonly string[]>> = { '=': ['='], '>': ['>', '>='], '<': ['<', '<='] };
const mirrored: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/** Whether a term of the plan is this condition. */
function serves(term: LoopStep['terms'][number], condition: Condition, alias: string): boolean {
  const sides = ownSide(condition, alias);
  if (!sides) return false;
  const { own } = sides;
  const isColumn =
    term.column === '<expr>'
      ? own.functions.length > 0
      : own.column?.column.toLowerCase() === term.column.toLowerCase();
  if (!isColumn || (condition.negated && condition.kind !== 'null test')) return false;
  if (condition.kind === 'like') return condition.range !== undefined && term.operator !== '=';
  if (condition.kind !== 'comparison') return term.operator === '=' && condition.kind !== 'or';
  const written = condition.operator ?? '=';
  const operator = condition.left === own ? written : (mirrored[written] ?? written);
  return (comparisons[term.operator] ?? []).includes(operator);
}

/**
 * The share of the rows that a search reads, term by term. Terms that stand in no condition are the planner's own: what
 * is equal to something that is equal to a constant.
 */
function accessShare(
  terms: LoopStep['terms'],
  index: string | undefined,
  access: readonly Condition[],
  alias: string,
  relation: PlanRelation | undefined,
  statistics: Statistics,
): number {
  const known = relation?.known;
  if (!known) return 1;
  const product = terms.reduce((share, term) => share * termShare(term, terms, access, alias, known), 1);
  // Of columns together the index knows more than each by itself.
  const equal = terms.filter(({ operator }) => operator === '=').length;
  const own = index === undefined ? undefined : statistics.indexes[indexKey(statistics, known.table, index)];
  const perKey = own?.rowsPerKey?.[equal - 1];
  const simple = access.every(({ kind }) => kind === 'comparison');
  if (perKey === undefined || !simple || equal !== terms.length || equal < 2) return product;
  return Math.max(product, perKey / rowsOf(known));
}

function termShare(
  term: LoopStep['terms'][number],
  terms: LoopStep['terms'],
  access: readonly Condition[],
  alias: string,
  known: KnownTable,
): number {
  const own = access.filter((condition) => serves(term, condition, alias));
  const between = betweenShare(term, terms, access, alias, known);
  if (between !== undefined) return between;
  if (own.length > 0) return Math.min(...own.map((condition) => shareOf(condition, alias, known)));
  return term.operator === '=' ? columnShare(term.column, known) : term.operator === 'ANY' ? 1 : rangeShare;
}

/**
 * Where some of the terms are a key, which finds one row by itself, the others keep that row or not: the share of the
 * rows that they keep, as though they were a filter. 1 where no key is bound.
 */
function shareBesideKey(
  terms: LoopStep['terms'],
  access: readonly Condition[],
  alias: string,
  known: KnownTable | undefined,
): number {
  if (!known) return 1;
  const isNamed = (name: string) => (term: LoopStep['terms'][number]) =>
    term.column.toLowerCase() === name.toLowerCase();
  const isBound = (name: string) => terms.some((term) => term.operator === '=' && isNamed(name)(term));
  const { primaryKey, uniques } = known.table;
  const key = [primaryKey, ...uniques].find((one) => one?.columns.every(isBound));
  if (!key) return 1;
  return terms
    .filter((term) => !key.columns.some((name) => isNamed(name)(term)))
    .reduce((share, term) => share * termShare(term, terms, access, alias, known), 1);
}

/**
 * Of a range that is closed to both sides: what is left between them, told by the upper term; nothing of others, and
 * nothing where no histogram knows both ends.
 */
function betweenShare(
  term: LoopStep['terms'][number],
  terms: LoopStep['terms'],
  access: readonly Condition[],
  alias: string,
  known: KnownTable,
): number | undefined {
  const shareTo = (operator: string) => {
    const found = access
      .filter((condition) => serves({ column: term.column, operator }, condition, alias))
      .map((condition) => rangeShareOf(condition, alias, known));
    return found.length > 0 && found.every((one) => one !== undefined) ? Math.min(...found) : undefined;
  };
  const hasBoth = ['<', '>'].every((operator) =>
    terms.some((one) => one.column === term.column && one.operator === operator),
  );
  if (!hasBoth || term.operator === '=') return undefined;
  const [upper, lower] = [shareTo('<'), shareTo('>')];
  if (upper === undefined || lower === undefined) return undefined;
  return term.operator === '>' ? 1 : Math.max(leastShare, upper + lower - 1);
}

/** What a histogram cannot tell from nothing. */
const leastShare = 1e-4;

/** The share that conditions keep together; of several that hold one column equal, the one that keeps least. */
function keptShare(conditions: readonly Condition[], alias: string, known: KnownTable): number {
  const equal = new Map<string, number>();
  let share = 1;
  for (const condition of conditions) {
    const own = shareOf(condition, alias, known);
    const column = condition.operator === '=' && !condition.negated ? ownSide(condition, alias)?.own.text : undefined;
    if (column === undefined) share *= own;
    else equal.set(column, Math.min(own, equal.get(column) ?? 1));
  }
  return [...equal.values()].reduce((left, one) => left * one, share);
}

function together(conditions: readonly Condition[]): string {
  return conditions.map(({ text, kind }) => (kind === 'or' ? `(${text})` : text)).join(' AND ');
}
