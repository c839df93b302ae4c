import type { NewIndexKey } from '../../catalog/change.ts';
import { unwrapped } from '../../catalog/conjuncts.ts';
import { qualified, sameName } from '../../catalog/names.ts';
import type { PlanNode } from '../../catalog/query-plan.ts';
import { countedDays, indexKey, type Statistics, unusedDays } from '../../catalog/statistics.ts';
import type { Index, Table } from '../../catalog/table.ts';
import { keyText } from '../../engines/index-keys.ts';
import type { DropAdvice, DropProof, ServedQuery } from '../advice.ts';
import { type Candidate, type Draft, heldColumns } from '../candidates/candidate.ts';
import type { Configuration } from '../cost/planner.ts';
import { draftOf, writeCost } from '../cost/writes.ts';
import { candidatesOf, type Search } from './search.ts';

/** To go down an ordered index costs this share more than to look up a hash, beside the row that both fetch. */
const descent = 0.1;

/** A query's cost and plan with the advice. */
export interface After {
  readonly cost: number;
  readonly root: PlanNode;
}

/**
 * The present indexes that can go beside the chosen ones: for each there is a proof, and the planner is asked to do
 * without it for every query that would use it.
 *
 * @param after  each query's plan with the chosen indexes; nothing where the planner refused it
 * @param nameOf  what a candidate is called in the advice
 */
export async function drops(
  search: Search,
  chosen: Configuration,
  after: readonly (After | undefined)[],
  nameOf: (candidate: Candidate) => string,
): Promise<readonly DropAdvice[]> {
  const { catalog, options, statistics } = search.input;
  // What no query was judged by cannot be judged.
  if (after.every((one) => one === undefined)) return [];
  const keep = new Set(options.keep ?? []);
  const fresh = candidatesOf(search, chosen);
  const found: DropAdvice[] = [];
  for (const table of catalog.tables) {
    const going = new Set<Index>();
    for (const index of table.indexes) {
      const name = { schema: table.schema, name: index.name };
      if (!canGo(table, index) || keep.has(qualified(name))) continue;
      const proof = proofOf(search, table, index, going, fresh, nameOf);
      if (!proof) continue;
      const tolerance = Math.max(options.tolerance ?? 0.02, proof.kind === 'equality' ? descent : 0);
      const affected = await withoutIt(
        search,
        chosen,
        after,
        index.name,
        [...found.map((one) => qualified(one.index)), qualified(name)],
        tolerance,
      );
      if (!affected) continue;
      going.add(index);
      found.push({
        table: { schema: table.schema, name: table.name },
        index: name,
        change: {
          kind: 'drop index',
          table: { schema: table.schema, name: table.name },
          index: name,
          ...(table.partitioning ? { partitioned: true } : {}),
        },
        bytes: statistics.indexes[indexKey(statistics, table, index.name)]?.bytes ?? sizeOf(search, table, index),
        proof,
        why: sentence(proof, affected, statistics),
        affected,
        writeCost: writeCost(draftOf(table, index), search.input),
      });
    }
  }
  return found.map((one) => {
    const proof = standing(one.proof, found);
    return proof === one.proof ? one : { ...one, proof, why: sentence(proof, one.affected, statistics) };
  });
}

/** A proof by what stays: what does all that a dropped index did does what that one did in the place of a third. */
function standing(proof: DropProof, dropped: readonly DropAdvice[]): DropProof {
  const of = 'of' in proof ? proof.of : undefined;
  const gone = of && dropped.find(({ index }) => sameName(index, of));
  if (!gone || gone.proof.kind === 'unused') return proof;
  const next = standing(gone.proof, dropped);
  if (!('of' in next) || proof.kind === 'duplicate') return next;
  return 'of' in proof ? { kind: proof.kind, of: next.of } : proof;
}

/** The size of a present index that nobody told, by the size model. */
export function sizeOf({ input }: Pick<Search, 'input'>, table: Table, index: Index): number {
  const known = input.statistics.tables[qualified(table)];
  if (!known) return 0;
  return input.engine.sizes.index({
    table,
    index,
    rows: known.rows,
    columns: known.columns,
    ...(known.pages === undefined ? {} : { heapPages: known.pages }),
  }).bytes;
}

/** One that a constraint, replication or a parent's index does not hold. */
function canGo(table: Table, index: Index): boolean {
  return (
    index.valid &&
    index.constraint === undefined &&
    !index.replicaIdentity &&
    !index.clustered &&
    index.partitionOf === undefined &&
    !table.partitionOf &&
    !table.exclusions.some((one) => one.index === index.name) &&
    !table.foreignKeys.some((key) => key.referencedIndex === index.name)
  );
}

function proofOf(
  search: Search,
  table: Table,
  index: Index,
  going: ReadonlySet<Index>,
  fresh: readonly Candidate[],
  nameOf: (candidate: Candidate) => string,
): DropProof | undefined {
  const own = draftOf(table, index);
  for (const other of table.indexes) {
    if (other === index || going.has(other) || !other.valid) continue;
    const draft = draftOf(table, other);
    const name = { schema: table.schema, name: other.name };
    const same = does(draft, own) && does(own, draft);
    // Of two alike the one that a constraint holds stays, else the one that is unique, else the first by name.
    const stays =
      other.constraint !== undefined ||
      (other.unique && !index.unique) ||
      (other.unique === index.unique && other.name < index.name);
    if (same && stays) return { kind: 'duplicate', of: name };
    if (!same && !index.unique && does(draft, own)) return { kind: 'prefix', of: name };
    if (findsEqual(draft, own)) return { kind: 'equality', of: name };
  }
  if (index.unique) return undefined;
  const replacement = fresh.find((one) => sameName(one.table, table) && does(one, own));
  if (replacement) return { kind: 'replaced', by: nameOf(replacement) };
  return unused(search, table, index);
}

/** Whether the first finds, orders and covers all that the second does. */
function does(first: Draft, second: Draft): boolean {
  if ((first.method ?? 'btree') !== (second.method ?? 'btree') || !samePredicate(first, second)) return false;
  // Other methods know no leading key.
  if ((first.method ?? 'btree') !== 'btree' && first.keys.length !== second.keys.length) return false;
  const held = new Set(heldColumns(first));
  const nullsFirst = (key: NewIndexKey) => key.nullsFirst ?? key.descending ?? false;
  // An index is read backwards as well: the reverse of all keys is the same order.
  const isOrdered = (backwards: boolean) =>
    second.keys.every((key, at) => {
      const other = first.keys[at];
      return (
        other !== undefined &&
        keyText(other) === keyText(key) &&
        (other.descending ?? false) === ((key.descending ?? false) !== backwards) &&
        nullsFirst(other) === (nullsFirst(key) !== backwards)
      );
    });
  return heldColumns(second).every((column) => held.has(column)) && (isOrdered(false) || isOrdered(true));
}

/** An engine writes a predicate with brackets around it. */
function samePredicate(first: Draft, second: Draft): boolean {
  const bare = ({ predicate }: Draft) => predicate && unwrapped(predicate);
  return bare(first) === bare(second);
}

/** Whether an ordered index finds what one of hashes does: equal values of its only key. */
function findsEqual(ordered: Draft, hashed: Draft): boolean {
  const [[first], [key]] = [ordered.keys, hashed.keys];
  if (hashed.method !== 'hash' || (ordered.method ?? 'btree') !== 'btree' || !first || !key) return false;
  return samePredicate(ordered, hashed) && keyText(first) === keyText(key);
}

/** By the counters of a server that tells its whole story, and has counted for long enough to tell it; what a foreign key leans on is never unused. */
function unused({ input }: Search, table: Table, index: Index): DropProof | undefined {
  const { statistics } = input;
  const scans = statistics.indexes[indexKey(statistics, table, index.name)]?.scans;
  if (scans !== 0 || statistics.standby || statistics.countersSince === undefined || index.unique) return undefined;
  if (!((countedDays(statistics) ?? 0) >= unusedDays)) return undefined;
  const leading = index.keys[0]?.column;
  if (leading !== undefined && table.foreignKeys.some((key) => key.columns.includes(leading))) return undefined;
  return { kind: 'unused', since: statistics.countersSince };
}

/** What the queries that use it cost without it; nothing where one becomes dearer than is tolerated. */
async function withoutIt(
  search: Search,
  chosen: Configuration,
  after: readonly (After | undefined)[],
  index: string,
  all: readonly string[],
  tolerance: number,
): Promise<readonly ServedQuery[] | undefined> {
  const affected: ServedQuery[] = [];
  for (const [query, before] of after.entries()) {
    if (!before || !uses(before.root, index)) continue;
    const answer = await search.planner.plan(query, chosen, all);
    if ('error' in answer) return undefined;
    const cost = answer.plan.root.totalCost;
    if (cost > before.cost * (1 + tolerance) + 0.01) return undefined;
    affected.push({ query, before: before.cost, after: cost });
  }
  return affected;
}

function uses(node: PlanNode, index: string): boolean {
  return node.index === index || node.children.some((child) => uses(child, index));
}

/** What becomes of the queries that use it. */
function costsWithout(affected: readonly ServedQuery[]): string {
  const [only, ...others] = affected;
  if (!only) return 'with the advice no query of the workload uses it';
  const most = Math.max(...affected.map(({ before, after }) => (before > 0 ? after / before - 1 : 0)));
  const one = others.length === 0;
  const who = one ? 'the query that uses it costs' : `the ${affected.length} queries that use it cost`;
  if (most < 0.0005) return `${who} no more without it`;
  return `${who} ${Number((most * 100).toPrecision(2))}% more without it${one ? '' : ' at most'}, by the planner`;
}

function sentence(proof: DropProof, affected: readonly ServedQuery[], statistics: Statistics): string {
  const planned = costsWithout(affected);
  switch (proof.kind) {
    case 'duplicate':
      return `${proof.of.name} is the same index; ${planned}`;
    case 'prefix':
      return `${proof.of.name} begins with its columns and holds all of them; ${planned}`;
    case 'equality':
      return `${proof.of.name} finds equal values as well; ${planned}`;
    case 'replaced':
      return `the new ${proof.by} begins with its columns and holds all of them; ${planned}`;
    case 'unused':
      return `nothing has read it in the ${countedDays(statistics)} days since ${proof.since}, by this server's counters${statistics.countersNeverReset ? ', which were never reset and are no older than the database,' : ','} which tell nothing of replicas, of an index that is younger than they are, nor of what runs more seldom (the end of a quarter, of a year): ask before it goes; ${planned}`;
  }
}
