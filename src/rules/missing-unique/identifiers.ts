import type { Column, Table } from '../../catalog/table.ts';
import { phrases, singularWords, spoken, words } from '../../catalog/words.ts';
import { isUserTable, loginName } from '../login-names.ts';

/** What makes a column's values tell rows apart. */
export interface Identifier {
  /** In the plural, as a sentence says it. */
  readonly what: string;
  readonly strength: 'weak' | 'fair' | 'strong';
  /** `drawn` values are unique in the world, `chosen` ones within a tenant, `placed` ones maybe only within a parent. */
  readonly scope: 'login' | 'drawn' | 'chosen' | 'placed' | 'foreign';
  /** Whether a table that refers to another may hold a copy of that one's value. */
  readonly copied?: true;
}

const families = new Set(['text', 'character', 'uuid', 'integer', 'binary']);
const surelyUsers = new Set(['user', 'account', 'admin', 'administrator', 'login']);
const withAddress = new Set(phrases('customer, employee, subscriber, student, teacher'));
const goods = new Set(
  phrases('product, variant, article, book, good, part, material, item, sku, edition, merchandise'),
);
const goodsCodes = new Set(
  phrases('sku, sku code, ean, upc, gtin, isbn, asin, item code, article number, part number'),
);
const lines =
  /\b(?:order|cart|basket|invoice|quote|shipment|purchase|sale|sales|return|bill|receipt|transfer|delivery|wishlist|checkout) (?:item|line|detail|product|part)$|\b(?:line|detail|translation|localization|localisation|i18n)$/;
const machines = new Set(phrases('device, asset, equipment, machine, meter, sensor, vehicle, car, truck'));
const machineCodes = new Set(phrases('imei, vin, serial number, serial no, mac, mac address, asset tag'));
const places = new Set(phrases('country, currency, language, locale'));
const isoCodes =
  /^(?:iso|iso [23]|iso code(?: [23])?|iso alpha(?: [23])?|alpha [23](?: code)?|cca [23]|iso 639(?: \d+)?|iso \d+)$/;
const vouchers = new Set(phrases('coupon, voucher, promotion, discount, promo, giftcard'));
/** Codes that say something of a row, instead of naming it. */
const otherCodes = new Set(
  phrases(`
    error, response, request, verification, otp, snippet, source, sample, file, script, recovery, backup, auth,
    authorization, exercise, submission, block, template, function, query, rule, message, result, login, challenge,
    confirmation, two, mfa, totp, phone, diagnosis, procedure, holiday`),
);
const papers = new Set(
  phrases(`
    order, invoice, ticket, contract, receipt, quote, quotation, bill, shipment, delivery, policy, claim, case,
    reservation, booking, account, member, membership, employee, customer, patient, student, supplier, vendor, asset,
    certificate, licence, license, voucher, application, note, agreement, loan, requisition`),
);
/** Of these a bare `number` is the one on the paper. */
const numbered = new Set(
  phrases('order, invoice, ticket, contract, receipt, quote, quotation, bill, reservation, booking'),
);
const numberWords = new Set(phrases('number, no, num, nr, reference, ref'));
const external = /^(?:external|ext|legacy|remote|upstream)(?: system)? (?:id|uid|identifier|ref|reference|key)$/;
const providers =
  /^(?:stripe|paypal|google|github|gitlab|facebook|twitter|apple|microsoft|azure|okta|auth 0|cognito|firebase|slack|discord|telegram|shopify|salesforce|hubspot|xero|quickbooks|linkedin|keycloak|clerk|zendesk|braintree|chargebee|recurly)((?: \w+)*?) (?:id|uid|sub)$/;
const payers = new Set(
  phrases('user, account, organization, organisation, company, team, workspace, tenant, customer, member, store, shop'),
);
const tokens = new Set(
  phrases(`
    reset password token, password reset token, reset token, confirmation token, unlock token, invitation token,
    invite token, activation token, session token, share token, unsubscribe token, api key, api token, api key hash,
    api token hash, referral code, invite code, invitation code, join code, public token, session key`),
);
const tokenTables = new Set(phrases('token, session, invitation, invite, key, verification, reset'));
const plainTokens = new Set(phrases('token, token hash, token digest, hashed token, key hash, key digest, hashed key'));
const drawn = new Set(phrases('uuid, guid, ulid, public id, public uuid, external uuid'));

/** Reads column and table names; nothing when they do not say that no two rows have the same value. */
export function identifier(table: Table, column: Column): Identifier | undefined {
  if (!families.has(column.type.family)) return undefined;
  const text = spoken(column.name);
  const all = tableWords(table);
  const isText = column.type.family === 'text' || column.type.family === 'character';
  return (
    ofPeople(table, column, all) ??
    ofToken(table, column, text, all) ??
    (lines.test(all.join(' '))
      ? undefined
      : ((isText ? ofThing(table, text, all) : undefined) ?? ofPaper(text, all) ?? ofOther(table, text, all)))
  );
}

const named = new WeakMap<Table, readonly string[]>();

function tableWords(table: Table): readonly string[] {
  let known = named.get(table);
  if (!known) {
    known = singularWords(table.name);
    named.set(table, known);
  }
  return known;
}

function ofPeople(table: Table, column: Column, all: readonly string[]): Identifier | undefined {
  const login = loginName(column);
  if (!login) return undefined;
  const what = login === 'name' ? 'names that people sign in with' : 'e-mail addresses that people sign in with';
  if (isUserTable(table.name))
    return {
      what,
      strength: all.some((word) => surelyUsers.has(word)) ? 'strong' : 'fair',
      scope: 'login',
      copied: true,
    };
  if (login === 'e-mail' && withAddress.has(all.at(-1) ?? ''))
    return { what: 'e-mail addresses of those who may sign in', strength: 'weak', scope: 'login', copied: true };
  return undefined;
}

function ofToken(table: Table, column: Column, text: string, all: readonly string[]): Identifier | undefined {
  if (drawn.has(text) && !table.primaryKey?.columns.includes(column.name) && table.primaryKey)
    return {
      what: 'generated identifiers',
      strength: column.default === undefined ? 'fair' : 'strong',
      scope: 'drawn',
    };
  const isShort = column.type.length !== undefined && column.type.length < 16;
  const isPlain =
    plainTokens.has(text) &&
    tokenTables.has(all.at(-1) ?? '') &&
    !/\b(?:device|push|fcm|oauth|csrf)\b/.test(all.join(' '));
  if (column.type.family === 'integer' || (!isPlain && !tokens.has(text)) || (isShort && !text.endsWith('code')))
    return undefined;
  return { what: 'tokens by which a row is looked up', strength: 'fair', scope: 'drawn' };
}

/** Names that people give to things. */
function ofThing(table: Table, text: string, all: readonly string[]): Identifier | undefined {
  const thing = all.at(-1) ?? '';
  if (text === 'slug' || text === 'permalink' || text === 'subdomain' || text === `${thing} slug`)
    return {
      what: text === 'subdomain' ? 'subdomains' : 'slugs, which stand in addresses',
      strength: 'fair',
      scope: text === 'subdomain' ? 'drawn' : 'placed',
    };
  if (goodsCodes.has(text) && goods.has(thing))
    return { what: 'product codes', strength: 'fair', scope: 'chosen', copied: true };
  if (machineCodes.has(text) && machines.has(thing))
    return { what: 'serial numbers', strength: 'fair', scope: 'chosen', copied: true };
  if (places.has(thing) && (isoCodes.test(text) || text === 'code' || text === `${thing} code`))
    return { what: 'ISO codes', strength: 'strong', scope: 'drawn' };
  if (text !== 'code' && text !== `${thing} code`) return undefined;
  if (all.some((word) => otherCodes.has(word))) return undefined;
  if (vouchers.has(thing)) return { what: 'codes that people type in', strength: 'strong', scope: 'chosen' };
  const isNamed = table.columns.some((other) => /^(?:\w+ )?(?:name|title|label|description)$/.test(spoken(other.name)));
  return isNamed ? { what: 'codes beside a name', strength: 'fair', scope: 'placed' } : undefined;
}

/** `invoice_number` of invoices, not of payments. */
function ofPaper(text: string, all: readonly string[]): Identifier | undefined {
  const parts = words(text);
  const paper = all.at(-1) ?? '';
  if (!papers.has(paper) || !numberWords.has(parts.at(-1) ?? '')) return undefined;
  const own =
    parts.length === 1
      ? parts[0] === 'number' && numbered.has(paper)
      : parts.slice(0, -1).join(' ') === paper || parts.slice(0, -1).join(' ') === all.join(' ');
  return own ? { what: `numbers of ${paper}s`.replace('ys', 'ies'), strength: 'fair', scope: 'chosen' } : undefined;
}

/** What another system calls the row. */
function ofOther(table: Table, text: string, all: readonly string[]): Identifier | undefined {
  const isForeign = external.test(text) || (text === 'uid' && providerColumn(table) !== undefined);
  if (isForeign) return { what: 'identifiers of another system', strength: 'fair', scope: 'foreign' };
  const found = providers.exec(text);
  if (!found) return undefined;
  const middle = (found[1] ?? '')
    .trim()
    .split(' ')
    .filter((word) => word !== '');
  const own =
    middle.length === 0
      ? isUserTable(table.name)
      : middle.includes(all.at(-1) ?? '') || (middle.join(' ') === 'customer' && payers.has(all.at(-1) ?? ''));
  return own ? { what: 'identifiers of another system', strength: 'fair', scope: 'foreign' } : undefined;
}

/** The column that says which other system: `provider`, `source_system`. */
export function providerColumn(table: Table): Column | undefined {
  return table.columns.find((column) =>
    /^(?:(?:auth |external |source |identity )?(?:provider|source|system|integration|platform|vendor|channel|connector|origin)|issuer)(?: (?:id|name|type|key))?$/.test(
      spoken(column.name),
    ),
  );
}
