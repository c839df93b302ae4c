import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import type { Design } from '../model.ts';
import { simpler } from './simpler.ts';
import { understand } from './understand.ts';

const read = (text: string): Design => understand({ text, name: 'the description' }, domains);
const names = (design: Design) => design.entities.map((one) => one.name).sort();
const told = (design: Design, name: string) =>
  design.entities.find((one) => one.name === name)?.attributes.map((one) => one.name) ?? [];
const ties = (design: Design) =>
  design.relations.map(({ from, to, role }) => `${from} > ${to}${role === to ? '' : ` as ${role}`}`);

describe('a sentence that tells of several things', () => {
  it.each([
    [
      'A warden, of whom we know the name and the rank, patrols many parks.',
      ['each warden has the name and the rank;', 'A warden patrols many parks.'],
    ],
    ['The guild has halls, each of which has a name.', ['The guild has halls;', 'each hall has a name.']],
    [
      'A trail consists of stages, each numbered within the trail.',
      ['A trail consists of stages;', 'each stage has a number (unique within the trail).'],
    ],
    ['Buyers, with a name and a city, place bids.', ['each buyer has a name and a city;', 'Buyers place bids.']],
    ['A lamp has a code and is made by one foundry.', ['A lamp has a code;', 'A lamp is made by one foundry.']],
    ['Best regards, Ada', []],
    [
      'Each guest has a home address consisting of street, city and zip code.',
      ['Each guest has the street, the city, the zip code.'],
    ],
    ['A diver has a date of birth, from which the age is computed.', ['A diver has a date of birth.']],
    ['Masons carve lintels and have a guild number.', ['Masons carve lintels;', 'Masons have a guild number.']],
    [
      'A drone has a serial number, stands in a hangar and is flown by several pilots.',
      ['A drone has a serial number;', 'A drone stands in a hangar;', 'A drone is flown by several pilots.'],
    ],
    [
      'At each sitting, portraits are taken, each with a width and a height.',
      ['each sitting has several portraits;', 'each portrait has a width and a height.'],
    ],
    [
      'A poet, who has a name and a pen name, edits journals.',
      ['each poet has a name and a pen name;', 'A poet edits journals.'],
    ],
    [
      'For smiths and masons we store the name and the wage.',
      ['For smiths we store the name and the wage;', 'For masons we store the name and the wage.'],
    ],
    [
      'Prints of a plate are stored with a number and a size.',
      ['each print belongs to one plate;', 'each print has a number and a size.'],
    ],
    [
      'There are two kinds of reeds: marsh reeds, which have a depth, and sea reeds, which have a salinity.',
      [
        'There are two kinds of reeds: marsh reeds and sea reeds;',
        'each marsh reed has a depth;',
        'each sea reed has a salinity.',
      ],
    ],
    [
      'Each use of a winch by a crew is logged with the date and time.',
      ['each use belongs to one winch;', 'each use belongs to one crew;', 'each use has the date and time.'],
    ],
    [
      'Frescoes were painted by several masters, of whom we want to know the name and the birth year.',
      ['Frescoes are painted by several masters;', 'each master has the name and the birth year.'],
    ],
    [
      'Porters are assigned to gates in a certain role from a start date to an end date.',
      ['Porters are assigned to several gates with a role and a start date and an end date.'],
    ],
    [
      'A drill is recorded when a diver completes a dive.',
      ['each drill belongs to one diver;', 'each drill belongs to one dive.'],
    ],
    ['Over time a barn can have several roofs.', ['a barn can have several roofs.']],
    ['A seal is flagged as genuine or forged.', ['A seal has a kind (genuine, forged).']],
    ['A label links a jar to a shelf.', ['each label belongs to one jar;', 'each label belongs to one shelf.']],
    ['We would like to replace our spreadsheets.', []],
    ['A porter is responsible for each trunk.', ['each trunk belongs to one porter.']],
  ])('is parted: "%s"', (text, said) => {
    expect(simpler(text, text.toLowerCase())).toEqual(said);
  });

  it('goes on with what is done where that has a noun', () => {
    const design = read(
      'Songs have a title. Prizes have a name. Songs can be nominated for prizes. Each nomination has a year.',
    );
    expect(ties(design)).toEqual(['nomination > song', 'nomination > prize']);
    const clinic = read('Pets have a name. A pet may be admitted several times. Each admission has a date.');
    expect(ties(clinic)).toEqual(['admission > pet']);
  });
});

describe('what a description tells of all things', () => {
  const lab =
    'Clients have a name and an address. Wells have a code and a depth. Jars have a label and a size. Each probe belongs to one well; we record the date, the result and the unit.';

  it('is of what was spoken of before, where nobody is named', () => {
    expect(told(read(lab), 'probe')).toEqual(['date', 'result', 'unit']);
  });

  it('gets nothing from the library beside it', () => {
    const design = read(
      'Guests have a name and a phone. Rooms have a number and a floor. Hotels have a name and a city. Rooms belong to a hotel. A booking is made by a guest for a room.',
    );
    expect(told(design, 'booking').filter((one) => !/_at$|_on$|date|status/.test(one))).toEqual([]);
  });
});

describe('a pronoun', () => {
  it('means what the sentence before spoke of', () => {
    const design = read(
      'A kite is repaired by one maker. It is identified by a tag number and has a colour and a span.',
    );
    expect(told(design, 'kite')).toEqual(['tag_number', 'colour', 'span']);
  });
});

describe('a word that is no table', () => {
  it('is one of others that are spoken of', () => {
    const design = read(
      'Clubs have a name. A club has a home rink with a name and a capacity. A rink may be shared by two clubs.',
    );
    expect(names(design)).toEqual(['club', 'rink']);
    expect(told(design, 'rink')).toEqual(['name', 'capacity']);
  });

  it('is a longer word for what all other sentences call by a shorter one', () => {
    const design = read(
      'The system manages sled races. A race has a name and a date. Dogs have a name. Dogs run in races.',
    );
    expect(names(design)).toContain('race');
    expect(names(design)).not.toContain('sled_race');
  });

  it('is a number', () => {
    const design = read('A crate has a label and a maximum number of eggs. Eggs have a weight. Eggs lie in a crate.');
    expect(told(design, 'crate')).toEqual(['label', 'maximum_eggs']);
    expect(ties(design)).toEqual(['egg > crate']);
  });

  it('is whoever all is kept for', () => {
    const design = read('A hospital is organised into wards. Each ward has a number and a floor.');
    expect(names(design)).toEqual(['ward']);
  });

  it('is what one other thing has one of, where all else is told', () => {
    const design = read(
      'Writers have a name and a birth date. Novels have a title and a year. Shops have a name and a city. A writer lives in a hamlet. A novel is written by one writer. A shop sells several novels.',
    );
    expect(names(design)).not.toContain('hamlet');
    expect(told(design, 'writer')).toContain('hamlet');
  });

  it('is an example, or a greeting', () => {
    const design = read('Hello, cows have a name and a weight. Cows eat fodders such as hay or clover. Thanks, Bo');
    expect(names(design)).toEqual(['cow', 'fodder']);
  });

  it('is a kind, where more is kept of it than of others', () => {
    const design = read(
      'Sailors and cooks are hands. Hands have a name and a wage. Cooks have a licence number. Sailors have a rank.',
    );
    expect(design.entities.find((one) => one.name === 'cook')?.subtypeOf?.of).toBe('hand');
  });
});

it.each([
  ['Sessions are paid by card.', ['payment > session']],
  ['Sessions are paid by drivers.', ['session > driver', 'payment > session', 'payment > driver']],
])('tells how something is done from by whom: "%s"', (text, wanted) => {
  const said = 'Sessions have a start time. Each payment has an amount and a time. Drivers have a name.';
  const { relations } = understand({ text: `${said} ${text}`, name: 'the description' }, domains);
  expect(relations.map(({ from, to }) => `${from} > ${to}`)).toEqual(wanted);
});
