import { arrivalDays } from '../times.ts';
import type { Case } from './guess.ts';

const day = 86_400_000;
const year = 365.25 * day;

const isCreation =
  /^(?:(?:row |record )?(?:created|inserted|creation|insertion)(?: (?:at|on|date|time|timestamp|ts|utc))*|date (?:created|added)|(?:placed|logged|recorded|received|occurred|happened|registered|joined|ordered|posted|submitted|ordered|captured|measured|observed|event|log|order|visit|signup) (?:at|on|time|date|timestamp)|timestamp|ts|time|date|at|day)$/;
const isUpdate =
  /^(?:(?:row |record )?(?:updated|modified|changed|edited|touched)(?: (?:at|on|date|time))*|last (?:updated|modified|changed|edited|update|change|modification)(?: (?:at|on|date|time))?|date (?:updated|modified)|update time)$/;
const isRemoval =
  /^(?:deleted|removed|archived|discarded|trashed|cancelled|canceled|banned|suspended|blocked|revoked|failed|refunded|rejected|disabled|locked)(?: (?:at|on|date|time))?$/;
const isEnd =
  /(?:^|\b)(?:expires|expiry|expiration|expire|valid until|valid to|ends|end|until|due|deadline|scheduled|starts|start|valid from|next \w+|run at|available)(?: (?:at|on|date|time))?$/;
const isBirth = /^(?:birth ?(?:date|day)|birthday|dob|date of birth|born(?: on| at)?)$/;
const isSeen = /^(?:last|latest) /;
const present = /^(?:now\(\)|CURRENT_|LOCALTIME|clock_timestamp|statement_timestamp|transaction_timestamp)/i;

/** Moments and days: of arrival, of change, of removal, of expiry. Recent spans hold few rows, as they do in life. */
export const time: Case = ({ column, type, name, rows, arrival, histograms }) => {
  const { family } = type;
  if (family !== 'timestamp' && family !== 'timestamp-with-zone' && family !== 'date') return undefined;
  const distinct = (stretch: number) => (family === 'date' ? Math.min(rows, arrivalDays(arrival) * stretch) : -1);
  const arrivals = (stretch: number, shift: number) => histograms.arrivals(family, arrival, stretch, shift);
  if (isBirth.test(name)) {
    const now = Math.floor(arrival.now.getTime() / day) * day;
    return {
      distinct: Math.min(rows, 22_000),
      histogram: histograms.between(family, now - 80 * year, now - 16 * year),
      correlation: 0,
      nulls: 0.4,
      reason: 'births of the last 80 years',
    };
  }
  if (isRemoval.test(name)) {
    return {
      distinct: distinct(1),
      histogram: arrivals(1, 0),
      correlation: 0.5,
      nulls: 0.98,
      reason: 'seldom set, by its name',
    };
  }
  if (isUpdate.test(name)) {
    return {
      distinct: distinct(1),
      histogram: arrivals(0.6, 0),
      correlation: 0.4,
      nulls: 0.3,
      reason: 'time of the last change',
    };
  }
  if (isCreation.test(name) || (present.test(column.default ?? '') && !isEnd.test(name) && !isSeen.test(name))) {
    return { distinct: distinct(1), histogram: arrivals(1, 0), correlation: 1, nulls: 0.01, reason: 'time of arrival' };
  }
  if (isEnd.test(name)) {
    return {
      distinct: distinct(1),
      histogram: arrivals(1, 30 * day),
      correlation: 0.8,
      nulls: 0.2,
      reason: 'a time up to a month ahead',
    };
  }
  if (isSeen.test(name)) {
    return {
      distinct: distinct(1),
      histogram: arrivals(0.5, 0),
      correlation: 0,
      nulls: 0.2,
      reason: 'time of the last event',
    };
  }
  return {
    distinct: distinct(1),
    histogram: arrivals(1, 0),
    correlation: 0.9,
    nulls: 0.2,
    reason: 'a time in the life of the row',
  };
};
