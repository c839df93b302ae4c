import type { Blueprint, BlueprintSummary, NewIndexOf, TimeUnit } from '../../catalog/blueprint.ts';
import { qualified } from '../../catalog/names.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import type { Decision } from '../../design/model.ts';
import type { DesignedQuery } from '../../design/structure/queries.ts';
import type { Structure } from '../../design/structure/structure.ts';
import { type Keepable, keepable, keptAs, keptHow, keptName, readingQuery } from '../../design/structure/summaries.ts';
import { embeddedLab } from '../../lab/embedded-lab.ts';
import { short } from '../../output/words.ts';
import { grow } from '../../scale/grow.ts';
import { millisecondsFor } from '../../scale/page-time.ts';
import type { OpenedSource } from '../opened-source.ts';
import { designIndexes } from './indexes.ts';
import type { DesignWorld } from './open-script.ts';
import type { ReadQuery } from './read-queries.ts';

/** How long a summary may take where nothing is said, in milliseconds: whoever looks at a dashboard waits a second. */
const usualGoal = 1000;
/** Sums that are more than a quarter as many as the rows save little. */
const worthwhile = 1 / 4;
/** So much of the time between two refreshes may go into one. */
const refreshShare = 0.05;
const intervals = [15, 60, 360, 1440];

/** What is kept added up, and what follows from it. */
export interface KeptSummaries {
  readonly summaries: readonly BlueprintSummary[];
  readonly decisions: readonly Decision[];
  /** Rows of each, by name. */
  readonly rows: ReadonlyMap<string, number>;
}

interface Late {
  readonly one: Keepable;
  readonly goal: number;
  /** Milliseconds of the query as it stands, with the best indexes that were found for it. */
  readonly today: number;
  readonly tenfold: number;
}

/**
 * Keeps what queries add up where they cannot meet their goal otherwise: where the planner prices them beyond it at ten
 * times the rows even with indexes of their own.
 */
export async function keepSummaries(
  opened: OpenedSource,
  statistics: Statistics,
  queries: readonly ReadQuery[],
  made: Structure,
  world: DesignWorld,
): Promise<KeptSummaries> {
  const asked = queries.flatMap((query) => {
    const { designed } = query;
    const one = designed.said || designed.access.goalMilliseconds !== undefined ? keepable(designed, made) : undefined;
    return one ? [{ query, one, goal: designed.access.goalMilliseconds ?? usualGoal }] : [];
  });
  const late = asked.length === 0 ? [] : await lateOnes(opened, statistics, asked, world);
  const summaries: BlueprintSummary[] = [];
  const decisions: Decision[] = [];
  const rows = new Map<string, number>();
  const taken = new Set(made.blueprint.tables.map((one) => one.name));
  for (const { one, goal, today, tenfold } of late) {
    const { designed, holds } = one;
    const all = statistics.tables[qualified({ schema: 'public', name: holds.table })]?.rows ?? 0;
    const groups = groupsOf(one, statistics, made);
    const takes = `adding up takes about ${time(today)} today and ${time(tenfold)} at ten times the rows, at 0.1 ms for each page, and ${designed.access.goalMilliseconds === undefined ? `more than ${time(usualGoal)} is long to wait` : `the goal is ${time(goal)}`}`;
    if (groups > all * worthwhile) {
      decisions.push({
        at: designed.access.of,
        what: `"${designed.query.name}" adds up the rows of ${holds.table} each time.`,
        why: `${takes}; sums would be nearly as many as the rows, and are not kept`,
        instead: 'A shorter range of time, or sums of longer ones, would be read more quickly.',
        cause: designed.access.cause,
      });
      continue;
    }
    const kept = keptHow(one, opened.traits);
    if (!kept) continue;
    const same = summaries.findIndex(
      (two) => two.kept === kept && form(two.query) === form(holds) && two.shape.primaryKey.join() === one.key.join(),
    );
    const present = summaries[same];
    if (present) {
      summaries[same] = {
        ...present,
        serves: [...present.serves, { asked: designed.query, reads: readingQuery(one, present.shape.name) }],
      };
      continue;
    }
    const name = keptName(one, taken, opened.traits.identifierBytes);
    taken.add(name);
    rows.set(name, groups);
    const refresh = refreshFor(all, statistics, holds.table);
    const summary = keptAs(one, name, kept, refresh);
    summaries.push(withRankIndex(summary, groups));
    decisions.push({
      at: name,
      what: `What "${designed.query.name}" adds up is kept in ${name}, ${kept === 'view' ? `a materialized view that is refreshed ${everyMinutes(refresh)}` : 'a table that triggers write with each change'}; the query reads it.`,
      why: `${takes}; it has about ${short(groups)} rows instead of ${short(all)}`,
      instead: otherwise(one, kept, made),
      cause: designed.access.cause,
    });
  }
  return { summaries, decisions, rows };
}

function form(query: BlueprintSummary['query']): string {
  return JSON.stringify({ ...query, name: '' });
}

function otherwise(one: Keepable, kept: BlueprintSummary['kept'], { blueprint }: Structure): string {
  const fresh = one.designed.access.summary?.fresh === true;
  if (kept === 'table')
    return one.tenantColumn !== undefined && blueprint.tenancy
      ? 'A materialized view costs writers nothing, and has no policies: tenants would see each other’s sums.'
      : `A materialized view is cheaper to keep and never of this moment; with triggers, writers of the same ${one.per ?? 'group'} wait for each other.`;
  return fresh
    ? 'A table kept by triggers would be of this moment; it cannot be kept for sums over several tables or of what may be missing.'
    : 'A table kept by triggers would be of this moment ("live"), and writers of the same group would wait for each other; without either, all rows of the range are read each time.';
}

async function lateOnes(
  opened: OpenedSource,
  statistics: Statistics,
  asked: readonly { readonly query: ReadQuery; readonly one: Keepable; readonly goal: number }[],
  world: DesignWorld,
): Promise<readonly Late[]> {
  const { catalog, engine } = opened;
  const lab = await embeddedLab(opened.lab, opened.version);
  const grown = grow(catalog, statistics, 10, engine.sizes);
  const costs = async (known: Statistics, sqls: readonly string[], indexes: readonly NewIndexOf[]) => {
    await lab.believe(catalog, known);
    const plans = await lab.suppose(
      { changes: indexes.map((one) => one.change) },
      sqls.map((sql) => ({ sql })),
    );
    return plans.map((one) => ('error' in one ? 0 : millisecondsFor(one.plan.root.totalCost)));
  };
  const bare = await costs(
    grown,
    asked.map(({ query }) => query.sql),
    [],
  );
  const slow = asked.filter(({ goal }, at) => (bare[at] ?? 0) > goal);
  if (slow.length === 0) return [];
  world.progress('looking for what should be kept added up');
  const indexes = (
    await designIndexes(
      opened,
      statistics,
      slow.map(({ query }) => query),
      world,
    )
  ).filter(({ change }) => slow.some(({ one }) => one.holds.table === change.table.name));
  const sqls = slow.map(({ query }) => query.sql);
  const tenfold = await costs(grown, sqls, indexes);
  const today = await costs(statistics, sqls, indexes);
  return slow.flatMap(({ one, goal }, at) => {
    const later = tenfold[at] ?? 0;
    return later > goal ? [{ one, goal, today: today[at] ?? 0, tenfold: later }] : [];
  });
}

/** A year has so many of each. */
const perYear: Readonly<Record<TimeUnit, number>> = { hour: 8766, day: 365, week: 52, month: 12, year: 1 };

/** How many rows the sums have: the units of time that the rows span, times what else they are told for. */
function groupsOf(one: Keepable, statistics: Statistics, { volumes, design, names }: Structure): number {
  const { holds, per } = one;
  const table = (name: string) => statistics.tables[qualified({ schema: 'public', name })];
  const all = table(holds.table)?.rows ?? 0;
  const entity = design.entities.find((two) => names.table(two.name) === holds.table);
  const growth = entity && volumes.get(entity.name)?.growthPerMonth;
  // Rows that come in a year are the rows of a year; nothing is said: two years.
  const years = Math.min(
    growth === undefined ? 2 : 1 / Math.max(growth * 12, 0.1),
    (entity?.retention?.months ?? 120) / 12,
  );
  const units = per === undefined ? 1 : Math.max(1, Math.ceil(years * perYear[per]));
  const joined = new Map(holds.joins.map((two) => [two.as, two.table]));
  const others = (holds.summary?.groupBy ?? []).reduce((product, { of, column }) => {
    const stored = table(of === undefined ? holds.table : (joined.get(of) ?? of));
    const known = stored?.columns[column]?.distinct ?? -1;
    return product * Math.max(1, known >= 0 ? known : -known * (stored?.rows ?? 1));
  }, 1);
  return Math.max(1, Math.round(Math.min(all, units * others)));
}

/** How often a view is refreshed: each time reads the whole table, in its order. */
function refreshFor(rows: number, statistics: Statistics, table: string): number {
  const pages = statistics.tables[qualified({ schema: 'public', name: table })]?.pages ?? 0;
  // seq_page_cost 1 for each page, cpu_tuple_cost and two operators for each row.
  const minutes = millisecondsFor(pages + rows * 0.015) / 60_000;
  return intervals.find((one) => minutes <= one * refreshShare) ?? 1440;
}

/** The first of a ranking are found by an index where the sums are many. */
function withRankIndex(summary: BlueprintSummary, groups: number): BlueprintSummary {
  const { shape, serves } = summary;
  const ranked = serves.find(({ reads }) => reads.order.some((one) => one.descending))?.reads;
  const measure = ranked?.order[0]?.column;
  if (!ranked || measure === undefined || groups < 1000) return summary;
  const keys = [...ranked.equal.map(({ column }) => ({ column })), { column: measure, descending: true }];
  return {
    ...summary,
    shape: {
      ...shape,
      indexes: [
        {
          change: {
            kind: 'create index',
            table: { schema: 'public', name: shape.name },
            name: `${shape.name}_${measure}_idx`,
            keys,
          },
          why: `For: ${ranked.name}.`,
        },
      ],
    },
  };
}

function everyMinutes(minutes: number): string {
  if (minutes < 60) return `every ${minutes} minutes`;
  return minutes === 60 ? 'every hour' : minutes === 1440 ? 'once a day' : `every ${minutes / 60} hours`;
}

function time(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.max(1, Math.round(milliseconds))} ms`;
  const seconds = milliseconds / 1000;
  return seconds < 120 ? `${Number(seconds.toPrecision(2))} s` : `${Math.round(seconds / 60)} minutes`;
}

/** The design with what is kept: tables of sums among the others, and views beside them. */
export function withSummaries(blueprint: Blueprint, { summaries }: KeptSummaries): Blueprint {
  if (summaries.length === 0) return blueprint;
  return {
    ...blueprint,
    tables: [...blueprint.tables, ...summaries.flatMap((one) => (one.kept === 'table' ? [one.shape] : []))],
    summaries,
  };
}

/** The queries as they read what is kept; `kept` are those that do. */
export function readingSummaries(
  queries: readonly DesignedQuery[],
  { summaries }: KeptSummaries,
): { readonly queries: readonly DesignedQuery[]; readonly kept: ReadonlySet<DesignedQuery> } {
  const serves = summaries.flatMap((one) => one.serves);
  const kept = new Set<DesignedQuery>();
  const all = queries.map((one): DesignedQuery => {
    const served = serves.find(({ asked }) => JSON.stringify(asked) === JSON.stringify(one.query));
    if (!served) return one;
    const made = { ...one, query: served.reads };
    kept.add(made);
    return made;
  });
  return { queries: all, kept };
}
