import { phraseEndings, phrases } from '../../catalog/words.ts';
import type { KnownAttribute, LogicalType } from '../knowledge/domain.ts';

/** What a name says of an attribute. */
export type Meaning = Omit<KnownAttribute, 'name'> & {
  /** How sure the name alone makes it: `weak` names (title, code, type) may as well be those of things. */
  readonly strength: 'strong' | 'weak';
};

type Row = readonly [LogicalType, string, Partial<Omit<KnownAttribute, 'name' | 'type'>>?];

/** By the last words of a name; the longest that fits decides. */
const strong: readonly Row[] = [
  ['name', 'name, full name, display name, company name, username, user name, login, nickname, label text'],
  [
    'name',
    'first name, last name, middle name, given name, family name, surname, forename, maiden name',
    { personal: true },
  ],
  ['name', 'title, headline, byline, subject, caption, heading, subtitle, tagline, topic name'],
  [
    'long text',
    'description, body, content, text, notes, note text, bio, biography, summary, abstract, instructions, comment text, message text, message body, details, remarks, observation text, transcript, terms, synopsis, terms and conditions, minutes, lyrics, feedback text, explanation, ingredients text, about, diagnosis text',
  ],
  ['email', 'email, email address, e mail, mail address', { personal: true }],
  [
    'phone',
    'phone, phone number, telephone, telephone number, mobile, mobile number, fax, cell, contact number',
    { personal: true },
  ],
  ['url', 'url, website, link, homepage, web address, uri, webhook url'],
  [
    'file',
    'photo, picture, image url, avatar, logo, thumbnail, icon, file path, attachment path, cover image, profile picture, profile photo, signature, scan',
  ],
  [
    'hash',
    'password, password hash, hashed password, passcode, secret, token, token hash, api key, access token, refresh token, pin, checksum, hash, fingerprint',
  ],
  ['slug', 'slug, permalink, handle'],
  [
    'code',
    'code, number, sku, isbn, issn, ean, upc, barcode, serial number, serial, license plate, licence plate, plate, plate number, registration number, vin, iban, bic, swift code, account number, order number, invoice number, tracking number, reference number, policy number, passport number, ssn, social security number, tax number, vat number, tax id, vat id, part number, model number, confirmation number, ticket number, employee number, student number, customer number, member number, membership number, card number, license number, licence number, medical record number, mrn, callsign, room number, flight number, table number, seat number, gate, batch number, lot number, contract number, case number, number plate, mac address, imei, coupon code, invite code',
  ],
  ['postal code', 'postal code, zip, zip code, postcode'],
  [
    'text',
    'address, street, street address, line1, line2, city, town, state province, province, region name, district, county, location name, gender, nationality, occupation, profession, job title, colour name, color, colour, material, brand name, size, make, model, manufacturer name, venue name, purpose, reason, cause, format, dosage, breed, species name, specialty, speciality, room, hair colour, eye colour, blood type, shift name, file name, mime type, user agent, device type, browser, ward, bed, floor, position title, dimension, coordinates, coordinate, expression, habitat, symptom, variety, edition name, shelf, aisle, source name, medium name, initials, line of business, dietary needs, special needs, dietary restrictions, special requirements',
  ],
  ['ip address', 'ip, ip address, client ip, remote address'],
  ['country', 'country code, nationality code'],
  ['currency', 'currency, currency code'],
  ['language', 'language code, locale, preferred language'],
  ['time zone', 'time zone, timezone'],
  [
    'money',
    'price, cost, amount, total, subtotal, fee, salary, wage, balance, budget, total amount, unit price, list price, sale price, tax amount, discount amount, revenue, refund amount, payment amount, credit limit, overdraft limit, spending limit, transfer limit, withdrawal limit, deposit, fare, rent, premium, fine, commission, tax, tip, price per night, nightly rate, hourly rate, daily rate, bid amount, value amount, net amount, gross amount, loan amount, principal, payout, bonus, price paid, charge, monthly fee, shipping cost, total price, total cost',
  ],
  [
    'percentage',
    'percent, percentage, discount, discount rate, tax rate, interest rate, rate percent, vat rate, share percent, progress, humidity, commission rate, discount percentage, alcohol by volume, completion, occupancy',
  ],
  [
    'quantity',
    'quantity, qty, minutes, hours, stock, stock quantity, stock level, count, number of pages, page count, pages, seats, capacity, views, view count, likes count, points, score points, credits, copies, max participants, max attendees, attempts, credit hours, reorder level, reorder point, servings, mileage, kilometres, number of rooms, bedrooms, bathrooms, guests, number of guests, lot size, headcount, available quantity, duration minutes, duration days, steps, retries, capacity people, battery level',
  ],
  ['integer', 'rating', { min: 1, max: 5 }],
  [
    'integer',
    'position, rank, sort order, display order, sequence, level number, floor number, season number, episode number, version, edition number, version number, age, score, grade points, priority number, lap, round, line number, step number, stars, handicap, elevation',
  ],
  [
    'decimal',
    'weight, height, width, length, depth, area, volume, distance, temperature, rainfall, precipitation, speed, altitude, pressure, reading, measurement, value, gpa, balance kg, magnitude, ph, concentration, exchange rate, voltage, amperage, energy, consumption, reading value, square metres, square meters, square feet, diameter, brightness, mass, yield, wind speed, odds, output, input, throughput, wind direction, heading, bearing, azimuth, slope, moisture, flow, load, dose, torque, frequency, force, thickness, angle, salinity, turbidity, intensity, dosage amount',
  ],
  ['latitude', 'latitude, lat'],
  ['longitude', 'longitude, lng, lon'],
  [
    'year',
    'year, publication year, release year, model year, year of birth, vintage, founding year, year built, production year',
  ],
  [
    'date',
    'date, birth date, birthday, birthdate, date of birth, dob, hire date, due date, start date, end date, order date, expiry date, expiration date, release date, publication date, published date, deadline, issue date, issued on, delivery date, purchase date, enrollment date, admission date, discharge date, founded on, vaccination date, joining date, return date, loan date, effective date, invoice date, harvest date, planting date, valid from, valid until, valid to, effective from, effective until',
  ],
  ['time', 'opening time, closing time, opens at, closes at, time of day'],
  [
    'instant',
    'at, timestamp, date and time, datetime, date time, last login, last seen, start time, end time, departure time, arrival time, check in time, check out time, created, updated, last updated, last modified, time stamp, starts, ends, scheduled time, pickup time, delivery time, posted time, creation time, occurred on, entry time, exit time, event time, booking time, appointment time, due time, opening date and time',
  ],
  [
    'duration',
    'duration, running time, runtime, estimated time, prep time, cook time, cooking time, preparation time, travel time, time spent, time limit, length of stay',
  ],
  [
    'boolean',
    'active, enabled, verified, deleted, published flag, flag, is active, is admin, archived, public, private, featured, visible, completed, approved flag, confirmed, available, in stock, read flag, is read, is default, is primary, vegetarian, vegan, accessible, hidden, neutered, insured',
  ],
  [
    'json',
    'metadata, settings, preferences, payload, options, properties, extra data, configuration, config, custom fields, attributes json, raw data, context, parameters, specifications',
  ],
  ['latitude', 'latitude'],
  ['uuid', 'uuid, guid, external id'],
];

/** Closed lists that everybody knows; what the description says of a life goes before. */
const lists: readonly (readonly [string, readonly string[]])[] = [
  ['priority, urgency, importance', ['low', 'medium', 'high', 'urgent']],
  ['severity', ['low', 'medium', 'high', 'critical']],
  ['gender, sex', ['female', 'male', 'other', 'unknown']],
  ['difficulty, difficulty level', ['easy', 'medium', 'hard']],
  ['visibility', ['public', 'private', 'unlisted']],
  ['payment status', ['pending', 'paid', 'failed', 'refunded']],
  ['payment method', ['card', 'bank transfer', 'cash', 'wallet']],
];

const byEnding = phraseEndings<Partial<KnownAttribute> & { readonly type: LogicalType }>(
  strong.map(([type, list, more]) => [{ type, ...more }, phrases(list)]),
);
const listByEnding = phraseEndings<readonly string[]>(lists.map(([names, values]) => [values, phrases(names)]));
/** Without more words these are as likely things of their own. */
const weakWords = new Set(
  phrases(`
  title, code, number, type, position, note, notes, label, reading, measurement, photo, picture, image, address, room, seats, copies,
  points, views, score, credits, model, make, summary, text, content, discount, fee, deposit, bid, charge, refund, tax, tip,
  fine, guests, gate, settings, preferences, attachment, file, attachments, level, bonus, country, city, street, symptom, grade, rank, variety, steps, version, signature, specifications, options, ingredients, details, size, brand, pages, breed, species, material, format, specialty, shelf, ward, bed, token, stock, link, feedback, diagnosis, instructions`),
);
const optionalNames =
  /(?:^|_)(?:description|body_note|notes?|bio|biography|summary|phone|phone_number|mobile|fax|website|url|avatar|photo|picture|logo|image|thumbnail|icon|middle_name|line2|end_date|end_time|ended_at|ends_at|expires_at|expiry_date|expiration_date|completed_at|cancelled_at|deleted_at|published_at|published_date|paid_(?:at|on|date)|shipped_at|delivered_at|returned_at|return_date|resolved_at|closed_at|last_login|last_login_at|last_seen|last_seen_at|reason|comment|remarks|metadata|due_date|birth_date|date_of_birth|dob|birthday|gender|latitude|longitude|discharge_date|read_at|approved_at|subtitle|tagline|nickname|capacity|discount|rating|slogan|symptoms?|priority|permissions)$/;

/** What the name of an attribute means; nothing where it tells nothing. */
export function meaningOf(name: string): Meaning | undefined {
  const text = name.replaceAll('_', ' ');
  const optional = optionalNames.test(name) ? ({ optional: true } as const) : {};
  const weak = weakWords.has(text);
  const known = listByEnding(text);
  if (known) return { type: 'choice', values: known.value, ...optional, strength: 'strong' };
  if (/(?:^| )(?:status|state|stage|phase)$/.test(text)) return { type: 'status', strength: 'strong' };
  if (/^(?:is|has|can|allows?|needs|requires|should|was|accepts) /.test(text))
    return { type: 'boolean', default: false, strength: 'strong' };
  const found = byEnding(text);
  if (found) {
    const { type, ...more } = found.value;
    return { type, ...more, ...defaultOf(type), ...optional, strength: weak ? 'weak' : 'strong' };
  }
  if (
    /(?:^| )(?:amount|price|fee|sum|cost|deposit|rent|tax|fine|premium) (?:paid|charged|received|due|owed|spent|agreed)$/.test(
      text,
    )
  )
    return { type: 'money', ...optional, strength: 'strong' };
  const unit = unitOf(text);
  if (unit) return { type: unit, ...optional, strength: 'strong' };
  if (/^(?:amount|volume|weight) of /.test(text)) return { type: 'decimal', strength: 'strong' };
  if (/(?:^| )(?:count|total number|number of .*)$/.test(text) || text.startsWith('number of '))
    return { type: 'quantity', strength: 'strong' };
  if (
    /(?:^| )(?:actual|scheduled|planned|estimated|expected) (?:departure|arrival|start|end|completion|delivery|pickup)$/.test(
      text,
    )
  )
    return { type: 'instant', ...optional, strength: 'strong' };
  // When the alarm was raised, and how long the walk takes.
  if (
    /(?:(?:[^e]ed|wn)|alarm|call|incident|report|request|response|landing|take-?off|boarding|kick-?off) time$/.test(
      text,
    )
  )
    return { type: 'instant', ...optional, strength: 'strong' };
  // "The date given", "the time sent".
  const [, clock, done] = /^(date|time) (?:last |first )?([a-z]+)$/.exec(text) ?? [];
  if (done !== undefined && participle.test(done))
    return { type: clock === 'date' ? 'date' : 'instant', ...optional, strength: 'strong' };
  if (/(?:^| )time of [a-z]+$/.test(text) && !text.endsWith('of day'))
    return { type: 'instant', ...optional, strength: 'strong' };
  if (/^(?:first|last|final|opening|closing) day$/.test(text)) return { type: 'date', ...optional, strength: 'strong' };
  if (/ moment$/.test(text)) return { type: 'instant', ...optional, strength: 'strong' };
  if (/^[a-z]+ing time$/.test(text)) return { type: 'duration', ...optional, strength: 'strong' };
  // The greatest number of participants, and how many seeds were sown.
  if (/^(?:maximum|minimum|max|min) (?:[a-z]+ )?[a-z]+[^s]s$/.test(text))
    return { type: 'quantity', strength: 'strong' };
  if (/^[a-z]+[^s]s (?:[a-z]+(?:[^e]ed|wn)|sold|held|built|made|lost|won|left|shot|caught|found)$/.test(text))
    return { type: 'quantity', strength: 'strong' };
  if (/^number [a-z]+(?:ed|wn)$/.test(text)) return { type: 'quantity', strength: 'strong' };
  if (/ (?:number|no|identifier)$/.test(text)) return { type: 'code', strength: 'strong' };
  if (/ (?:by|on)$/.test(text)) return text.endsWith(' on') ? { type: 'date', strength: 'strong' } : undefined;
  if (/^(?:type|kind|category|method|channel|source|mode|reason|grade|level|position|role|shape|country)$/.test(text))
    return { type: 'text', strength: 'weak' };
  if (
    / (?:type|kind|method|channel|mode|level|grade|format|class|medium|unit|size|colou?r|text|label|info)$/.test(text)
  )
    return { type: 'text', strength: 'strong' };
  if (/ (?:id)$/.test(text)) return { type: 'code', strength: 'weak' };
  return undefined;
}

/** What was done, or is to be: the date of it is told. */
const participle = /(?:[^e]ed|[^aeiou]en|wn|ght|^(?:due|sent|paid|sold|held|made|lost|found|met|read|left|begun|set))$/;

/** What is measured in a unit that the name ends with: `payload kg`, `engine size cc`. */
function unitOf(text: string): LogicalType | undefined {
  const [, unit = ''] = / ([a-z]+)$/.exec(text) ?? [];
  if (/^(?:usd|eur|gbp|chf|euros?|dollars?|cents?)$/.test(unit)) return 'money';
  if (
    /^(?:minutes|hours|days|weeks|months|seconds|ms|milliseconds|persons|people|bytes|kb|mb|gb|pixels?|px)$/.test(unit)
  )
    return 'quantity';
  if (unit === 'percent') return 'percentage';
  return units.test(unit) ? 'decimal' : undefined;
}

const units =
  /^(?:kg|kilograms?|grams?|mg|tons?|tonnes?|lbs?|pounds?|ounces?|oz|km|kilomet(?:er|re)s?|met(?:er|re)s?|cm|centimet(?:er|re)s?|mm|miles?|feet|inches|lit(?:er|re)s?|ml|hectares?|acres?|sqm|watts?|kw|kwh|mwh|volts?|amperes?|celsius|fahrenheit|degrees?|hz|mhz|ghz|cc|m|bar|psi|ppm|kmh|mph|knots?|calories|kcal)$/;

function defaultOf(type: LogicalType): Partial<KnownAttribute> {
  return type === 'boolean' ? { default: false } : {};
}

/** Types of a written column, `price decimal(10,2)`: what the design calls them. */
export function writtenType(text: string): LogicalType | undefined {
  const word = text
    .toLowerCase()
    .trim()
    .replace(/^(?:(?:pk|fk|primary key|foreign key|unique|not null|null)\s+)+/, '');
  const rows: readonly (readonly [RegExp, LogicalType])[] = [
    [/^(?:bigserial|serial|int|integer|int4|int8|bigint|smallint|number|long)\b/, 'integer'],
    [/^(?:varchar|char|character|string|str|citext|nvarchar)\b/, 'text'],
    [/^(?:text|clob|longtext|mediumtext)\b/, 'long text'],
    [/^(?:decimal|numeric|float|double|real|money)\b/, 'decimal'],
    [/^(?:timestamp|timestamptz|datetime)\b/, 'instant'],
    [/^date\b/, 'date'],
    [/^time\b/, 'time'],
    [/^interval\b/, 'duration'],
    [/^bool(?:ean)?\b/, 'boolean'],
    [/^(?:json|jsonb|object|map)\b/, 'json'],
    [/^(?:uuid|guid)\b/, 'uuid'],
    [/^(?:enum)\b/, 'choice'],
    [/^(?:inet|ip)\b/, 'ip address'],
    [/^(?:email)\b/, 'email'],
    [/^(?:url|uri)\b/, 'url'],
  ];
  return rows.find(([pattern]) => pattern.test(word))?.[1];
}
