import { describe, expect, it } from 'vitest';
import { listed, phraseEndings, phrases, plural, singular, words } from './words.ts';

describe('words', () => {
  it.each([
    ['first_name', 'first name'],
    ['firstName', 'first name'],
    ['FirstName', 'first name'],
    ['FIRST_NAME', 'first name'],
    ['first name', 'first name'],
    ['HTTPServerId', 'http server id'],
    ['userIDs', 'user ids'],
    ['address_line2', 'address line 2'],
    ['phone3', 'phone 3'],
    ['orders_2024_01', 'orders 2024 01'],
    ['Größe_Änderung', 'größe änderung'],
    ['__x', 'x'],
    ['😀', ''],
  ])('of %s are %s', (identifier, expected) => {
    expect(words(identifier).join(' ')).toBe(expected);
  });
});

const pairs: readonly (readonly [string, string])[] = [
  ['order', 'orders'],
  ['category', 'categories'],
  ['day', 'days'],
  ['address', 'addresses'],
  ['status', 'statuses'],
  ['batch', 'batches'],
  ['box', 'boxes'],
  ['person', 'people'],
  ['child', 'children'],
  ['movie', 'movies'],
  ['cache', 'caches'],
  ['expense', 'expenses'],
  ['index', 'indices'],
  ['analysis', 'analyses'],
  ['size', 'sizes'],
  ['alias', 'aliases'],
  ['series', 'series'],
];

describe('singular', () => {
  it.each(pairs)('is %s of %s', (one, many) => expect(singular(many)).toBe(one));
  it.each(
    phrases(`
    address, status, news, sms, is, us, constructor, data`),
  )('leaves %s', (word) => expect(singular(word)).toBe(word));
});

describe('plural', () => {
  it.each(pairs)('of %s is %s', (one, many) => expect(plural(one)).toBe(many));
});

describe('phraseEndings', () => {
  const kind = phraseEndings([
    ['place', phrases('zip code, city')],
    ['code', phrases('code')],
  ]);
  it.each([
    ['billing zip code', 'place'],
    ['status code', 'code'],
    ['city', 'place'],
    ['capacity', undefined],
    ['code name', undefined],
  ])('of %s is %s', (text, expected) => expect(kind(text)?.value).toBe(expected));
});

describe('listed', () => {
  it.each([
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
    [['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], 'a, b, c, d, e and 3 more'],
  ])('%s', (names, expected) => expect(listed(names)).toBe(expected));
});
