import type { Advice } from '../../advisor/advice.ts';
import { qualified } from '../../catalog/names.ts';
import type { PlanNode } from '../../catalog/query-plan.ts';
import { confidence, type Evidence, planned } from '../../findings/evidence.ts';
import type { FindingItem } from '../../findings/finding.ts';
import { priority } from '../../findings/priority.ts';
import type { Rejected } from '../../findings/report.ts';
import type { Lab } from '../../lab/lab.ts';
import { figures } from '../../output/indexes/words.ts';
import { count, digits } from '../../output/words.ts';
import type { RuleResult } from '../../rules/run.ts';
import { shortened, type WorkloadEntry } from '../indexes/workload-queries.ts';

/** A query may become this much dearer without it being told, and this much before the drop is no advice any more. */
const told = 0.02;
const tooDear = 0.2;

export interface ProvenDrops {
  readonly results: readonly RuleResult[];
  /** Drops that make a query of the workload much dearer: their findings are not printed. */
  readonly rejected: readonly Rejected[];
}

/**
 * Plans the queries that use an index which a finding would drop, without it: the finding gains what the planner says,
 * and one that makes a query more than a fifth dearer is no finding. Fixes that make an index too are left alone: the
 * advisor has planned those. The lab believes the statistics that the advice was made with.
 */
export async function proveDrops(
  results: readonly RuleResult[],
  entries: readonly WorkloadEntry[],
  advice: Advice,
  lab: Lab,
  until: () => boolean,
): Promise<ProvenDrops> {
  const users = usersOf(advice);
  const planned_ = advice.perQuery.filter((query) => query.error === undefined).length;
  const rejected: Rejected[] = [];
  const proven: RuleResult[] = [];
  for (const result of results) {
    const items: FindingItem[] = [];
    for (const item of result.items) {
      const dropped = droppedIndex(item);
      if (dropped === undefined || planned_ === 0 || until()) {
        items.push(item);
        continue;
      }
      const using = users.get(dropped.name) ?? [];
      const answers = await lab.suppose(
        { without: [dropped.key] },
        using.map((at) => ({ sql: entries[at]?.sql ?? '', ...samplesOf(entries[at]) })),
      );
      const dearer = using.flatMap((at, place) => {
        const answer = answers[place];
        const before = advice.perQuery[at]?.costBefore ?? 0;
        if (!answer || 'error' in answer || answer.plan.root.totalCost <= before) return [];
        return [{ at, before, after: answer.plan.root.totalCost }];
      });
      const [worst] = dearer.sort((a, b) => b.after / b.before - a.after / a.before);
      if (worst && worst.after > worst.before * (1 + tooDear)) {
        rejected.push({
          rule: result.rule.id,
          item: item.id,
          message: item.message,
          reason: `the query ${nameOf(entries[worst.at])} uses ${dropped.name}, and costs ${figures(worst.after)} instead of ${figures(worst.before)} without it`,
          kind: 'planned',
        });
      } else {
        const more = evidenceOf(item, using.length, planned_, dropped.name, worst, entries);
        items.push(withEvidence(heldBack(item, dropped.name, advice), more));
      }
    }
    proven.push({ ...result, items });
  }
  return { results: proven, rejected };
}

/** The one index that the fix of a finding takes away, and nothing else. */
function droppedIndex({ changes, at }: FindingItem): { readonly name: string; readonly key: string } | undefined {
  const [change, ...others] = changes;
  if (change?.kind !== 'drop index' || others.length > 0 || change.partitioned || at.kind !== 'index') return undefined;
  return { name: change.index.name, key: qualified(change.index) };
}

/** The queries whose plan uses an index, as things are or with the advice, by the index's name. */
function usersOf(
  advice: Pick<Advice, 'perQuery'>,
  when: 'before' | 'after' = 'before',
): ReadonlyMap<string, readonly number[]> {
  const users = new Map<string, number[]>();
  for (const { query, [when]: plan } of advice.perQuery) {
    const names = new Set<string>();
    const visit = (node: PlanNode): void => {
      if (node.index !== undefined) names.add(node.index);
      node.children.forEach(visit);
    };
    if (plan) visit(plan.root);
    for (const name of names) users.set(name, [...(users.get(name) ?? []), query]);
  }
  return users;
}

function evidenceOf(
  item: FindingItem,
  using: number,
  all: number,
  index: string,
  worst: { readonly at: number; readonly before: number; readonly after: number } | undefined,
  entries: readonly WorkloadEntry[],
): readonly Evidence[] {
  if (worst && worst.after > worst.before * (1 + told)) {
    return [
      planned(
        `without ${index} the query ${nameOf(entries[worst.at])} costs ${figures(worst.after)} instead of ${figures(worst.before)} by the planner`,
      ),
    ];
  }
  if (using > 0) return [planned(usersText(using, index, worst))];
  // That a few queries pass an index by confirms what counters say, but is no fact by itself.
  return item.evidence.some(({ kind }) => kind === 'observed')
    ? [planned(`no query of the workload (${digits(all)}) uses ${index} in its plan`)]
    : [];
}

/**
 * A drop that the full advice for the workload does not make, for plans with the other indexes of the advice use the
 * index: it is told for what it is, and never presses.
 */
export function heldBack(item: FindingItem, index: string, advice: Pick<Advice, 'perQuery' | 'drop'>): FindingItem {
  const using = usersOf(advice, 'after').get(index)?.length ?? 0;
  if (using === 0 || advice.drop.some((one) => one.index.name === index)) return item;
  const text = `with the indexes that are advised for the workload ${count(using, 'query')} ${using === 1 ? 'is' : 'are'} planned with ${index}, and relvar indexes keeps it: drop it only where those indexes are not made`;
  return withEvidence({ ...item, severity: 'low' }, [planned(text)]);
}

/** What becomes of the queries that use an index without it, where none becomes much dearer. */
export function usersText(
  using: number,
  index: string,
  worst: { readonly before: number; readonly after: number } | undefined,
): string {
  const dearest = worst
    ? `without it none becomes dearer by more than ${percentAbove(worst)}`
    : 'none becomes dearer without it';
  return `${count(using, 'query')} of the workload ${using === 1 ? 'uses' : 'use'} ${index} in the plan, and ${dearest}`;
}

/** Rounded up, so that it is no more than what is said. */
function percentAbove({ before, after }: { readonly before: number; readonly after: number }): string {
  return `${Math.max(0.1, Math.ceil((after / before - 1) * 1000) / 10)}%`;
}

function withEvidence(item: FindingItem, more: readonly Evidence[]): FindingItem {
  if (more.length === 0) return item;
  const evidence = [...item.evidence, ...more];
  const sure = confidence(evidence);
  return { ...item, evidence, confidence: sure, priority: priority(item.severity, sure, item.importance) };
}

function nameOf(entry: WorkloadEntry | undefined): string {
  const where = entry?.where === undefined ? '' : ` (${entry.where})`;
  return `"${entry?.name ?? shortened(entry?.sql ?? '')}"${where}`;
}

function samplesOf(entry: WorkloadEntry | undefined) {
  return entry?.samples ? { samples: entry.samples } : {};
}
