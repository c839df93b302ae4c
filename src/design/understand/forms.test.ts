import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import type { Design } from '../model.ts';
import { understand } from './understand.ts';

const read = (text: string): Design => understand({ text, name: 'the description' }, domains);
const names = (design: Design) => design.entities.map((one) => one.name).sort();
const entityOf = (design: Design, name: string) => design.entities.find((one) => one.name === name);
const ties = (design: Design) =>
  design.relations.map(({ from, to, role }) => `${from} > ${to}${role === to ? '' : ` as ${role}`}`);

/** `number unique`, `phone?`, `kind car/van`: an attribute with what is said of it. */
const told = (design: Design, name: string) =>
  (entityOf(design, name)?.attributes ?? []).map(
    (one) =>
      `${one.name}${one.optional ? '?' : ''}${one.unique ? ' unique' : ''}${one.values ? ` ${one.values.join('/')}` : ''}`,
  );

describe('the clauses of a specification', () => {
  it('have numbers that count nothing', () => {
    const design = read(`# Kennel register

## 2. Kennels
2.1 The company operates kennels. Each kennel has a name.
2.2 A kennel houses dogs.

## 3. Dogs
3.1 Dogs are identified by their chip number. A dog has a name.
- 60 dogs`);
    expect(names(design)).toEqual(['dog', 'kennel']);
    expect(design.contradictions).toEqual([]);
    expect(entityOf(design, 'dog')?.volume?.rows).toBe(60);
  });
});

describe('what a list says of its members', () => {
  it.each([
    ['A buoy has a code of 6 characters, unique, and a colour.', 'buoy', ['code unique', 'colour']],
    ['A diver has a name and a certificate number, which is optional.', 'diver', ['name', 'certificate_number?']],
    ['A toll has an amount and a settled date, which may be empty.', 'toll', ['amount', 'settled_date?']],
    [
      'A tour has a title and optionally an actual departure and an actual arrival.',
      'tour',
      ['title', 'actual_departure?', 'actual_arrival?'],
    ],
    [
      'A barge has a length in metres, and is a tanker, a hopper or a pontoon.',
      'barge',
      ['length_metres', 'kind tanker/hopper/pontoon'],
    ],
    ['Sap is harvested from maples in litres. A harvest has a date.', 'harvest', ['sap_litres', 'date']],
    ['A mast has a name and a location (latitude and longitude).', 'mast', ['name', 'latitude?', 'longitude?']],
    ['Rangers have badges, each with a colour and an award date.', 'badge', ['colour', 'award_date']],
    [
      'Donations are made by card, cheque or transfer. A donation has an amount.',
      'donation',
      ['method card/cheque/transfer', 'amount'],
    ],
    ['A hall has a number of floor metres for stands.', 'hall', ['number_of_floor_metres']],
    ['A well has a number unique within its street and a depth.', 'well', ['number', 'depth']],
    ['A float has exactly one crew, each with a colour. Crews have a name.', 'crew', ['colour', 'name']],
    ['Sowings have a date and a number germinated.', 'sowing', ['date', 'number_germinated']],
    ['A pen has a size and a roof or not.', 'pen', ['size', 'roof']],
    ['An assay has a result and a date.', 'assay', ['result', 'date']],
    ['A course has a name and a maximum number of participants.', 'course', ['name', 'maximum_participants']],
    ['A specimen has a collection date and seeds sown.', 'specimen', ['collection_date', 'seeds_sown']],
    [
      'Members inspect boilers: at an inspection the pressure, whether leaks were seen, and notes are recorded.',
      'inspection',
      ['pressure', 'leaks_seen', 'notes?'],
    ],
    [
      'A wagon is loading, loaded, moving or scrapped. A wagon has a name.',
      'wagon',
      ['name', 'status loading/loaded/moving/scrapped'],
    ],
    [
      'Geese are marked with a ring colour (white, red or blue) and have a birth year.',
      'goose',
      ['ring_colour white/red/blue', 'birth_year'],
    ],
  ])('reads "%s"', (text, entity, attributes) => {
    expect(
      told(read(text), entity).filter((one) => attributes.some((two) => two.split(' ')[0] === one.split(' ')[0])),
    ).toEqual(attributes);
  });

  it('makes no thing of what only tells more of a member', () => {
    const design = read('A locker has a number, unique per station, and a size. Stations have a name and lockers.');
    expect(names(design)).toEqual(['locker', 'station']);
    expect(entityOf(design, 'locker')?.keys.map((one) => one.of)).toEqual([['number', 'station']]);
    expect(told(design, 'locker')).not.toContain('number unique');
  });
});

describe('what hangs together', () => {
  it.each([
    [
      'A cable connects two masts, the mast of origin and the mast of landing, and has a length. Masts have a name.',
      ['cable > mast as origin_mast', 'cable > mast as landing_mast'],
    ],
    ['A mare has a name. A mare is the daughter of another mare, if known.', ['mare > mare as mother_mare']],
    ['A dossier has a title. A dossier may be merged with another dossier.', ['dossier > dossier as merged_dossier']],
    ['We run walks, which hikers attend. A walk has a date.', ['attendance > hiker', 'attendance > walk']],
    ['Persons act in plays under a stage name. A play has a title.', ['casting > person', 'casting > play']],
    [
      'A berth has a number. Trips have a date. Bookings have a date. A berth can be reserved for a booking on a trip.',
      ['berth_reservation > berth', 'berth_reservation > booking', 'berth_reservation > trip'],
    ],
    [
      'Verdicts have a date. Cases have a title. Each verdict belongs to exactly one case, and a case has at most one verdict.',
      ['verdict > case'],
    ],
    ['Botanists (name, email) collect samples. A sample has a weight.', ['sample > botanist']],
    [
      'Piers have a name. Piers are connected by cables with a length.',
      ['cable > pier as origin_pier', 'cable > pier as destination_pier'],
    ],
    ['A causeway connects two islets.', ['causeway > islet as origin_islet', 'causeway > islet as destination_islet']],
    [
      'Depots have a name. A haul moves gravel from a source depot to a destination depot. A portage runs from one depot to another.',
      [
        'haul > depot as source_depot',
        'haul > depot as destination_depot',
        'portage > depot as origin_depot',
        'portage > depot as destination_depot',
      ],
    ],
    ['Skippers can be members of several guilds.', ['skipper > guild']],
    ['Weavers have looms, each in exactly one mill. Mills have a name.', ['loom > weaver', 'loom > mill']],
    [
      'Tugs have a name. Tugs are dispatched to wrecks, and divers take part in them with a role. Wrecks have a depth.',
      ['dispatch > tug', 'dispatch > wreck', 'diver_wreck > diver', 'diver_wreck > wreck'],
    ],
    ['Residents book the laundry room. A resident has a name.', ['booking > resident']],
    ['Listeners download tapes. Each download has a country.', ['download > listener', 'download > tape']],
    ['A notice matches at most one wreck. Wrecks have a depth.', ['notice > wreck']],
    ['Wounded climbers are handed over to one clinic. Clinics have a name.', ['wounded_climber > clinic']],
    ['Elms are inspected by foresters: date, vitality and a note.', ['inspection > elm', 'inspection > forester']],
    ['Volunteers paint and mend hulls. Hulls have a length.', ['painting > volunteer', 'painting > hull']],
    [
      'Chess nights take place in cellars, and fellows sign up for them.',
      ['chess_night > cellar', 'fellow > chess_night'],
    ],
    [
      'Reeves inspect weirs: the date, the number of cracks, whether a gate was stuck.',
      ['inspection > reeve', 'inspection > weir'],
    ],
    ['Sap is harvested from maples in litres. A harvest has a date.', ['harvest > maple']],
    [
      'Each dive is of exactly one diver, takes place at a site on a date and yields one or more shells.',
      ['dive > diver', 'dive > site', 'shell > dive'],
    ],
  ])('in "%s"', (text, expected) => {
    expect(ties(read(text))).toEqual(expect.arrayContaining(expected));
  });

  it('has a role once, whatever the library calls it', () => {
    const design = read(
      'Warehouses with stock of products. A stock transfer moves stock from a source warehouse to a destination warehouse.',
    );
    const transfer = names(design).find((one) => one.endsWith('transfer')) ?? '';
    expect(ties(design).filter((one) => one.startsWith(`${transfer} > warehouse`))).toEqual([
      `${transfer} > warehouse as source_warehouse`,
      `${transfer} > warehouse as destination_warehouse`,
    ]);
    expect(entityOf(design, transfer)?.checks).toMatchObject([
      { kind: 'different', first: 'source_warehouse', second: 'destination_warehouse' },
    ]);
  });

  it('is known within what it is part of', () => {
    const design = read(
      'Orchards have a name. A tree is identified by its number within the orchard. Trees have a height.',
    );
    expect(told(design, 'tree')).toEqual(['number', 'height']);
    expect(entityOf(design, 'tree')?.keys.map((one) => one.of)).toEqual([['number', 'orchard']]);
  });

  it('is there once for a pair', () => {
    const road = read(
      'Villages have a name. A road connects two villages and has a length. There is at most one road per pair of villages.',
    );
    expect(entityOf(road, 'road')?.keys.map((one) => one.of)).toEqual([['origin_village', 'destination_village']]);
    const dues = read(
      'Sailors have a name. Sailors pay dues. A due has an amount and is paid once per sailor and year. A due is paid once per sailor and year.',
    );
    expect(dues.entities.flatMap((one) => one.keys.map((two) => two.of))).toContainEqual(['sailor', 'year']);
  });

  it.each([
    [
      'A kayak has a name. Guests borrow kayaks: a loan has a start date and optionally a return date. A kayak cannot be on loan twice at the same time.',
      'loan',
    ],
    [
      'Halls have a name. A match takes place in a hall, from a start time to an end time. Two matches must not overlap in the same hall.',
      'match',
    ],
    [
      'Lifts have a name. A service period has a start date and an end date. A lift cannot be in two service periods at the same time.',
      'service_period',
    ],
  ])('never twice at once: "%s"', (text, entity) => {
    expect(entityOf(read(text), entity)?.checks.map((one) => one.kind)).toContain('no overlap');
  });
});

describe('queries', () => {
  const asked = (text: string) => read(text).access.filter((one) => one.cause.kind === 'said');

  it('are two look-ups where either will do', () => {
    expect(
      asked('Anglers have a permit number and an email. We find anglers by email or by permit number.').map(
        (one) => one.equal,
      ),
    ).toEqual([['email'], ['permit_number']]);
  });

  it('of what is overdue leave out what has come back', () => {
    expect(
      asked('A loan has a due date and a return date. We list overdue loans by due date.').map(({ range, absent }) => [
        range,
        absent,
      ]),
    ).toEqual([['due_date', ['return_date']]]);
  });

  it('of what nothing in the design means are told, and not planned as something else', () => {
    const design = read('Orchards have trees. We show a dashboard of cider yield by orchard and year.');
    expect(design.access.filter((one) => one.cause.kind === 'said')).toEqual([]);
    expect(design.notUnderstood.map((one) => one.why)).toEqual(['the query is of nothing that the design has']);
  });

  it('stand behind what announces them', () => {
    const design = read('Machines have repairs. A repair has a date.\nReports: repairs of a machine, newest first.');
    expect(names(design)).toEqual(['machine', 'repair']);
    expect(design.access.filter((one) => one.cause.kind === 'said')).toMatchObject([
      { of: 'repair', equal: ['machine'], order: ['date desc'] },
    ]);
  });

  it('in the passive are queries all the same', () => {
    const design = read('A toll has an amount, a due date and a paid date. Unpaid tolls are listed by due date.');
    expect(names(design)).toEqual(['toll']);
    expect(design.access.filter((one) => one.cause.kind === 'said')).toMatchObject([
      { absent: ['paid_date'], order: ['due_date'] },
    ]);
  });
});

describe('what was not made anything of', () => {
  const why = (text: string) => read(text).notUnderstood.map((one) => one.why);

  it.each([
    ['Rangers clean ponds for a wage. Ponds have a name.', '"wage"'],
    ['Hares have a name. Hunters give venison.', '"venison"'],
    ['A bell has a tone. Bells are tuned by ringers of 12 years.', '"12 years"'],
    ['Looms have a width. Weavers thread looms with yarn such as merino skeins.', '"merino skeins"'],
  ])('is told: "%s"', (text, lost) => {
    expect(why(text).join('; ')).toContain(lost);
  });

  it.each([
    'Each loom has a width, a price and a built year. A weaver owns one or more looms.',
    'As a clerk, I want to record a toll with an amount, so that a higher office sees it.',
    'Boats stand at berths. A boat has a name and a length in metres.',
  ])('is nothing: "%s"', (text) => {
    expect(why(text)).toEqual([]);
  });
});

describe('the whole', () => {
  it.each([
    ['We operate a funicular line. Cars have a name. A rider buys tickets.', ['car', 'rider', 'ticket']],
    ['A mending café where tinkers mend clocks. Clocks have a brand.', ['clock', 'mending', 'tinker']],
    ['Gliders have a span and get damaged. Kites have to be returned. A kite has a colour.', ['glider', 'kite']],
    ['Panels consist of judges and award medals.', ['judge', 'medal', 'panel']],
    ['Meals are ordered by hikers and billed at departure. Drills are held on Tuesdays.', ['drill', 'hiker', 'meal']],
    ['Hikers reserve bunks for one or more nights. Bunks have a number.', ['bunk', 'hiker', 'reservation']],
    ['As a steward, I want to see who has not paid. A float has a name.', ['float', 'steward']],
    ['Fellows lend puzzles to each other. A puzzle has a brand.', ['fellow', 'loan', 'puzzle']],
    ['Crews consist of two or three rowers. A quay is in one of four wards.', ['crew', 'quay', 'rower', 'ward']],
    ['A chess club: teams of fellows. Lighthouses have a height.', ['fellow', 'lighthouse', 'team']],
    ["Riggers' spells have a start and an end. Riggers have a name.", ['rigger', 'spell']],
    ['A smithy with forges, anvils and hammers.', ['anvil', 'forge', 'hammer']],
    ['A shop for kites with customers, orders and returns.', ['customer', 'order', 'return']],
  ])('is no row of itself: "%s"', (text, expected) => {
    expect(names(read(text))).toEqual(expected);
  });

  it('knows how many come of what each does again and again', () => {
    const design = read('There are 100 buoys. Each buoy sends a sounding every 10 seconds with a depth.');
    expect(entityOf(design, 'sounding')?.volume?.perDay).toBe(864_000);
  });

  it('is asked in sentences without a verb', () => {
    const design = read('Mills send soundings. A sounding has a depth. The latest sounding of each mill.');
    expect(design.access.filter((one) => one.cause.kind === 'said')).toMatchObject([{ of: 'sounding', each: 'mill' }]);
  });
});

describe('what is said twice and otherwise', () => {
  const contradicted = (text: string) => read(text).contradictions.map(({ at, taken }) => `${at}: ${taken}`);

  it.each([
    [
      'The rank of a float is between 1 and 5. The rank of a float is between 1 and 9. A float has a name.',
      'float.rank: The rank of a float is between 1 and 9.',
    ],
    [
      'Float names must be unique. Float names need not be unique. A float has a length.',
      'float.name: Several may have the same name.',
    ],
    [
      "A float has a name and a retired date. A float's retired date is optional. A float's retired date is mandatory.",
      'float.retired_date: The retired date of float is mandatory.',
    ],
    [
      'Users have a name. A float has a name and exactly one assignee. A float can have several assignees.',
      'float.assignee: Each float may have several assignee rows.',
    ],
  ])('is told: "%s"', (text, told) => {
    expect(contradicted(text)).toEqual([told]);
  });

  it('leaves no list of words to what is a number', () => {
    const design = read(
      'A todo app with tasks and labels. The priority of a task is between 1 and 5. A task has a title.',
    );
    const priority = entityOf(design, 'task')?.attributes.find((one) => one.name === 'priority');
    expect(priority).toMatchObject({ type: 'integer', min: 1, max: 5 });
    expect(priority?.values ?? priority?.default).toBeUndefined();
  });
});

describe('what is denied', () => {
  it.each([
    ['Floats have a name. No audit trail is needed.', []],
    ['Floats have a name. We do not need soft delete, audit or GDPR.', []],
    ['Floats have a name, without soft delete.', []],
    ['Floats have a name. GDPR does not apply.', []],
    ['Floats have a name. No personal data may leave the country.', ['privacy']],
    ['Floats have a name. Floats are never deleted.', ['soft delete']],
    ['Floats have a rating; keep rating history.', ['history']],
  ])('is no wish: "%s"', (text, wishes) => {
    expect(read(text).wishes.map((one) => one.kind)).toEqual(wishes);
  });
});

it('leaves nothing out that must be there, though it usually may', () => {
  const design = read('A photo app. Users share photos. Each photo must have a caption.');
  const caption = entityOf(design, 'photo')?.attributes.find((one) => one.name === 'caption');
  expect(caption?.optional).toBeUndefined();
});

describe('persons', () => {
  it('sign in to applications alone', () => {
    const archive = read('A film archive keeps films. Films have a title and are directed by persons.');
    expect(told(archive, 'person').map((one) => one.split(' ')[0])).not.toContain('password_hash');
    const app = read('A photo app where users share photos. Users have a name.');
    expect(told(app, 'user').map((one) => one.split(' ')[0])).toContain('email');
  });
});

it('knows German', () => {
  const german =
    'Ein Online-Shop: Kunden mit mehreren Adressen, Produkte mit Kategorien. Wir listen die Bestellungen eines Kunden, neueste zuerst.';
  const { entities, questions } = read(german);
  expect(entities.map((one) => one.name)).toEqual(expect.arrayContaining(['customer', 'address', 'product', 'order']));
  expect(questions.map((one) => one.question).join()).toMatch(/German/);
});

describe('few words', () => {
  it('tell which of them the library does not know', () => {
    expect(read('a circus school').notUnderstood.map((one) => one.why)).toEqual([
      'the library knows nothing of "circus": what is usual under "Learning" was taken',
    ]);
    expect(read('A database for a library system').notUnderstood).toEqual([]);
  });

  it('get what lies between two things once', () => {
    expect(names(read('We keep university courses and students.'))).toEqual(['course', 'enrollment', 'student']);
  });

  it('that name a thing are enough', () => {
    expect(names(read('users'))).toEqual(['user']);
    expect(names(read('notes and tags'))).toEqual(['note', 'tag']);
  });
});

it('gives documents that are filed in a case by a party to both', () => {
  const design = read(
    'Cases have a title. Parties have a name. Documents are filed in a case by a party. A document has a title.',
  );
  expect(ties(design)).toEqual(expect.arrayContaining(['document > case', 'document > party']));
});

describe('types of SQL in sentences', () => {
  it.each([
    'Planks have a length integer, a code char(6), a price numeric(8,3) and a mark uuid.',
    'Planks have a length (integer), a code (char(6)), a price (numeric(8,3)) and a mark (uuid).',
    'Plank: length (integer), code (char(6)), price (numeric(8,3)), mark (uuid)',
  ])('hold against what the names mean: %s', (text) => {
    const types = entityOf(read(text), 'plank')?.attributes.map(
      ({ name, type, sqlType, length }) => `${name} ${sqlType ?? type}${length === undefined ? '' : ` of ${length}`}`,
    );
    expect(types).toEqual(expect.arrayContaining(['length integer', 'mark uuid']));
    expect(types?.join()).toMatch(/code varchar\(6\)/);
    expect(types?.join()).toMatch(/price numeric\(8, ?3\)/);
  });
});

describe('bounds of what nobody is named for', () => {
  it('hold for each that has it, in a unit, too', () => {
    const design = read(`Dealers have a name and a rating. Models have a rating and a payload in kg.
Rating must be between 1 and 5. The payload must be positive.`);
    const bounds = design.entities.flatMap((one) =>
      one.attributes.flatMap(({ name, min, max }) =>
        min === undefined ? [] : [`${one.name}.${name} ${min} ${max ?? ''}`],
      ),
    );
    expect(bounds).toEqual(
      expect.arrayContaining(['dealer.rating 1 5', 'model.rating 1 5', expect.stringMatching(/^model\.payload_kg /)]),
    );
    expect(design.notUnderstood).toEqual([]);
  });
});
