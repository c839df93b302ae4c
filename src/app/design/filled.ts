import type { Blueprint } from '../../catalog/blueprint.ts';
import type { Engine } from '../../engines/engine.ts';
import type { Filling } from '../../output/design/migration.ts';

/**
 * Rows that a migration between two designs brings: those that new tables begin with, new ones of tables that are there,
 * and sums of the rows that are there.
 */
export function filled(
  before: Blueprint,
  after: Blueprint,
  { blueprints, carriedDesigns }: Pick<Engine, 'blueprints' | 'carriedDesigns'>,
): readonly Filling[] {
  const writing = blueprints ?? carriedDesigns;
  const found: Filling[] = [];
  for (const table of after.tables) {
    const old = before.tables.find((one) => one.name === table.name);
    const had = new Set(old?.rows?.map((row) => JSON.stringify(row)));
    const rows = (table.rows ?? []).filter((row) => !had.has(JSON.stringify(row)));
    if (rows.length > 0)
      found.push({
        table: table.name,
        isNew: old === undefined,
        title: `Rows that ${table.name} ${old === undefined ? 'begins with' : 'has besides'}`,
        statements: writing?.rows({ ...table, rows }) ?? [],
      });
  }
  for (const one of after.summaries ?? []) {
    const old = before.summaries?.some((two) => two.shape.name === one.shape.name && two.kept === one.kept);
    if (one.kept === 'table' && !old)
      found.push({
        table: one.shape.name,
        isNew: false,
        title: `Add up in ${one.shape.name} the rows that are there`,
        statements: blueprints?.fill(one, after) ?? [],
      });
  }
  return found;
}
