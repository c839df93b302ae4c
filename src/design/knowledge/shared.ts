import type { KnownEntity } from './domain.ts';

/** Entities that many domains have: each stands here once; a domain takes it as it is, or `varied`. */

export const user: KnownEntity = {
  name: 'user',
  synonyms: ['account', 'login'],
  about: 'A person who signs in.',
  attributes: [
    {
      name: 'email',
      type: 'email',
      unique: true,
      personal: true,
      about: 'Signs in with it; compared without regard to case.',
    },
    { name: 'name', type: 'name', personal: true, about: 'As the person wants to be called.' },
    {
      name: 'password_hash',
      type: 'hash',
      optional: true,
      about: 'Absent for those who sign in through another service.',
    },
    { name: 'status', type: 'status', values: ['invited', 'active', 'suspended', 'closed'], default: 'active' },
    { name: 'locale', type: 'language', default: 'en' },
    { name: 'time_zone', type: 'time zone', default: 'UTC' },
    { name: 'last_seen_at', type: 'instant', optional: true },
  ],
  volume: { rows: 100_000 },
  access: [{ about: 'the user who signs in', equal: ['email'], limit: 1, perHour: 5000 }],
};

/** Of somebody: the reference to the owner is the domain's to add. */
export const address: KnownEntity = {
  name: 'address',
  synonyms: ['postal address'],
  about: 'A postal address, as the post of its country wants it.',
  attributes: [
    { name: 'recipient', type: 'name', personal: true, about: 'Who receives what is sent there.' },
    { name: 'line_1', type: 'text', personal: true, about: 'Street and number, or a post box.' },
    { name: 'line_2', type: 'text', optional: true, personal: true },
    { name: 'city', type: 'name' },
    { name: 'region', type: 'name', optional: true, about: 'State, province or county, where the country has them.' },
    { name: 'postal_code', type: 'postal code', optional: true, about: 'Absent in countries that have none.' },
    { name: 'country', type: 'country' },
    { name: 'phone', type: 'phone', optional: true, personal: true },
  ],
};

export const organization: KnownEntity = {
  name: 'organization',
  synonyms: ['company', 'organisation'],
  about: 'A company, an association or an authority.',
  attributes: [
    { name: 'name', type: 'name' },
    {
      name: 'registration_number',
      type: 'code',
      optional: true,
      about: 'In the register of companies of its country.',
    },
    { name: 'tax_number', type: 'code', optional: true },
    { name: 'website', type: 'url', optional: true },
    { name: 'country', type: 'country' },
  ],
  volume: { rows: 10_000 },
  access: [{ about: 'organizations by name', search: ['name'], limit: 20, perHour: 200 }],
};

/** A tree; the things of it are the domain's. */
export const category: KnownEntity = {
  name: 'category',
  about: 'A place in the tree of categories.',
  attributes: [
    { name: 'name', type: 'name' },
    { name: 'slug', type: 'slug', unique: true, about: 'The name in addresses of pages.' },
    { name: 'description', type: 'long text', optional: true },
    { name: 'position', type: 'quantity', default: 0, about: 'The order among its siblings.' },
  ],
  references: [
    {
      to: 'category',
      as: 'parent',
      optional: true,
      onDelete: 'restrict',
      about: 'The category above; none for those at the top. A category with others below it is not deleted.',
    },
  ],
  checks: [{ kind: 'different', first: 'id', second: 'parent', about: 'No category stands below itself.' }],
  volume: { rows: 500 },
  access: [
    { about: 'the categories below one, in their order', equal: ['parent'], order: ['position'], perHour: 2000 },
  ],
};
export const tag: KnownEntity = {
  name: 'tag',
  synonyms: ['label', 'keyword'],
  about: 'A word that things are marked with.',
  attributes: [
    { name: 'name', type: 'name', unique: true },
    { name: 'colour', type: 'colour', optional: true },
  ],
  volume: { rows: 1000 },
};

export const attachment: KnownEntity = {
  name: 'attachment',
  synonyms: ['file', 'upload'],
  about: 'A file that was uploaded; its bytes stand in the object store, not here.',
  attributes: [
    { name: 'file_name', type: 'name', about: 'As the person who uploaded it named it.' },
    { name: 'media_type', type: 'code', about: 'The MIME type.' },
    { name: 'size_in_bytes', type: 'quantity', sqlType: 'bigint' },
    { name: 'storage_key', type: 'file', unique: true, about: 'Where the object store keeps it.' },
    { name: 'checksum', type: 'hash', optional: true, about: 'SHA-256 of the bytes.' },
  ],
};

/** What a person or a group of them is told; the reference to the recipient is in every domain the user. */
export const notification: KnownEntity = {
  name: 'notification',
  synonyms: ['alert'],
  about: 'Something that a user is told once.',
  attributes: [
    { name: 'kind', type: 'code', about: 'What it tells: the key of its template.' },
    { name: 'data', type: 'json', about: 'What the template of its kind is filled with; every kind has other fields.' },
    { name: 'read_at', type: 'instant', optional: true },
  ],
  references: [{ to: 'user', as: 'recipient', onDelete: 'cascade', about: 'Who is told; it goes with the user.' }],
  volume: { of: 'user', each: 50 },
  retention: { by: 'created_at', months: 12 },
  access: [
    {
      about: 'a user’s notifications, newest first',
      equal: ['recipient'],
      order: ['created_at desc'],
      limit: 20,
      perHour: 3000,
    },
    {
      about: 'what a user has not read',
      equal: ['recipient'],
      absent: ['read_at'],
      order: ['created_at desc'],
      limit: 20,
      perHour: 5000,
    },
  ],
};
