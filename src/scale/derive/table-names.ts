import { phrases, singularWords } from '../../catalog/words.ts';

/** Rows of tables that hold a list of the world or of the program, by the last words of their names. */
const lists = new Map<string, number>();
const list = (rows: number, names: string) => {
  for (const name of phrases(names)) lists.set(name, rows);
};
list(
  10,
  'ar internal metadata, status, state machine, type, kind, level, priority, gender, role, severity, tier, phase, stage, shift, locale, environment',
);
list(20, 'warehouse, plan, store, depot, site, branch, carrier, payment method, shipping method, provider');
list(
  50,
  'unit, feature, feature flag, flag, setting, config, configuration, parameter, option, tax, tax rate, department, template, color, colour, size, holiday',
);
list(100, 'permission, privilege, right, scope');
list(180, 'currency, language, unit of measure');
list(250, 'country, nation');
list(300, 'migration, schema migration, schema version, flyway schema history, databasechangelog');
list(500, 'category, brand, region, province, state, county, district');
list(600, 'timezone, time zone');
list(1000, 'tag, label, skill, topic, genre, keyword');

const tenants = new Set(phrases('tenant, organization, organisation, company, workspace'));
const people = new Set(
  phrases(`
  user, customer, member, person, contact, player, subscriber, visitor, client, patient, student, guest, buyer, lead`),
);
const logs = new Set(
  phrases(`
  log, event, history, audit, activity, metric, measurement, reading, observation, impression, click, hit, visit, view,
  tick, sample, trace, span, revision, version, changelog, journal, telemetry, ping, heartbeat, snapshot`),
);
/** Logs of what became of one thing each. */
const histories = new Set(phrases('history, revision, version, changelog, audit, snapshot'));
const growing = new Set(
  phrases(`
  order, message, comment, notification, transaction, post, vote, like, reaction, review, response, job, task, run,
  execution, delivery, attempt, trip, ride, upload, download, reply, mention, bid, booking, reservation, rental,
  ticket, email, mail, sms, entry, follow, favorite, favourite, bookmark, application, submission, report, file,
  document, attachment, image, photo, media, call, search, score, result, answer`),
);
const parts = new Set(phrases('item, line, detail, row, position, entry, product, track, step, section, leg, stop'));
const once = new Set(phrases('payment, invoice, shipment, receipt, transfer, profile, fulfillment, fulfilment'));
const seldom = new Set(
  phrases('refund, return, dispute, chargeback, cancellation, complaint, credit note, subscription'),
);
const few = new Set(
  phrases(`
  address, phone, session, token, device, cart, basket, contact, identity, credential, preference, wishlist,
  card, payment method, setting, note, membership, tag, label, role, permission, key, translation`),
);

/** What a table's name says of how many rows it has. */
export type TableName =
  | { readonly kind: 'list'; readonly rows: number }
  | { readonly kind: 'tenant' | 'people' | 'log' | 'growing' | 'part' | 'once' | 'seldom' | 'few' | 'thing' };

/** Reads a table's name by its last words: `order_items` are parts, `audit_log` is a log, `countries` a list. */
export function tableName(name: string): TableName {
  let known = read.get(name);
  if (!known) {
    // A process that sees ever new names must not grow.
    if (read.size >= 20_000) read.clear();
    known = readName(name);
    read.set(name, known);
  }
  return known;
}

const read = new Map<string, TableName>();

function readName(name: string): TableName {
  const all = singularWords(name).filter((word) => !/^\d+$/.test(word));
  const last = all.at(-1) ?? '';
  const lastTwo = all.slice(-2).join(' ');
  const rows = lists.get(all.join(' ')) ?? lists.get(lastTwo) ?? (logs.has(last) ? undefined : lists.get(last));
  // `order_status_history` is a log, `user_settings` belong to a user.
  if (rows !== undefined && !logs.has(last)) return { kind: 'list', rows };
  if (tenants.has(last)) return { kind: 'tenant' };
  if (all.length > 1 && parts.has(last)) return { kind: 'part' };
  if (all.length === 1 && last === 'version') return { kind: 'list', rows: 1 };
  if (all[0] === 'audit' || logs.has(last)) return { kind: 'log' };
  for (const [kind, names] of [
    ['once', once],
    ['seldom', seldom],
    ['few', few],
    ['growing', growing],
    ['people', people],
  ] as const) {
    if (names.has(lastTwo) || names.has(last)) return { kind };
  }
  return { kind: 'thing' };
}

/** Whether rows of such a table come in few for each row of another, whatever else its name says. */
export function isFewEach(name: string): boolean {
  return few.has(singularWords(name).at(-1) ?? '');
}

/** Whether a log keeps what became of one thing each, and not whatever happens: `post_versions`, not `page_views`. */
export function isHistory(name: string): boolean {
  return histories.has(singularWords(name).at(-1) ?? '');
}

/** What a sentence calls one row of a table: `order item`. */
export function oneRow(name: string): string {
  return singularWords(name).join(' ') || name;
}
