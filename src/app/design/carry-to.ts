import type { Blueprint, NewIndexOf } from '../../catalog/blueprint.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Traits } from '../../catalog/traits.ts';
import type { Design } from '../../design/model.ts';
import { portable } from '../../design/structure/portable.ts';
import { type DesignedQuery, designedQueries } from '../../design/structure/queries.ts';
import { structure } from '../../design/structure/structure.ts';
import type { CarriedDesigns } from '../../engines/blueprints.ts';
import type { Engine } from '../../engines/engine.ts';
import { defaultEngine, latest } from '../../engines/engines.ts';
import { RelvarError } from '../../findings/error.ts';
import { labOf } from '../../lab/labs.ts';
import { lossLines } from '../../output/convert.ts';
import { ended } from '../../output/migrations/migration.ts';
import { version } from '../../version.ts';
import { converted } from '../convert-command.ts';
import type { OpenedSource } from '../opened-source.ts';
import type { CarriedOut, DesignAbout } from './carry-out.ts';
import { designIndexes, withIndexes } from './indexes.ts';
import { labRefused } from './lab-refused.ts';
import { type DesignWorld, openScript } from './open-script.ts';
import { prove, statisticsOf, tablesOf, volumesOf } from './prove.ts';
import { readDesigned } from './read-queries.ts';
import type { KeptSummaries } from './summaries.ts';

/** Sums are added up anew each time: what keeps them is the designing engine's own. */
const nothingKept: KeptSummaries = { summaries: [], decisions: [], rows: new Map() };

/**
 * Carries a design out for an engine that takes over what another designs: the tables and indexes are made there, converted
 * as `relvar convert` does it, completed in the engine's own words, and proven on it: on the embedded one, or on a server
 * where one is given.
 */
export async function carryTo(design: Design, about: DesignAbout, world: DesignWorld): Promise<CarriedOut> {
  const { engine, target } = about;
  const { carriedDesigns: carried, dialect } = engine;
  const { blueprints } = defaultEngine;
  if (!carried || !blueprints)
    throw new RelvarError('engine-lacks', `this version designs no schemas for ${dialect.name}`);
  const designing = defaultEngine.traits(latest(defaultEngine));
  const wanted = target ?? latest(engine);
  const traits = engine.traits(wanted);
  const made = structure(design, { ...designing, partitioning: false });
  const { blueprint: plain, query, otherwise } = portable(made.blueprint);
  const queries = designedQueries(made).map((one): DesignedQuery => ({ ...one, query: query(one.query) }));
  const volumes = volumesOf(made);
  world.progress('writing the schema');
  const open = (blueprint: Blueprint) =>
    openScript(blueprints.script(unsearched(blueprint), designing, world.now), defaultEngine, undefined, world);
  const first = await open(plain);
  let indexes: readonly NewIndexOf[];
  try {
    const planned = queries.filter((one) => !one.query.search);
    const read = await readDesigned(planned, plain, blueprints, first);
    const wished = await designIndexes(first, statisticsOf(first, volumes, world.now), read, world);
    indexes = traits.partialIndexes ? wished : wished.filter((one) => !beginsKeyOfSome(one, plain));
  } finally {
    await first.close();
  }
  const whole = { ...plain, tables: withIndexes(plain.tables, indexes) };
  const second = await open(whole);
  let conversion: Awaited<ReturnType<typeof converted>>;
  try {
    const from = { ...second, catalog: inReadingOrder(second.catalog, whole) };
    conversion = await converted(from, engine, wanted, { ...world, holdsForms: true });
  } finally {
    await second.close();
  }
  const schema = scriptOf(conversion.statements, whole, indexes, { carried, traits, designing, engine });
  world.progress('proving the schema');
  const opened = await openScript(schema, engine, target, world);
  const servers: { close(): Promise<void> }[] = [opened];
  try {
    const blueprint = withoutLostDefaults(whole, opened.catalog);
    const proving = await provingOn(opened, about.lab, world, servers);
    const { proof, statistics } = await prove(
      { opened, schema, blueprint, made, queries, volumes, writing: carried, ...proving },
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
        tables: tablesOf(blueprint, made, nothingKept, statistics, opened),
        decisions: [...design.decisions, ...made.decisions],
        otherwise: [
          ...partsOf(design, designing),
          ...otherwise,
          ...carried.otherwise(whole),
          ...lossLines(
            conversion.losses.filter(
              ({ what }) =>
                !/^(?:trigger|function) /.test(what) && (traits.partialIndexes || !isKeyOfSome(what, second.catalog)),
            ),
          ),
        ],
        indexes: indexes.flatMap(({ change, why }) => {
          const table = opened.catalog.tables.find(({ name }) => name === change.table.name);
          const index = table?.indexes.find(({ name }) => name === change.name);
          return table && index
            ? [{ table: table.name, definition: definitionOf(table.name, index, traits), why }]
            : [];
        }),
        proof,
      },
      schema,
      volumes,
      opened,
    };
  } finally {
    for (const one of servers.reverse()) await one.close();
  }
}

/** A key of some rows alone is one of all rows where indexes are never partial, and serves what this one would. */
function beginsKeyOfSome({ change }: NewIndexOf, { tables }: Blueprint): boolean {
  const columns = change.keys.map(({ column, descending }) => (descending ? undefined : column));
  return (
    !change.unique &&
    tables.some(
      ({ name, uniques }) =>
        name === change.table.name &&
        uniques.some((key) => key.when.length > 0 && columns.every((column, at) => column === key.columns[at])),
    )
  );
}

/** The engine's own words beside the tables keep such a key: it is not lost. */
function isKeyOfSome(what: string, { tables }: Catalog): boolean {
  return tables.some(({ name, indexes }) =>
    indexes.some((one) => one.unique && one.predicate !== undefined && what === `index ${one.name} of ${name}`),
  );
}

/** Without what the designing engine alone finds words by. */
function unsearched(blueprint: Blueprint): Blueprint {
  return { ...blueprint, tables: blueprint.tables.map(({ search: _, ...table }) => table) };
}

function inReadingOrder(catalog: Catalog, { tables }: Blueprint): Catalog {
  const place = (name: string) => tables.findIndex((one) => one.name === name);
  return { ...catalog, tables: [...catalog.tables].sort((a, b) => place(a.name) - place(b.name)) };
}

/** Columns whose default the engine has no words for get their values from the application. */
function withoutLostDefaults(blueprint: Blueprint, { tables }: Catalog): Blueprint {
  return {
    ...blueprint,
    tables: blueprint.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) => {
        const found = tables.find((one) => one.name === table.name)?.columns.find(({ name }) => name === column.name);
        if (column.default === undefined || found?.default !== undefined) return column;
        const { default: _, ...rest } = column;
        return rest;
      }),
    })),
  };
}

/** Which tables would be parted where tables have parts. */
function partsOf(design: Design, traits: Traits): readonly string[] {
  return structure(design, traits).blueprint.tables.flatMap(({ name, partition }) =>
    partition
      ? [
          `${name} is one table: elsewhere it would be parted by the months of ${partition.column}, so that old rows go at once.`,
        ]
      : [],
  );
}

interface ScriptContext {
  readonly carried: CarriedDesigns;
  readonly traits: Traits;
  readonly designing: Traits;
  readonly engine: Engine;
}

/** The script: what was converted, each table with what its rows are, then what stands beside. */
function scriptOf(
  statements: readonly string[],
  blueprint: Blueprint,
  indexes: readonly NewIndexOf[],
  { carried, traits, designing, engine }: ScriptContext,
): string {
  const end = engine.inScripts?.ended ?? ended;
  const said = (why: string | undefined, sql: string) => `${why === undefined ? '' : `-- ${why}\n`}${end(sql)}`;
  const aboutOf = (sql: string): string | undefined => {
    const [, kind, name] = /^CREATE (?:UNIQUE )?(TABLE|INDEX) [`"]?(\w+)/i.exec(sql) ?? [];
    return kind?.toUpperCase() === 'INDEX'
      ? indexes.find(({ change }) => change.name === name)?.why
      : blueprint.tables.find((one) => kind !== undefined && one.name === name)?.about;
  };
  const rows = blueprint.tables.flatMap((table) =>
    carried.rows(table).map((sql, at) => said(at === 0 ? `What ${table.name} begins with.` : undefined, sql)),
  );
  return `${[
    `-- ${blueprint.title}\n-- Written by relvar design for ${traits.name}: made for ${designing.name}, and carried over. DESIGN.md says what is otherwise.`,
    ...carried.head.map(end),
    ...statements.map((sql) => said(aboutOf(sql), sql)),
    ...(rows.length > 0 ? [rows.join('\n')] : []),
    ...carried.beside(blueprint).map(({ why, sql }) => said(why, sql)),
  ].join('\n\n')}\n`;
}

/** Where rows are tried and queries planned: on the engine that is embedded, or on a server that is given. */
async function provingOn(
  { engine, lab: connection, version: own, catalog }: OpenedSource,
  url: string | undefined,
  { signal, progress }: DesignWorld,
  opened: { close(): Promise<void> }[],
) {
  const lab = await labOf(engine);
  if (lab.runs) {
    if (url !== undefined) throw labRefused(engine);
    return { rowsOn: connection, planner: await lab.open(connection, own), lab: `an embedded ${engine.dialect.name}` };
  }
  if (url === undefined || !lab.scratch || !lab.server) return { lab: lab.name };
  progress('building the schema in the lab');
  const rowsOn = await lab.scratch(url, catalog, undefined, signal);
  opened.push(rowsOn);
  const planner = await lab.server(url, catalog, signal);
  opened.push(planner);
  return { rowsOn, planner, lab: planner.name };
}

function definitionOf(table: string, index: Catalog['tables'][number]['indexes'][number], { quote }: Traits): string {
  const keys = index.keys.map(
    ({ column, expression, descending }) =>
      `${column === undefined ? `(${expression})` : quote(column)}${descending ? ' DESC' : ''}`,
  );
  const where = index.predicate === undefined ? '' : ` WHERE ${index.predicate}`;
  return `${index.unique ? 'unique ' : ''}${quote(index.name)} on ${quote(table)} (${keys.join(', ')})${where}`;
}
