import type { Advice, AdviceInput } from '../../advisor/advice.ts';
import { advise } from '../../advisor/advise.ts';
import { definitionOf } from '../../catalog/index-definition.ts';
import { qualified } from '../../catalog/names.ts';
import { RelvarError } from '../../findings/error.ts';
import { type OfferedRewrite, offeredRewrites } from '../../lab/equivalence/offer.ts';
import type { Lab } from '../../lab/lab.ts';
import type { CheaperForm, IndexOfForm } from '../../output/indexes/report.ts';
import type { OpenedSource } from '../opened-source.ts';
import { guardedQuery } from './guarded.ts';
import type { WorkloadEntry } from './workload-queries.ts';

/** A form must save this share of the cost to be told; with an index of its own, this share of what is reached without. */
const worthTelling = 0.1;
const worthAnIndex = 0.8;

/** What costs less is fast in any form. */
const leastCost = 100;

/** Forms are made and tested of so many queries, the dearest. */
const mostQueries = 30;

/** How long, and with how many questions, the indexes of one form are looked for. */
const searchOfForm = { milliseconds: 2000, calls: 100 } as const;

/** What the advice was made of; the lab believes the statistics still. */
export type FormContext = Pick<AdviceInput, 'lookups' | 'statistics' | 'options' | 'clock' | 'signal'> & {
  readonly progress: (text: string) => void;
};

/**
 * Other forms of the queries that the planner finds cheaper, each tested to give the same rows: with the indexes that
 * are there now, or with an index that the query as it is written cannot use, within the limits of the advice. Of the
 * dearest queries first; ends at the signal with those found so far.
 */
export async function cheaperForms(
  entries: readonly WorkloadEntry[],
  advice: Advice,
  lab: Lab,
  opened: OpenedSource,
  context: FormContext,
): Promise<readonly CheaperForm[]> {
  const weight = (at: number) => (advice.perQuery[at]?.costBefore ?? 0) * (entries[at]?.callsPerSecond ?? 1);
  const dearest = entries
    .map((entry, at) => ({ entry, at }))
    .filter(({ entry, at }) => entry.facts.kind === 'select' && (advice.perQuery[at]?.costBefore ?? 0) >= leastCost)
    .sort((a, b) => weight(b.at) - weight(a.at) || a.at - b.at)
    .slice(0, mostQueries);
  const found: CheaperForm[] = [];
  for (const { entry, at } of dearest) {
    if (context.signal.aborted) break;
    context.progress(`looking for other forms of query ${at + 1}`);
    const before = advice.perQuery[at]?.costBefore ?? 0;
    const advised = advice.perQuery[at]?.costAfter ?? before;
    const forms = await offeredRewrites(opened.lab, opened.catalog, entry.sql);
    const own: CheaperForm[] = [];
    for (const form of forms) {
      const after = await costOf(form.sql, entry, lab, opened);
      if (after === undefined || after > before * (1 - worthTelling)) continue;
      own.push({ query: at + 1, ...form, before, after, advised, create: [] });
    }
    const least = Math.min(advised, ...own.map((one) => one.after));
    if (least >= leastCost) {
      const best = await withIndex(forms, entry, advice, least, lab, opened, context);
      // With its index it is the same form at less cost.
      if (best) own.splice(0, own.length, { query: at + 1, ...best, before, advised });
    }
    found.push(...own);
  }
  return found.sort((a, b) => a.query - b.query || a.after - b.after);
}

type FormWithIndex = OfferedRewrite & Pick<CheaperForm, 'after' | 'create'>;

/** The form that becomes cheapest with an index of its own, where that is well below what the query costs at least without. */
async function withIndex(
  forms: readonly OfferedRewrite[],
  entry: WorkloadEntry,
  advice: Advice,
  least: number,
  lab: Lab,
  opened: OpenedSource,
  context: FormContext,
): Promise<FormWithIndex | undefined> {
  let best: FormWithIndex | undefined;
  if (context.options.dropOnly) return undefined;
  for (const form of forms) {
    const found = await adviceFor(form.sql, entry, advice, lab, opened, context);
    const after = found?.perQuery[0]?.costAfter;
    if (!found || after === undefined || after > least * worthAnIndex || after >= (best?.after ?? Infinity)) continue;
    const create = indexesOf(found, advice, opened, context.options.perTable);
    if (create && create.length > 0) best = { ...form, after, create };
  }
  return best;
}

async function adviceFor(
  sql: string,
  { samples, callsPerSecond }: WorkloadEntry,
  advice: Advice,
  lab: Lab,
  opened: OpenedSource,
  { lookups, statistics, options, clock, signal }: FormContext,
): Promise<Advice | undefined> {
  const { engine, traits, catalog, statistics: known } = opened;
  const taken = advice.create.reduce((sum, one) => sum + one.size.bytes, 0);
  try {
    const facts = await engine.readFacts(sql, catalog, traits, 'another form');
    const guarded = await guardedQuery(sql, facts, opened);
    return await advise({
      lab,
      engine,
      traits,
      catalog,
      lookups,
      statistics,
      known,
      queries: [
        {
          sql,
          facts: guarded?.facts ?? facts,
          ...(guarded ? { planned: guarded.query.planned } : {}),
          ...(samples ? { samples } : {}),
          ...(callsPerSecond === undefined ? {} : { callsPerSecond }),
        },
      ],
      options: {
        ...options,
        ...(options.budgetBytes === undefined ? {} : { budgetBytes: Math.max(0, options.budgetBytes - taken) }),
        timeLimitMilliseconds: searchOfForm.milliseconds,
        mostCalls: searchOfForm.calls,
      },
      progress: () => {},
      clock,
      signal,
    });
  } catch (error) {
    if (error instanceof RelvarError) return undefined;
    throw error;
  }
}

/** A form's indexes; nothing where a table would get more of them than is allowed. */
function indexesOf(
  found: Advice,
  advice: Advice,
  { engine, traits, catalog }: OpenedSource,
  perTable = Number.POSITIVE_INFINITY,
): readonly IndexOfForm[] | undefined {
  const there = new Set(advice.create.map(({ change }) => definitionOf(change)));
  const created = found.create.map(({ change, size }) => {
    const definition = definitionOf(change);
    const sql = there.has(definition)
      ? []
      : engine
          .renderAll([change], traits, catalog)
          .flat()
          .map(({ sql: text }) => text);
    return { definition, bytes: size.bytes, sql };
  });
  const tables = [...advice.create, ...found.create.filter((_, at) => created[at]?.sql.length !== 0)].map(
    ({ change }) => qualified(change.table),
  );
  const tooMany = tables.some((table) => tables.filter((one) => one === table).length > perTable);
  return tooMany ? undefined : created;
}

/** Nothing for a form that the engine does not plan. */
async function costOf(
  sql: string,
  { samples }: WorkloadEntry,
  lab: Lab,
  { engine, catalog, traits }: OpenedSource,
): Promise<number | undefined> {
  try {
    const guarded = await engine.underPolicies?.(sql, catalog, traits);
    return (await lab.plan({ sql: guarded?.planned ?? sql, ...(samples ? { samples } : {}) })).plan.root.totalCost;
  } catch (error) {
    if (error instanceof RelvarError) return undefined;
    throw error;
  }
}
