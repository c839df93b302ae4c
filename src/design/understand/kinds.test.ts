import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import type { Design } from '../model.ts';
import { understand } from './understand.ts';

const read = (text: string): Design => understand({ text, name: 'the description' }, domains);
const attributes = (design: Design, name: string) =>
  design.entities.find((one) => one.name === name)?.attributes.map((one) => one.name);
const missed = (design: Design) => design.notUnderstood.map(({ words, why }) => `${words} ${why}`).join('\n');

describe('kinds of a thing', () => {
  it.each([
    'A ferry is a vessel with a deck count. A tug is a vessel with a pulling force in kN. Each vessel has a name.',
    'Ferries and tugs are vessels with a name. A ferry has a deck count and a tug has a pulling force in kN.',
    'Ferries and tugs are vessels with a name, but a ferry has a deck count and a tug has a pulling force in kN.',
  ])('have what is told of them, and a type tells which it is: %s', (text) => {
    const design = read(text);
    expect(attributes(design, 'vessel')).toEqual(['name', 'type']);
    expect(attributes(design, 'ferry')).toEqual(['deck_count']);
    expect(design.entities.find(({ name }) => name === 'tug')?.subtypeOf).toEqual({
      of: 'vessel',
      when: { attribute: 'type', is: 'tug' },
    });
  });

  it('are another word where there is one alone', () => {
    const design = read(
      'A leaseholder is a person with a name and an email. A lease has a leaseholder and a start date.',
    );
    expect(design.entities.map(({ name }) => name).sort()).toEqual(['lease', 'person']);
  });
});

describe('who and what a sentence goes on with', () => {
  it('is what it began with', () => {
    const design = read('Bills are sent to anglers: each has a colour and a width. An angler has a name.');
    expect(attributes(design, 'bill')).toEqual(expect.arrayContaining(['colour', 'width']));
  });

  it('is no tenant of an application where he is a person', () => {
    const text =
      'A rack has a size. A tenant is a person with a name and an email. Each contract belongs to one tenant.';
    expect(read(text).wishes.map(({ kind }) => kind)).not.toContain('tenancy');
  });
});

describe('words that hold sentences together', () => {
  it.each([
    ['As a clerk, I want each parcel to carry a weight and a destination.', 'parcel', ['weight', 'destination']],
    ['As a keeper I want every boat to show a sail colour and a length.', 'boat', ['sail_colour', 'length']],
    [
      'The system shall store for every notary: full name, email address, mobile phone. A deed has a number.',
      'notary',
      ['full_name', 'email_address', 'mobile_phone'],
    ],
  ])('are no part of a name: %s', (text, name, expected) => {
    const design = read(text);
    expect(attributes(design, name)).toEqual(expected);
    expect(design.entities.some((one) => /each|every|shall/.test(one.name))).toBe(false);
  });

  it('make no reference of their own: the same grave is a grave', () => {
    const design = read('Several burials may take place in the same grave. A burial has a date. A grave has a number.');
    expect(design.relations.map(({ from, to, role }) => `${from} > ${to} as ${role}`)).toEqual([
      'burial > grave as grave',
    ]);
  });

  it('are told where a rule finds nothing that it holds of', () => {
    const text = 'A dive has a date. Divers have a name. No diver shall be assigned to the same dive twice.';
    expect(missed(read(text))).toContain('nothing in the design is what this holds of');
    const assigned = read(`${text} Divers are assigned to dives. An assignment has a role.`);
    expect(assigned.entities.find(({ name }) => name === 'assignment')?.keys.map(({ of }) => of)).toEqual([
      ['diver', 'dive'],
    ]);
  });

  it('tell of whom something is once at most', () => {
    const design = read('A permit appears on at most one bill. Bills have a sum. A permit has a colour.');
    expect(design.relations.map(({ from, to }) => `${from} > ${to}`)).toEqual(['permit > bill']);
  });
});
