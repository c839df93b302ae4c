import { nameMap } from '../../catalog/name-map.ts';
import type { Table } from '../../catalog/table.ts';
import { type Volumes, withVolumes } from '../../config/volumes.ts';
import { type Filling, migrationFile, type Unfilled } from '../../output/design/migration.ts';
import { planBetween } from '../migrate/plan-between.ts';
import { ratesOf } from '../migrate/rates.ts';
import type { OpenedSource } from '../opened-source.ts';
import type { DesignWorld } from './open-script.ts';

/**
 * The migration between two schemas of a design, by the planner: online at the stated sizes, and with places to fill in
 * for columns that rows have no value for.
 */
export async function migrationBetween(
  from: OpenedSource,
  to: OpenedSource,
  volumes: Volumes,
  fillings: readonly Filling[],
  world: DesignWorld,
): Promise<string> {
  const { catalog, traits, engine } = from;
  const { statistics } = withVolumes(catalog, from.statistics, volumes, traits.defaultSchema);
  const missing = unfilled(from, to);
  const { plan } = await planBetween({ ...from, statistics }, to, {
    ...world,
    mode: 'zero-downtime',
    known: await ratesOf({}, [], undefined),
    told: new Map(),
    intents: [],
    unasked: true,
    rehearsesUndos: false,
  });
  return migrationFile(plan, missing, fillings, engine.applying.migrations, world.now);
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
