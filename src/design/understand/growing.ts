import type { Domain, KnownEntity } from '../knowledge/domain.ts';
import type { Draft, DraftEntity } from './draft.ts';
import { pathTo } from './reach.ts';

/** How many rows the library has for an entity. */
export function rowsOf(domain: Domain, entity: KnownEntity, depth = 0): number | undefined {
  const { volume } = entity;
  if (!volume || depth > 8) return undefined;
  if ('rows' in volume) return volume.rows;
  const parent = domain.entities.find((one) => one.name === volume.of);
  const rows = parent && rowsOf(domain, parent, depth + 1);
  return rows === undefined ? undefined : Math.max(1, Math.round(rows * volume.each));
}

/**
 * What a dashboard by another thing and by time adds up: of all that belongs to one of these things, by way of references,
 * what there is most of. Sales are counted by category and day, and not the products that were entered.
 */
export function growingUnder(draft: Draft, thing: DraftEntity): DraftEntity | undefined {
  const found = [...draft.entities.values()]
    .filter((one) => one !== thing && !/_(?:history|translation|log|address)$/.test(one.name))
    .map((one) => ({ one, path: pathTo(draft, one, thing), rows: expected(one) }))
    .filter(({ path }) => path !== undefined);
  const steps = (path = '') => path.split('.').length;
  // Of the same number the farther is more of a happening: what refers to what refers to the thing.
  return found.sort((a, b) => b.rows - a.rows || steps(b.path) - steps(a.path))[0]?.one;
}

/** Rows after a year: as told, else as the library has it; 0 where nobody knows. */
function expected({ volume, known }: DraftEntity): number {
  if (volume?.perDay !== undefined) return volume.perDay * 365;
  return volume?.rows ?? (known ? rowsOf(known.domain, known.entity) : undefined) ?? 0;
}
