import { phrases, singularWords } from '../catalog/words.ts';
import { isLogName, isMigrationRecord } from './record-tables.ts';

const growing = new Set(
  phrases(`
  event, log, message, comment, notification, transaction, payment, transfer, entry, post, vote, like, reaction,
  click, impression, visit, hit, response, session, job, task, run, execution, delivery, attempt, measurement, metric,
  reading, observation, trip, ride, sms, download, upload, audit, activity, history, revision, reply, mention, tick, bid,
  order, invoice, shipment, booking, rental, callback`),
);
/** Alone these name the thing itself: `versions` of a package, `views` of a report; `post_versions` keeps what was. */
const growingWithin = new Set(phrases('version, view'));
const parts =
  /(?:order|invoice|cart|basket|purchase|shipment|sale|receipt|bill)s? (?:item|line|detail|row|entry|product|track)$/;

/** Whether the name says that rows come as things happen, without end: `events`, `order_items`, `page_views`. */
export function growsWithoutEnd(name: string): boolean {
  if (isMigrationRecord(name)) return false;
  const all = singularWords(name);
  const last = all.at(-1) ?? '';
  return (
    isLogName(name) || growing.has(last) || (all.length > 1 && growingWithin.has(last)) || parts.test(all.join(' '))
  );
}
