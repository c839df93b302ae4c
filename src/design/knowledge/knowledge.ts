import type { Domain } from './domain.ts';
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
