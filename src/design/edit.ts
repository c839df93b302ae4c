import { amongOthers, type Domain, namesOf } from './knowledge/domain.ts';
import { accessOf, entityOf, relationsOf } from './knowledge/taken.ts';
import type { Access, Design, Entity, Relation } from './model.ts';

/** The design without entities: references to them fall away, with the keys, checks and queries on them. */
export function without(design: Design, names: ReadonlySet<string>): Design {
  const relations = design.relations.filter((one) => !names.has(one.from) && !names.has(one.to));
  const lost = (entity: string) =>
    new Set(design.relations.filter((one) => one.from === entity && names.has(one.to)).map((one) => one.role));
  const entities = design.entities
    .filter((one) => !names.has(one.name))
    .map((one): Entity => {
      const gone = lost(one.name);
      const stays = (used: readonly string[]) => !used.some((name) => gone.has(name));
      const { identifiedBy, volume, ...rest } = one;
      const each = volume?.each && !names.has(volume.each.of) ? volume.each : undefined;
      const { each: _, ...others } = volume ?? { cause: one.cause };
      return {
        ...rest,
        keys: one.keys.filter((key) => stays([...key.of, ...(key.when ? [key.when.attribute] : [])])),
        checks: one.checks.filter((check) => stays(namesOf(check))),
        ...(identifiedBy && stays(identifiedBy) ? { identifiedBy } : {}),
        ...(volume && (each || volume.rows !== undefined || volume.perDay !== undefined)
          ? { volume: { ...others, ...(each ? { each } : {}) } }
          : {}),
      };
    });
  const access = design.access.filter((one) => {
    const gone = lost(one.of);
    const used = [
      ...(one.equal ?? []),
      ...(one.absent ?? []),
      ...(one.order ?? []).map((two) => two.split(' ')[0] ?? ''),
    ];
    return !names.has(one.of) && !used.some((name) => gone.has(name.split('.')[0] ?? ''));
  });
  return {
    ...design,
    entities,
    relations,
    access,
    wishes: design.wishes
      .filter((one) => one.by === undefined || !names.has(one.by))
      .map((one) => ({ ...one, of: one.of.filter((name) => !names.has(name)) })),
  };
}

/**
 * The design with an entity of the library beside its own, and the references that it then has from and to them.
 * Nothing changes where it is there already.
 */
export function withKnown(design: Design, domain: Domain, name: string): Design {
  const added = domain.entities.find((one) => one.name === name);
  if (!added || design.entities.some((one) => one.name === name)) return design;
  const names = new Set([...design.entities.map((one) => one.name), name]);
  const taken = { domain, entity: amongOthers(added, names) };
  const relations: Relation[] = [...design.relations, ...relationsOf(taken)];
  const access: Access[] = [...design.access, ...accessOf(taken)];
  for (const own of design.entities) {
    const known = domain.entities.find((one) => one.name === own.name);
    if (!known || own.listed) continue;
    const roles = new Set(relations.filter((one) => one.from === own.name).map((one) => one.role));
    const missing = relationsOf({ domain, entity: known }).filter((one) => one.to === name && !roles.has(one.role));
    relations.push(...missing);
  }
  return {
    ...design,
    domains: [...new Set([...design.domains, domain.name])],
    entities: [...design.entities, entityOf(taken)],
    relations,
    access,
  };
}
