import type { BlueprintColumn, BlueprintTable } from '../../catalog/blueprint.ts';
import { capital, spoken } from '../../catalog/words.ts';
import type { Entity } from '../model.ts';
import type { Context } from './context.ts';
import type { KeyOfTable } from './keys.ts';

/** Rows of a table that nothing refers to and that gets so many a year are parted by month. */
const manyRowsAYear = 20_000_000;

/** So many parts stand ready. */
const readyMonths = 4;

/** Parts by month, of what grows without end and nothing refers to. */
export function partitionOf(
  entity: Entity,
  key: KeyOfTable,
  columns: readonly BlueprintColumn[],
  { design, volumes, decisions }: Context,
): BlueprintTable['partition'] {
  const volume = volumes.get(entity.name);
  const yearly = (volume?.rows ?? 0) * Math.min(12, (volume?.growthPerMonth ?? 0) * 12);
  const ages = entity.retention;
  const many = yearly >= manyRowsAYear || (ages !== undefined && (volume?.rows ?? 0) >= manyRowsAYear);
  if (!many || entity.listed || design.relations.some((one) => one.to === entity.name)) return undefined;
  const column =
    columns.find((one) => one.name === ages?.by && !one.nullable && one.meaning === 'instant') ??
    columns.find((one) => one.meaning === 'instant' && one.default === 'now' && !one.nullable);
  if (!column || entity.keys.length > 0) return undefined;
  // A part knows of its own rows alone: with the time in its key, a pair could be there once in each of them.
  if (key.kind !== 'surrogate' && !key.columns.includes(column.name)) return undefined;
  decisions.push({
    at: entity.name,
    what: `${capital(spoken(entity.name))} rows are parted by the months of ${column.name}, and ${column.name} is part of the primary key.`,
    why: `about ${Math.round(Math.max(yearly, volume?.rows ?? 0) / 1e6)}M rows a year: a month is dropped at once, and only recent parts are read and vacuumed`,
    instead: 'As one table it is simpler, and references can point at it.',
    cause: volume && entity.volume ? entity.volume.cause : entity.cause,
  });
  return { column: column.name, months: readyMonths };
}
