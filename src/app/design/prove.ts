import { type Blueprint, relationsOf } from '../../catalog/blueprint.ts';
import { qualified } from '../../catalog/names.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import { type DeclaredTable, type Volumes, withVolumes } from '../../config/volumes.ts';
import type { DesignedQuery } from '../../design/structure/queries.ts';
import type { Structure } from '../../design/structure/structure.ts';
import type { DesignWriting } from '../../engines/blueprints.ts';
import type { Connection } from '../../engines/connection.ts';
import type { Lab } from '../../lab/lab.ts';
import type { DesignedPlan, DesignProof, DesignReport, LeftFinding, ProvenQuery } from '../../output/design/report.ts';
import { deriveStatistics } from '../../scale/derive/derive.ts';
import { millisecondsFor } from '../../scale/page-time.ts';
import type { OpenedSource } from '../opened-source.ts';
import { review } from '../review.ts';
import { selectRules } from '../select-rules.ts';
import { explained } from './explained.ts';
import type { DesignWorld } from './open-script.ts';
import { planAll } from './plans.ts';
import { type ReadQuery, readDesigned } from './read-queries.ts';
import { trySamples } from './samples.ts';
import type { KeptSummaries } from './summaries.ts';

/** A schema that was loaded, with what it is to be proven by. */
export interface Provable {
  readonly opened: OpenedSource;
  readonly schema: string;
  readonly blueprint: Blueprint;
  readonly made: Structure;
  readonly queries: readonly DesignedQuery[];
  readonly volumes: Volumes;
  readonly writing: DesignWriting;
  /** Where rows are tried; absent where no engine is here. */
  readonly rowsOn?: Connection;
  /** Where queries are planned; absent where no engine is here. */
  readonly planner?: Lab;
  /** In which it was loaded, for people. */
  readonly lab: string;
}

/** Proves it: rows go in, bad ones do not, every query is planned at its size and at ten times it, the rules are asked. */
export async function prove(
  { opened, schema, blueprint, made, queries, volumes, writing, rowsOn, planner, lab }: Provable,
  world: DesignWorld,
): Promise<{ readonly proof: DesignProof; readonly statistics: Statistics }> {
  const statistics = statisticsOf(opened, volumes, world.now);
  const sampled = rowsOn
    ? await trySamples(rowsOn, writing, blueprint, world)
    : { goodRows: 0, refused: 0, effects: 0, wrong: [] };
  const read = await readDesigned(queries, blueprint, writing, opened);
  world.progress('asking the rules of the review');
  const findings = await findingsOf(opened, volumes, made, world);
  world.progress('planning the queries at ten times the size');
  const plans = planner ? await planAll(planner, opened, statistics, read) : [];
  return {
    statistics,
    proof: {
      lab,
      tried: rowsOn !== undefined,
      statements: schema.split(/;\n/).length - 1,
      ...sampled,
      queries: read.map((one, at) => provenQuery(one, plans[at], opened)),
      ...findings,
    },
  };
}

export function volumesOf({ volumes, names }: Structure): Volumes {
  const tables: Record<string, DeclaredTable> = {};
  for (const [entity, { rows, growthPerMonth, writesPerSecond }] of volumes) {
    tables[names.table(entity)] = {
      rows,
      ...(growthPerMonth === undefined ? {} : { growthPerMonth }),
      ...(writesPerSecond === undefined ? {} : { writesPerSecond }),
    };
  }
  return { tables, settings: {}, from: 'the description' };
}

export function withRows(volumes: Volumes, { rows }: KeptSummaries): Volumes {
  const more = Object.fromEntries([...rows].map(([name, number]) => [name, { rows: number }]));
  return { ...volumes, tables: { ...volumes.tables, ...more } };
}

export function statisticsOf(opened: OpenedSource, volumes: Volumes, now: Date): Statistics {
  const { catalog, engine, traits } = opened;
  const known = withVolumes(catalog, opened.statistics, volumes, traits.defaultSchema).statistics;
  return deriveStatistics(catalog, known, { sizes: engine.sizes, traits, now });
}

async function findingsOf(
  opened: OpenedSource,
  volumes: Volumes,
  made: Structure,
  world: DesignWorld,
): Promise<Pick<DesignProof, 'findings' | 'score'>> {
  const known = withVolumes(opened.catalog, opened.statistics, volumes, opened.traits.defaultSchema).statistics;
  const report = await review(
    { ...opened, statistics: known },
    {
      selection: selectRules([], [], {}),
      config: {},
      tables: [],
      command: 'relvar review',
      now: world.now,
      progress: () => {},
    },
  );
  const findings: LeftFinding[] = report.findings.map((finding) => {
    const because = explained(finding, made);
    return because === undefined ? { finding } : { finding, because };
  });
  return { findings, score: report.score.value };
}

function provenQuery(
  { designed, sql }: ReadQuery,
  plans: { readonly today: DesignedPlan; readonly tenfold: DesignedPlan } | undefined,
  { traits }: OpenedSource,
): ProvenQuery {
  const { access, query, said } = designed;
  return {
    name: query.name,
    said,
    words: access.cause.words,
    sql,
    query,
    ...(access.perHour === undefined ? {} : { perHour: access.perHour }),
    ...(access.without === undefined ? {} : { without: access.without }),
    ...(access.goalMilliseconds === undefined ? {} : { goalMilliseconds: access.goalMilliseconds }),
    ...(plans
      ? {
          ...plans,
          served: plans.tenfold.whole.length === 0,
          ...(traits.costsPages ? { tenfoldMilliseconds: millisecondsFor(plans.tenfold.cost) } : {}),
        }
      : {}),
    summary: query.summary !== undefined,
  };
}

/** Bytes of the partitions of a table. */
function partsOf(name: string, { catalog }: OpenedSource, statistics: Statistics): number {
  const parts = catalog.tables.filter((one) => one.partitionOf?.parent.name === name);
  return parts.reduce((sum, one) => sum + (statistics.tables[qualified(one)]?.totalBytes ?? 0), 0);
}

export function tablesOf(
  blueprint: Blueprint,
  made: Structure,
  kept: KeptSummaries,
  statistics: Statistics,
  opened: OpenedSource,
): DesignReport['tables'] {
  const entities = new Map(made.design.entities.map((one) => [made.names.table(one.name), one.name]));
  return relationsOf(blueprint).map((table) => {
    const known = statistics.tables[qualified({ schema: opened.traits.defaultSchema, name: table.name })];
    const entity = entities.get(table.name) ?? table.name;
    const volume = made.volumes.get(entity);
    return {
      name: table.name,
      entity,
      about: table.about,
      columns: table.columns.length + (table.search ? 1 : 0),
      rows: known?.rows ?? 0,
      bytes: (known?.totalBytes ?? 0) + partsOf(table.name, opened, statistics),
      ...(volume?.growthPerMonth === undefined ? {} : { growthPerMonth: volume.growthPerMonth }),
      rowsWhy:
        volume?.why ?? (kept.rows.has(table.name) ? 'one for each group' : 'presumed from its name and references'),
    };
  });
}
