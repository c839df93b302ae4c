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
import { domain as airline } from './trades/airline.ts';
import { domain as auctions } from './trades/auctions.ts';
import { domain as biobank } from './trades/biobank.ts';
import { domain as bloodBank } from './trades/blood-bank.ts';
import { domain as brewery } from './trades/brewery.ts';
import { domain as charity } from './trades/charity.ts';
import { domain as childcare } from './trades/childcare.ts';
import { domain as church } from './trades/church.ts';
import { domain as cinema } from './trades/cinema.ts';
import { domain as collections } from './trades/collections.ts';
import { domain as construction } from './trades/construction.ts';
import { domain as crowdfunding } from './trades/crowdfunding.ts';
import { domain as dating } from './trades/dating.ts';
import { domain as dining } from './trades/dining.ts';
import { domain as elections } from './trades/elections.ts';
import { domain as estateAgency } from './trades/estate-agency.ts';
import { domain as farm } from './trades/farm.ts';
import { domain as files } from './trades/files.ts';
import { domain as fitness } from './trades/fitness.ts';
import { domain as fleet } from './trades/fleet.ts';
import { domain as forum } from './trades/forum.ts';
import { domain as householdBudget } from './trades/household-budget.ts';
import { domain as insurance } from './trades/insurance.ts';
import { domain as legal } from './trades/legal.ts';
import { domain as manufacturing } from './trades/manufacturing.ts';
import { domain as music } from './trades/music.ts';
import { domain as parking } from './trades/parking.ts';
import { domain as pharmacy } from './trades/pharmacy.ts';
import { domain as photos } from './trades/photos.ts';
import { domain as podcasts } from './trades/podcasts.ts';
import { domain as recipes } from './trades/recipes.ts';
import { domain as rental } from './trades/rental.ts';
import { domain as rides } from './trades/rides.ts';
import { domain as seedBank } from './trades/seed-bank.ts';
import { domain as surveys } from './trades/surveys.ts';
import { domain as ticketing } from './trades/ticketing.ts';
import { domain as tournaments } from './trades/tournaments.ts';
import { domain as trading } from './trades/trading.ts';
import { domain as transport } from './trades/transport.ts';
import { domain as travel } from './trades/travel.ts';
import { domain as utilities } from './trades/utilities.ts';
import { domain as veterinary } from './trades/veterinary.ts';
import { domain as video } from './trades/video.ts';
import { domain as weddings } from './trades/weddings.ts';
import { domain as zoo } from './trades/zoo.ts';

/** Every domain of the library: those of general use, then single lines of work, each in the order of their names. */
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
  airline,
  auctions,
  biobank,
  bloodBank,
  brewery,
  charity,
  childcare,
  church,
  cinema,
  collections,
  construction,
  crowdfunding,
  dating,
  dining,
  elections,
  estateAgency,
  farm,
  files,
  fitness,
  fleet,
  forum,
  householdBudget,
  insurance,
  legal,
  manufacturing,
  music,
  parking,
  pharmacy,
  photos,
  podcasts,
  recipes,
  rental,
  rides,
  seedBank,
  surveys,
  ticketing,
  tournaments,
  trading,
  transport,
  travel,
  utilities,
  veterinary,
  video,
  weddings,
  zoo,
];
