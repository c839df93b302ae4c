import type { Design, Entity } from '../model.ts';

/** How many rows an entity has, and whether a person said so or the library supposes it. */
export interface Rows {
  readonly rows: number;
  readonly said: boolean;
}

/** The rows of every entity of which anything is told: a number, so many a day for a year, or so many for each of another. */
export function rowsOf(design: Design): ReadonlyMap<string, Rows> {
  const found = new Map<string, Rows>();
  const entities = new Map(design.entities.map((one) => [one.name, one]));
  const visit = (entity: Entity, open: ReadonlySet<string>): Rows | undefined => {
    const present = found.get(entity.name);
    if (present || open.has(entity.name)) return present;
    const { volume } = entity;
    if (!volume) return undefined;
    const said = volume.cause.kind === 'said';
    let rows = volume.rows ?? (volume.perDay === undefined ? undefined : volume.perDay * 365);
    let sure = said;
    if (rows === undefined && volume.each) {
      const owner = entities.get(volume.each.of);
      const of = owner && visit(owner, new Set([...open, entity.name]));
      if (of) {
        rows = of.rows * volume.each.number;
        sure = said && of.said;
      }
    }
    if (rows === undefined) return undefined;
    const made = { rows: Math.round(rows), said: sure };
    found.set(entity.name, made);
    return made;
  };
  for (const entity of design.entities) visit(entity, new Set());
  return found;
}
