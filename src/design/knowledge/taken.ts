import type { Access, Cause, Entity, Relation } from '../model.ts';
import { type Domain, type KnownEntity, roleOf } from './domain.ts';

/** An entity of the library with the domain it is of. */
export interface Taken {
  readonly domain: Domain;
  readonly entity: KnownEntity;
}

/** The entity of a design that is just as the library knows it. */
export function entityOf({ domain, entity }: Taken): Entity {
  const cause = causeOf(domain);
  const { name, about, attributes, keys = [], checks = [], identifiedBy, appendOnly, retention, volume } = entity;
  return {
    name,
    listed: false,
    about,
    attributes: attributes.map((one) => ({ ...one, cause })),
    keys: keys.map((one) => ({ ...one, cause })),
    checks: checks.map((one) => ({ ...one, cause })),
    ...(identifiedBy ? { identifiedBy } : {}),
    ...(appendOnly ? { appendOnly } : {}),
    ...(retention ? { retention: { ...retention, cause } } : {}),
    ...(volume
      ? {
          volume:
            'rows' in volume ? { rows: volume.rows, cause } : { each: { of: volume.of, number: volume.each }, cause },
        }
      : {}),
    cause,
  };
}

/** What it refers to. */
export function relationsOf({ domain, entity }: Taken): readonly Relation[] {
  return (entity.references ?? []).map((one) => ({
    from: entity.name,
    to: one.to,
    kind: one.one ? 'one-to-one' : 'many-to-one',
    role: roleOf(one),
    optional: one.optional ?? false,
    onDelete: one.onDelete,
    why: one.about,
    cause: causeOf(domain),
  }));
}

/** How it is usually read. */
export function accessOf({ domain, entity }: Taken): readonly Access[] {
  return (entity.access ?? []).map((one) => ({ ...one, of: entity.name, cause: causeOf(domain) }));
}

function causeOf(domain: Domain): Cause {
  return { kind: 'known', words: domain.title };
}
