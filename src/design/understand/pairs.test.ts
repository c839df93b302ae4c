import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import type { Design } from '../model.ts';
import { understand } from './understand.ts';

const read = (text: string): Design => understand({ text, name: 'the description' }, domains);
const ties = ({ relations }: Design) =>
  relations.map(
    ({ from, to, role, kind, optional }) =>
      `${from} ${{ 'many-to-one': '>', 'one-to-one': '=', 'many-to-many': '<>' }[kind]} ${to}${role === to ? '' : ` as ${role}`}${optional ? '?' : ''}`,
  );
const told = ({ entities }: Design, name: string) =>
  entities.find((one) => one.name === name)?.attributes.map((one) => one.name);

describe('how many there are of each for one of the other', () => {
  it.each([
    ['Each drone is flown by one pilot, who may fly at most one drone. Pilots have a name.', ['drone = pilot']],
    ['A hangar may have one or more pilots. A pilot may be assigned to one or two hangars.', ['hangar <> pilot']],
    [
      'A tutor may tutor several pupils, and a pupil may be tutored by several tutors. Pupils have a name.',
      ['tutor <> pupil'],
    ],
    ['Each wagon corresponds to one train, and one train can correspond to several wagons.', ['wagon > train']],
    ['There is a many-to-many relationship between falcons and falconers.', ['falcon <> falconer']],
    ['The relationship between aviaries and falcons is one-to-many.', ['falcon > aviary']],
    ['Each crew must belong to a captain. Each captain must belong to a crew.', ['crew > captain', 'captain > crew']],
    ['Each rower plays for one club. A club has at least eleven rowers.', ['rower > club']],
    ['A falconer may supervise other falconers. Falconers have a name.', ['falconer > falconer as supervisor?']],
    ['A dive may have several prerequisites, which are other dives.', ['dive <> dive as prerequisite']],
    ['A rower may be a member of one or more clubs. Clubs have a name. Rowers have a name.', ['rower <> club']],
    [
      'Clubs have a name. Each regatta is held between a home club and an away club.',
      ['regatta > club as home_club', 'regatta > club as away_club'],
    ],
    [
      'Each ferry leaves from one pier and ends at another pier. Piers have a name.',
      ['ferry > pier as origin_pier', 'ferry > pier as destination_pier'],
    ],
    ['A fault leads to at most one repair. Repairs have a date. Faults have a name.', ['fault > repair?']],
    ['Recipes have a title. Recipes may be variations of another recipe.', ['recipe > recipe as original_recipe?']],
    ['Regions have a name. Regions can lie within larger regions.', ['region > region as parent_region?']],
    ['Bays have a number. Season ticket holders are assigned a bay.', ['season_ticket_holder > bay']],
    ['Routes have a number. A trip is a run of a route.', ['trip > route']],
    [
      'Rowers have a name. Berths have a number. Cruises have a departure time. Rowers book berths on a cruise.',
      ['booking > rower', 'booking > berth', 'booking > cruise'],
    ],
    [
      'Guests have a name. Dishes have a price. Taverns have a name. Guests rate dishes of a tavern.',
      ['dish > tavern', 'rating > guest', 'rating > dish'],
    ],
    ['Falcons have a name. Each aviary is cared for by one or more falconers.', ['aviary <> falconer']],
  ])('%s', (text, expected) => {
    expect(ties(read(text)).sort()).toEqual([...expected].sort());
  });
});

describe('what is told of two things together', () => {
  it('lies between them where both are there by themselves', () => {
    const pharmacy = read(
      'A blend contains one or more resins with a share and quantity. For each resin, we store the name and a unit price.',
    );
    expect(ties(pharmacy)).toEqual(['blend_resin > blend', 'blend_resin > resin']);
    expect(told(pharmacy, 'blend_resin')).toEqual(['share', 'quantity']);
    const festival = read('Patrons have a name. Stages have a name. Patrons support stages with an amount.');
    expect(told(festival, 'patron_stage')).toEqual(['amount']);
  });

  it('stays with what is nothing without the other', () => {
    expect(ties(read('A blend contains several steps with a position. Each step belongs to one blend.'))).toEqual([
      'step > blend',
    ]);
  });
});

describe('which values there are', () => {
  it.each([
    ['Wines have a name and have a colour: red, white, sparkling.', 'wine', 'colour', ['red', 'white', 'sparkling']],
    ['Bays have a number. A bay is standard, disabled or double.', 'bay', 'kind', ['standard', 'disabled', 'double']],
    [
      'Quarrels have a number. Quarrels can have the states draft, open and closed.',
      'quarrel',
      'status',
      ['draft', 'open', 'closed'],
    ],
    ['Stays have a start. A stay is paid by card or cash.', 'stay', 'payment_method', ['card', 'cash']],
    [
      'Parties have a name. Quarrels have a number. Parties take part in quarrels as claimant or witness.',
      'party_quarrel',
      'role',
      ['claimant', 'witness'],
    ],
  ])('%s', (text, entity, attribute, values) => {
    const found = read(text).entities.find(({ name }) => name === entity);
    expect(found?.attributes.find(({ name }) => name === attribute)?.values).toEqual(values);
  });
});

describe('what is a number', () => {
  it.each([
    'Tasks have a priority from 1 to 5.',
    'A fault has a severity from 1 to 5 and a name.',
    'Tickets have a status from 1 to 4.',
  ])('%s has no list of words, whatever is usual', (text) => {
    const found = read(text)
      .entities.flatMap(({ attributes }) => attributes)
      .find(({ max }) => max !== undefined);
    expect(found).toMatchObject({ type: 'integer', min: 1 });
    expect(found?.values ?? found?.default).toBeUndefined();
  });
});

describe('kinds', () => {
  it('are what two names with the same thing at their end are, where that is spoken of', () => {
    const design = read('A festival. There are day tickets and weekend tickets. Each ticket has a unique barcode.');
    expect(design.entities.map(({ name }) => name)).toEqual(['ticket']);
    expect(design.entities[0]?.attributes.find(({ name }) => name === 'type')?.values).toEqual(['day', 'weekend']);
  });
});

describe('whose things are', () => {
  it.each([
    ['Rowers store their oars in a shed. Oars have a length.', ['oar > rower']],
    ['Skippers drop off their dinghies. Dinghies have a length.', ['dinghy > skipper']],
    [
      'Skippers pay their dues in one or more instalments. Instalments have an amount.',
      ['instalment > due', 'instalment > skipper'],
    ],
  ])('is told by "%s"', (text, wanted) => {
    expect(ties(read(text))).toEqual(expect.arrayContaining(wanted));
    expect(read(text).entities.map(({ name }) => name)).not.toContainEqual(expect.stringMatching(/ing$/));
  });

  it('is told of tenants as of all others', () => {
    const design = read('Each instalment belongs to one invoice and one tenant.');
    expect(design.wishes.flatMap(({ by }) => by ?? [])).toEqual([]);
  });
});

describe('three that go together', () => {
  it.each([
    ['A pilot prescribes a kite to a guest.', 'prescription', ['guest', 'kite', 'pilot']],
    ['Pilots supply kites to hangars.', 'delivery', ['hangar', 'kite', 'pilot']],
    ['A pilot may lend a kite to a guest.', 'loan', ['guest', 'kite', 'pilot']],
  ])('are one table with three references: "%s"', (said, name, wanted) => {
    const text = `${said} Pilots have a name. Kites have a mark. Guests have a name. Hangars have a name.`;
    const { relations } = understand({ text, name: 'the description' }, domains);
    expect(
      relations
        .filter((one) => one.from === name)
        .map((one) => one.to)
        .sort(),
    ).toEqual(wanted);
    expect(relations.filter((one) => one.from !== name)).toEqual([]);
  });
});
