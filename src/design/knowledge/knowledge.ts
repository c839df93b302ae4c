import type { Domain, KnownEntity } from './domain.ts';
import { domain as library } from './domains/library.ts';
import { domain as shop } from './domains/shop.ts';

/** Every domain of the library, in the order of their names. */
export const domains: readonly Domain[] = [library, shop];

/** An entity of the library, with the domain that its references are of. */
export interface Known {
  readonly domain: Domain;
  readonly entity: KnownEntity;
}

/**
 * What the library knows under a name (singular; words parted by spaces or underscores): the entity of that name or
 * that has it as a synonym. Names come before synonyms, and domains in the order given before all others.
 */
export function entitiesNamed(name: string, preferred: readonly string[] = []): readonly Known[] {
  const wanted = name.toLowerCase().replaceAll(/[\s_-]+/g, '_');
  const ranked = [...domains].sort((a, b) => rank(a, preferred) - rank(b, preferred));
  const named = (by: (entity: KnownEntity) => readonly string[]) =>
    ranked.flatMap((domain) =>
      domain.entities
        .filter((entity) => by(entity).some((one) => one.replaceAll(' ', '_') === wanted))
        .map((entity) => ({ domain, entity })),
    );
  return [...named((entity) => [entity.name]), ...named((entity) => entity.synonyms ?? [])];
}

function rank({ name }: Domain, preferred: readonly string[]): number {
  const at = preferred.indexOf(name);
  return at === -1 ? preferred.length : at;
}
