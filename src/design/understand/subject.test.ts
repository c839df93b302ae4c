import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import { askedFor } from './subject.ts';
import { understand } from './understand.ts';

const domainOf = (topic: string) => askedFor(domains, topic).named?.domain.name;
const read = (text: string) => understand({ text, name: 'the description' }, domains);

describe('a request', () => {
  it.each([
    ['a database for a gym', 'fitness'],
    ['e-voting', 'elections'],
    ['an app like Uber', 'rides'],
    ['Uber Eats clone', 'food-delivery'],
    ['a Stack Overflow clone', 'forum'],
    ['something like Tinder but for dogs', 'dating'],
    ['bed and breakfast', 'booking'],
    ['I want to build a marketplace for used furniture', 'shop'],
    ['Build me an inventory management system', 'logistics'],
    ['ticketing for concerts', 'ticketing'],
  ])('for %s is of %s', (topic, domain) => {
    expect(domainOf(topic)).toBe(domain);
  });

  it.each([
    ['seed bank', 'seed-bank'],
    ['blood bank', 'blood-bank'],
    ['food bank', 'charity'],
    ['bank', 'finance'],
    ['car rental', 'rental'],
    ['nail salon booking app', 'booking'],
    ['museum shop', 'shop'],
    ['school library', 'library'],
    ['hotel restaurant', 'dining'],
    ['airport parking', 'parking'],
    ['esports tournament', 'tournaments'],
  ])('for a %s goes by its head, and not by one of its words: %s', (topic, domain) => {
    expect(domainOf(topic)).toBe(domain);
  });

  it('goes by no word that means something else behind another', () => {
    expect(domainOf('power bank')).toBeUndefined();
    expect(askedFor(domains, 'power bank').nearest.map(({ domain }) => domain.name)).toContain('finance');
  });

  it('tells by which words it was understood, and what it knows nothing of', () => {
    const design = read('something like Tinder but for dogs');
    expect(design.decisions.map(({ why }) => why)).toContain(
      'the description names the product "tinder", which is known as "dating"',
    );
    expect(design.notUnderstood.map(({ why }) => why)).toEqual([
      'the library knows nothing of "dog": what is usual under "Dating" was taken',
    ]);
    expect(read('a hair salon').decisions.map(({ why }) => why)).toContain('the description asks for "hair salon"');
  });

  it('gets what its subject has, of a domain that knows several', () => {
    const names = (text: string) => read(text).entities.map(({ name }) => name);
    expect(names('hair salon')).toContain('staff_member');
    expect(names('hair salon')).not.toContain('room');
    expect(names('hotel')).toContain('room');
  });

  it('of which nothing is known gets the nearest, and how to go on', () => {
    expect(() => read('power bank')).toThrowError(
      expect.objectContaining({ hint: expect.stringContaining('Finance and ledger (by "bank")') }),
    );
    expect(() => read('quantum laundromat')).toThrowError(
      // Some of them, with their names as they are written.
      expect.objectContaining({ hint: expect.stringMatching(/the library knows .*CRM and support.* and \d+ more$/) }),
    );
  });

  it('with things named by itself gets their usual attributes, and with sentences only what they tell', () => {
    const named = read('A gym with members, trainers and membership plans');
    expect(named.domains).toContain('fitness');
    expect(named.entities.map(({ name }) => name)).toEqual(expect.arrayContaining(['member', 'trainer']));
    expect(read('A gym. Members have a name. Members book classes.').domains).not.toContain('fitness');
  });
});
