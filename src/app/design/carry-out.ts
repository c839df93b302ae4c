import type { Blueprint } from '../../catalog/blueprint.ts';
import type { Volumes } from '../../config/volumes.ts';
import type { Design } from '../../design/model.ts';
import { designedQueries } from '../../design/structure/queries.ts';
import { structure } from '../../design/structure/structure.ts';
import type { Engine } from '../../engines/engine.ts';
import { latest } from '../../engines/engines.ts';
import { labOf } from '../../lab/labs.ts';
import type { DesignReport } from '../../output/design/report.ts';
import { version } from '../../version.ts';
import type { OpenedSource } from '../opened-source.ts';
import { carryTo } from './carry-to.ts';
import { designIndexes, withIndexes } from './indexes.ts';
import { labRefused } from './lab-refused.ts';
import { type DesignWorld, openScript } from './open-script.ts';
import { prove, statisticsOf, tablesOf, volumesOf, withRows } from './prove.ts';
import { readDesigned } from './read-queries.ts';
import { type KeptSummaries, keepSummaries, readingSummaries, withSummaries } from './summaries.ts';

/** A design that was carried out: what it became, and the proof. */
export interface CarriedOut {
  readonly report: DesignReport;
  readonly schema: string;
  readonly volumes: Volumes;
  /** The lab with the schema is closed. */
  readonly opened: OpenedSource;
}

/** Where a design comes from, and for what it is made. */
export interface DesignAbout {
  readonly source: string;
  readonly proposer: string;
  readonly engine: Engine;
  readonly target: string | undefined;
  /** The URL of a server that proves it, for an engine that is not embedded. */
  readonly lab: string | undefined;
}

/**
 * Gives a design its tables, has the engine write them, chooses indexes by the planner, and proves the whole: it loads,
 * rows go in, bad ones do not, every query is planned at its size and at ten times it, the rules are asked. For an engine
 * that takes designs of others over it is made by one that writes them, and carried to it.
 */
export async function carryOut(design: Design, about: DesignAbout, world: DesignWorld): Promise<CarriedOut> {
  const { engine, target } = about;
  const { blueprints } = engine;
  if (!blueprints) return await carryTo(design, about, world);
  if (about.lab !== undefined) throw labRefused(engine);
  const traits = engine.traits(target ?? latest(engine));
  const made = structure(design, traits);
  const stated = volumesOf(made);
  world.progress('writing the schema');
  const first = await openScript(blueprints.script(made.blueprint, traits, world.now), engine, target, world);
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
  const opened = await openScript(schema, engine, target, world);
  try {
    const lab = await labOf(engine);
    const { proof, statistics } = await prove(
      {
        opened,
        schema,
        blueprint,
        made,
        queries: readingSummaries(designedQueries(made), kept).queries,
        volumes,
        writing: blueprints,
        rowsOn: opened.lab,
        planner: await lab.open(opened.lab, opened.version),
        lab: `an embedded ${engine.dialect.name}`,
      },
      world,
    );
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
        otherwise: [],
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
