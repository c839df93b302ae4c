import type { Domain, KnownEntity } from './domain.ts';
import { domain as analytics } from './domains/analytics.ts';
import { domain as booking } from './domains/booking.ts';
import { domain as content } from './domains/content.ts';
import { domain as crm } from './domains/crm.ts';
import { domain as finance } from './domains/finance.ts';
import { domain as foodDelivery } from './domains/food-delivery.ts';
import { domain as games } from './domains/games.ts';
import { domain as health } from './domains/health.ts';
import { domain as hr } from './domains/hr.ts';
import { domain as iot } from './domains/iot.ts';
import { domain as learning } from './domains/learning.ts';
import { domain as library } from './domains/library.ts';
import { domain as logistics } from './domains/logistics.ts';
import { domain as messaging } from './domains/messaging.ts';
import { domain as projects } from './domains/projects.ts';
import { domain as property } from './domains/property.ts';
import { domain as saas } from './domains/saas.ts';
import { domain as shop } from './domains/shop.ts';
import { domain as social } from './domains/social.ts';
import { domain as subscriptions } from './domains/subscriptions.ts';

/** Every domain of the library, in the order of their names. */
export const domains: readonly Domain[] = [
  analytics,
  booking,
  content,
  crm,
  finance,
  foodDelivery,
  games,
  health,
  hr,
  iot,
  learning,
  library,
  logistics,
  messaging,
  projects,
  property,
  saas,
  shop,
  social,
  subscriptions,
];

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
