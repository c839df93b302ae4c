import type { Design, Entity } from '../model.ts';

export interface EntityVolume {
  readonly rows: number;
  /** Of the present rows, a month. */
  readonly growthPerMonth?: number;
  readonly writesPerSecond?: number;
  /** Where it comes from, a clause. */
  readonly why: string;
  readonly said: boolean;
}

/** How many rows each entity has, from what is said, known and so many for each of another; nothing where all is open. */
export function entityVolumes(design: Pick<Design, 'entities'>): ReadonlyMap<string, EntityVolume> {
  const byName = new Map(design.entities.map((one) => [one.name, one]));
  const found = new Map<string, EntityVolume | undefined>();
  const open = new Set<string>();
  const of = (entity: Entity): EntityVolume | undefined => {
    if (found.has(entity.name)) return found.get(entity.name);
    if (open.has(entity.name)) return undefined;
    open.add(entity.name);
    const made = volumeOf(entity, (name) => {
      const other = byName.get(name);
      return other && of(other);
    });
    open.delete(entity.name);
    found.set(entity.name, made);
    return made;
  };
  const all = new Map<string, EntityVolume>();
  for (const entity of design.entities) {
    const volume = of(entity);
    if (volume) all.set(entity.name, volume);
  }
  return all;
}

/** A month has so many days. */
const month = 30.4;

function volumeOf(
  { volume, retention }: Entity,
  other: (name: string) => EntityVolume | undefined,
): EntityVolume | undefined {
  if (!volume) return undefined;
  const { rows, perDay, growthPerYear, each, cause } = volume;
  const said = cause.kind === 'said';
  if (rows !== undefined || perDay !== undefined) {
    // No older rows are there than are kept.
    const days = retention?.cause.kind === 'said' ? Math.min(365, retention.months * month) : 365;
    const present = Math.max(1, Math.round(rows ?? (perDay ?? 0) * days));
    const growth =
      perDay !== undefined
        ? (perDay * month) / present
        : growthPerYear === undefined
          ? undefined
          : growthPerYear ** (1 / 12) - 1;
    return {
      rows: present,
      ...(growth === undefined ? {} : { growthPerMonth: growth }),
      ...(perDay === undefined ? {} : { writesPerSecond: perDay / 86_400 }),
      why:
        rows === undefined
          ? `${days === 365 ? 'a year' : `${retention?.months} months`} of "${cause.words}"`
          : said
            ? `"${cause.words}"`
            : `usual: ${cause.words}`,
      said,
    };
  }
  const parent = each && other(each.of);
  if (!each || !parent) return undefined;
  return {
    rows: Math.max(1, Math.round(parent.rows * each.number)),
    ...(parent.growthPerMonth === undefined ? {} : { growthPerMonth: parent.growthPerMonth }),
    ...(parent.writesPerSecond === undefined ? {} : { writesPerSecond: parent.writesPerSecond * each.number }),
    why: `${each.number} for each ${each.of.replaceAll('_', ' ')}`,
    said: said && parent.said,
  };
}
