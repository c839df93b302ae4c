import type { Column, Table } from '../catalog/table.ts';
import { phraseEndings, phrases, singular, spoken, words } from '../catalog/words.ts';

/** What a column tells of a person. */
export type PersonalKind =
  | 'name'
  | 'e-mail'
  | 'telephone'
  | 'address'
  | 'birth'
  | 'government id'
  | 'network address'
  | 'position'
  | 'bank or pay'
  | 'online identity'
  | 'sensitive by law';

/** Names that mean a person wherever they stand. */
const always = phraseEndings<PersonalKind>([
  ['e-mail', ['email', 'e mail', 'email address', 'e mail address', 'mail address', 'emailaddress']],
  [
    'name',
    phrases(`
      first name, firstname, last name, lastname, given name, family name, surname, forename, middle name,
      maiden name, full name, fullname, legal name, realname, real name, nickname, nick name, patronymic,
      contact name, customer name, recipient name, cardholder name, card holder`),
  ],
  [
    'birth',
    phrases(`
      birth date, birthdate, date of birth, dob, birthday, birth year, year of birth, birth place, birthplace,
      place of birth`),
  ],
  [
    'government id',
    phrases(`
      ssn, social security number, national id, passport, passport number, passport no, tax id, taxpayer id,
      driver license, drivers license, driver licence, national insurance number, cpf, nif, curp, personnummer,
      identity card, id card number, identity number`),
  ],
  [
    'telephone',
    phrases(`
      phone, phone number, phonenumber, mobile, mobile number, mobile phone, cell phone, cellphone, telephone,
      tel, fax, msisdn, home phone, work phone, phone no, fax number`),
  ],
  [
    'network address',
    phrases(`
      ip, ip address, ipaddress, ip addr, remote ip, client ip, last ip, remote addr, remote address`),
  ],
  [
    'sensitive by law',
    phrases(`
      gender, religion, ethnicity, ethnic group, blood type, blood group, marital status, sexual orientation,
      disability, political opinion, trade union, medical history, diagnosis`),
  ],
  [
    'bank or pay',
    phrases(`
      iban, bank account, bank account number, salary, credit card number, card number, credit card`),
  ],
]);
/** Names that mean a person only in a table about people. */
const nearPeople = phraseEndings<PersonalKind>([
  [
    'address',
    phrases(`
      address, addr, street, street address, home address, address line 1, address line 2, address 1, address 2,
      address line, postal address, zip, zip code, postal code, postcode, billing address, shipping address, city`),
  ],
  [
    'position',
    phrases(`
    latitude, longitude, lat, lng, lon, geolocation, geo location, location`),
  ],
  [
    'online identity',
    phrases(`
      username, user name, login, login name, user agent, device id, avatar, avatar url, picture, photo,
      photo url, screen name, twitter, facebook id`),
  ],
]);
/** In a table of people, the name of the row. */
const ownNames = new Set(['name', 'display name']);
const peopleWords = new Set(
  phrases(`
  user, person, people, customer, client, employee, contact, patient, student, teacher, member, subscriber, staff,
  guest, visitor, applicant, candidate, worker, driver, doctor, nurse, citizen, resident, passenger, lead, donor,
  beneficiary, recipient, author, userinfo, participant, attendee, voter`),
);
const notTheAddress =
  /^(?:mac|wallet|contract|memory|web|url|server|host|email|e mail|ip|remote|bitcoin|ethereum|blockchain)\b/;
const holdsText = new Set(
  phrases(`
  text, character, network, date, timestamp, timestamp-with-zone, enum, integer, decimal, float, json,
  json-binary, binary, geometry, array`),
);

/** What each column of a table tells of a person, in the columns' order; empty for a table that holds nothing of the kind. */
export function personalColumns(table: Table): readonly { readonly column: Column; readonly kind: PersonalKind }[] {
  const own = table.columns.filter((column) => holdsText.has(column.type.family));
  const certain = own.flatMap((column) => {
    const kind = certainKind(column);
    return kind === undefined ? [] : [{ column, kind }];
  });
  const people = isAboutPeople(table.name);
  const identified = certain.some(
    ({ kind }) => kind === 'name' || kind === 'e-mail' || kind === 'birth' || kind === 'government id',
  );
  if (!people && !identified) return certain;
  const known = new Set(certain.map(({ column }) => column));
  return own.flatMap((column): { readonly column: Column; readonly kind: PersonalKind }[] => {
    const kind = known.has(column) ? certainKind(column) : nearKind(column, people);
    return kind === undefined ? [] : [{ column, kind }];
  });
}

/** `users` and `user_profiles`, not `user_tokens` or `oauth_clients`. */
export function isAboutPeople(table: string): boolean {
  const all = words(table);
  const last = singular(all.at(-1) ?? '');
  const named = ['profile', 'account', 'info', 'detail', 'record', 'data'].includes(last) ? all.at(-2) : last;
  return (
    named !== undefined &&
    peopleWords.has(singular(named)) &&
    !all.some((word) => ['oauth', 'api', 'app', 'http', 'device'].includes(word))
  );
}

function certainKind(column: Column): PersonalKind | undefined {
  const text = spoken(column.name);
  if (column.type.name === 'inet' || column.type.name === 'cidr') return 'network address';
  const kind = always(text.replace(/ \d+$/, ''))?.value;
  if (kind === 'birth')
    return ['text', 'character', 'date', 'timestamp', 'timestamp-with-zone', 'integer'].includes(column.type.family)
      ? kind
      : undefined;
  if (kind === 'network address' || kind === 'sensitive by law' || kind === 'government id') return kind;
  if (kind === 'bank or pay') return kind;
  // A number of e-mails, a date of a call: the value itself is always text here.
  return kind !== undefined && isText(column) ? kind : undefined;
}

function nearKind(column: Column, people: boolean): PersonalKind | undefined {
  const text = spoken(column.name);
  if (notTheAddress.test(text)) return undefined;
  const found = people && ownNames.has(text) ? 'name' : nearPeople(text)?.value;
  if (found === 'position')
    return ['decimal', 'float', 'geometry', 'text'].includes(column.type.family) ? found : undefined;
  return found !== undefined && (isText(column) || column.type.family === 'binary') ? found : undefined;
}

function isText(column: Column): boolean {
  return (
    column.type.family === 'text' ||
    column.type.family === 'character' ||
    column.type.family === 'array' ||
    column.type.family === 'json-binary'
  );
}
