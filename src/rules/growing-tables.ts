import { isLogName, isMigrationRecord, keepsCopies } from './record-tables.ts';
import { phrases, singularWords } from './words.ts';

const growing = new Set(
  phrases(`
  event, log, message, comment, notification, transaction, payment, transfer, entry, post, vote, like, reaction, view,
  click, impression, visit, hit, request, response, session, job, task, run, execution, delivery, attempt, measurement,
  metric, reading, sample, observation, point, sensor, trip, ride, position, email, mail, sms, read, download, upload,
  access, audit, activity, history, reply, mention, tick, trade, quote, bid, order, invoice, shipment, booking, rental,
  line, webhook, callback, error, alert`),
);
const parts = /(?:order|invoice|cart|basket|purchase|shipment|sale|receipt|bill)s? (?:item|line|detail|row|entry|product|track)$/;

/** Whether the name says that rows come as things happen, without end: `events`, `order_items`, `page_views`. */
export function growsWithoutEnd(name: string): boolean {
  if (isMigrationRecord(name)) return false;
  const all = singularWords(name);
  return isLogName(name) || keepsCopies(name) || growing.has(all.at(-1) ?? '') || parts.test(all.join(' '));
}
