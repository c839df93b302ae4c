import type { Catalog } from '../../catalog/catalog.ts';
import { nameMap } from '../../catalog/name-map.ts';
import { sameName } from '../../catalog/names.ts';
import { objectKey } from '../../catalog/object.ts';
import type { Table } from '../../catalog/table.ts';
import { type Volumes, withVolumes } from '../../config/volumes.ts';
import type { MigrationDialect, MovedValues } from '../../engines/applying.ts';
import { type Filling, type MovedRows, migrationFile, type Unfilled } from '../../output/design/migration.ts';
import { compare } from '../diff/compare.ts';
import { planBetween } from '../migrate/plan-between.ts';
import { ratesOf } from '../migrate/rates.ts';
import type { OpenedSource } from '../opened-source.ts';
import { movedValues, schemaBetween } from './moved.ts';
import { type DesignWorld, openScript } from './open-script.ts';

/**
 * The migration between two schemas of a design, by the planner: online at the stated sizes, and with places to fill in
 * for columns that rows have no value for.
 */
export async function migrationBetween(
  from: OpenedSource,
  to: OpenedSource,
  volumes: Volumes,
  fillings: readonly Filling[],
  target: string | undefined,
  world: DesignWorld,
): Promise<string> {
  const { catalog, traits, engine } = from;
  const { statistics } = withVolumes(catalog, from.statistics, volumes, traits.defaultSchema);
  const { renamed: found } = await compare(from, to, {
    answers: new Map(),
    ask: async () => undefined,
    filter: (one) => one,
  });
  const renamed = new Set(found.flatMap((one) => [one.from, one.to]));
  const missing = unfilled(from, to).filter(
    ({ table, column }) => !renamed.has(objectKey({ kind: 'column', schema: table.schema, of: table, name: column })),
  );
  const moved = movedValues(catalog, to.catalog, renamed);
  const begins = fillings.filter((one) => one.isNew);
  const begun = catalog.tables.map((one) => one.name);
  const rowsOf = to.catalog.tables.filter(
    ({ name }) => !begun.includes(name) && begins.some((one) => one.table === name),
  );
  const dialect = engine.applying.migrations;
  const fills = { unfilled: missing, fillings, moved: moved.map((one) => movedRows(one, to.catalog, dialect)) };
  const planned = async (first: OpenedSource, second: OpenedSource) => {
    const { plan } = await planBetween(first, second, {
      ...world,
      mode: 'zero-downtime',
      known: await ratesOf({}, [], undefined),
      told: new Map(),
      intents: [],
      unasked: true,
      rehearsesUndos: false,
    });
    return plan;
  };
  const sized = (one: OpenedSource): OpenedSource => ({
    ...one,
    statistics: withVolumes(one.catalog, one.statistics, volumes, traits.defaultSchema).statistics,
  });
  if (missing.length === 0 && moved.length === 0 && rowsOf.length === 0)
    return migrationFile([await planned({ ...from, statistics }, to)], fills, dialect, world.now);
  const between = schemaBetween(catalog, to.catalog, moved, missing, rowsOf);
  const script = engine.applying.schemaSql(between, from.version);
  const opened = await openScript(script, engine, target, world);
  try {
    const plans = [await planned({ ...from, statistics }, opened)];
    plans.push(await planned(sized(opened), to));
    return migrationFile(plans, fills, dialect, world.now);
  } finally {
    await opened.close();
  }
}

/** How values go over, and what of them has no place. */
function movedRows(moved: MovedValues, { tables }: Catalog, dialect: MigrationDialect): MovedRows {
  const { from, into, values, matching, adds } = moved;
  const stays = tables.some((one) => sameName(one, from));
  const what = values.map(({ of }) => of).join(', ');
  return {
    title: adds
      ? `Put ${what} of the rows of ${from.name} into ${into.name}`
      : `Put ${what} of ${from.name} into the rows of ${into.name}`,
    statements: dialect.move(moved),
    ...(adds || stays
      ? {}
      : {
          lost: `Where several rows of ${from.name} have the same ${matching.map(({ of }) => of).join(', ')}, the first ${what} is kept: the others are lost with ${from.name}.`,
        }),
  };
}

/** Columns that are demanded of rows which are there, and that no default fills. */
function unfilled({ catalog, engine }: OpenedSource, to: OpenedSource): readonly Unfilled[] {
  const before = nameMap<Table>();
  for (const table of catalog.tables) before.set(table, table);
  return to.catalog.tables.flatMap((table) => {
    const old = before.get(table);
    if (!old || table.partitionOf) return [];
    return table.columns
      .filter((one) => !one.nullable && one.default === undefined && !one.identity && !one.generated)
      .filter(({ name }) => old.columns.find((own) => own.name === name)?.nullable ?? true)
      .map(({ name }) => ({
        table: { schema: table.schema, name: table.name },
        column: name,
        statement: engine.applying.migrations.fill(table, name),
      }));
  });
}
