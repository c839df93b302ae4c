import { type Blueprint, relationsOf } from '../../catalog/blueprint.ts';
import { qualified } from '../../catalog/names.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import { type DeclaredTable, type Volumes, withVolumes } from '../../config/volumes.ts';
import type { Design } from '../../design/model.ts';
import { designedQueries } from '../../design/structure/queries.ts';
import { type Structure, structure } from '../../design/structure/structure.ts';
import { defaultEngine } from '../../engines/engines.ts';
import type { DesignProof, DesignReport, LeftFinding, ProvenQuery } from '../../output/design/report.ts';
import { deriveStatistics } from '../../scale/derive/derive.ts';
import { version } from '../../version.ts';
import type { OpenedSource } from '../opened-source.ts';
import { review } from '../review.ts';
import { selectRules } from '../select-rules.ts';
import { explained } from './explained.ts';
import { designIndexes, withIndexes } from './indexes.ts';
import { type DesignWorld, openScript } from './open-script.ts';
import { planAll } from './plans.ts';
import { type ReadQuery, readDesigned } from './read-queries.ts';
import { trySamples } from './samples.ts';
import { type KeptSummaries, keepSummaries, readingSummaries, withSummaries } from './summaries.ts';

/** The version that a schema is written for where nothing else is said: that of the embedded engine. */
const latest = '18';

/** A design that was carried out: what it became, and the proof. */
export interface CarriedOut {
  readonly report: DesignReport;
  readonly schema: string;
  readonly volumes: Volumes;
  /** The lab with the schema is closed. */
  readonly opened: OpenedSource;
}

/**
 * Gives a design its tables, has the engine write them, chooses indexes by the planner, and proves the whole: it loads,
 * rows go in, bad ones do not, every query is planned at its size and at ten times it, the rules are asked.
 */
export async function carryOut(
  design: Design,
  about: { readonly source: string; readonly proposer: string; readonly target: string | undefined },
  world: DesignWorld,
): Promise<CarriedOut> {
  const engine = defaultEngine;
  const { blueprints } = engine;
  if (!blueprints) throw new Error(`nothing is designed for ${engine.id}`);
  const traits = engine.traits(about.target ?? latest);
  const made = structure(design, traits);
  const stated = volumesOf(made);
  world.progress('writing the schema');
  const first = await openScript(blueprints.script(made.blueprint, traits, world.now), about.target, world);
  let blueprint: Blueprint = made.blueprint;
  let indexes: Awaited<ReturnType<typeof designIndexes>> = [];
  let kept: KeptSummaries;
  try {
    const queries = await readDesigned(designedQueries(made), blueprint, blueprints, first);
    const statistics = statisticsOf(first, stated, world.now);
    kept = await keepSummaries(first, statistics, queries, made, world);
    const rest = queries.filter(({ designed }) => readingSummaries([designed], kept).kept.size === 0);
    indexes = await designIndexes(first, statistics, rest, world);
    blueprint = withSummaries({ ...blueprint, tables: withIndexes(blueprint.tables, indexes) }, kept);
  } finally {
    await first.close();
  }
  const volumes = withRows(stated, kept);
  const schema = blueprints.script(blueprint, traits, world.now);
  world.progress('proving the schema');
  const opened = await openScript(schema, about.target, world);
  try {
    const statistics = statisticsOf(opened, volumes, world.now);
    const sampled = await trySamples(opened.lab, blueprints.samples(blueprint));
    const asked = readingSummaries(designedQueries(made), kept).queries;
    const queries = await readDesigned(asked, blueprint, blueprints, opened);
    const findings = await findingsOf(opened, volumes, made, world);
    world.progress('planning the queries at ten times the size');
    const plans = await planAll(opened, statistics, queries);
    const proof: DesignProof = {
      statements: schema.split(/;\n/).length - 1,
      ...sampled,
      queries: queries.map((one, at) => provenQuery(one, plans[at])),
      ...findings,
    };
    return {
      report: {
        tool: { name: 'relvar', version },
        source: about.source,
        engine: traits.name,
        proposer: about.proposer,
        design: made.design,
        blueprint,
        tables: tablesOf(blueprint, made, kept, statistics, opened),
        decisions: [...design.decisions, ...made.decisions, ...kept.decisions],
        indexes: indexes.map(({ change, why }) => ({
          table: change.table.name,
          definition: blueprints.index(change),
          why,
        })),
        proof,
      },
      schema,
      volumes,
      opened,
    };
  } finally {
    await opened.close();
  }
}

function volumesOf({ volumes, names }: Structure): Volumes {
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

function withRows(volumes: Volumes, { rows }: KeptSummaries): Volumes {
  const more = Object.fromEntries([...rows].map(([name, number]) => [name, { rows: number }]));
  return { ...volumes, tables: { ...volumes.tables, ...more } };
}

function statisticsOf(opened: OpenedSource, volumes: Volumes, now: Date): Statistics {
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
  plans: { readonly today: ProvenQuery['today']; readonly tenfold: ProvenQuery['tenfold'] } | undefined,
): ProvenQuery {
  if (!plans) throw new Error(`no plan for ${designed.query.name}`);
  const { access, query, said } = designed;
  return {
    name: query.name,
    said,
    words: access.cause.words,
    sql,
    query,
    ...(access.perHour === undefined ? {} : { perHour: access.perHour }),
    ...(access.goalMilliseconds === undefined ? {} : { goalMilliseconds: access.goalMilliseconds }),
    ...plans,
    served: plans.tenfold.whole.length === 0,
    summary: query.summary !== undefined,
  };
}

/** Bytes of the partitions of a table. */
function partsOf(name: string, { catalog }: OpenedSource, statistics: Statistics): number {
  const parts = catalog.tables.filter((one) => one.partitionOf?.parent.name === name);
  return parts.reduce((sum, one) => sum + (statistics.tables[qualified(one)]?.totalBytes ?? 0), 0);
}

function tablesOf(
  blueprint: Blueprint,
  made: Structure,
  kept: KeptSummaries,
  statistics: Statistics,
  opened: OpenedSource,
): DesignReport['tables'] {
  const entities = new Map(made.design.entities.map((one) => [made.names.table(one.name), one.name]));
  return relationsOf(blueprint).map((table) => {
    const known = statistics.tables[qualified({ schema: 'public', name: table.name })];
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
