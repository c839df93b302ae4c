import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import type { Design } from '../model.ts';
import { understand } from './understand.ts';

const read = (text: string): Design => understand({ text, name: 'the description' }, domains);
const names = ({ entities }: Design) => entities.map((one) => one.name);
const attributesOf = ({ entities }: Design, name: string) =>
  entities.find((one) => one.name === name)?.attributes.map((one) => one.name) ?? [];
const asked = ({ access }: Design) =>
  access.filter((one) => one.cause.kind === 'said').map((one) => ({ of: one.of, about: one.about }));

describe('sentences', () => {
  it('keeps the object of a wish before a full stop', () => {
    const { wishes } = read('Customers place orders and write reviews. Soft delete for orders.');
    expect(wishes.map(({ kind, of }) => ({ kind, of }))).toEqual([{ kind: 'soft delete', of: ['order'] }]);
  });

  it('reads the clause behind a title, and each clause of a sentence by its own verb', () => {
    const shop = read('A shop: Customers place orders, orders have items, and customers write reviews.');
    expect(names(shop)).toEqual(expect.arrayContaining(['customer', 'order', 'review']));
    expect(names(shop).filter((one) => /place|write|have/.test(one))).toEqual([]);
    const chained = read('Sailors own boats, join regattas and submit protests.');
    expect(names(chained)).toEqual(expect.arrayContaining(['sailor', 'boat', 'regatta', 'protest']));
  });

  it('takes who and which for the thing before, and for no thing', () => {
    const design = read('We have customers, who have orders. Boats, which have a name and a length.');
    expect(names(design)).not.toContain('who');
    expect(design.relations.some((one) => one.from === 'order' && one.to === 'customer')).toBe(true);
  });

  it('gives what is told of two things together to the table between both', () => {
    const school = read('Students enrol in courses with a grade.');
    const enrolment = school.entities.find((one) => /enrol/.test(one.name))?.name ?? '';
    expect(attributesOf(school, enrolment)).toContain('grade');
    const network = read('Users follow users since a date.');
    expect(attributesOf(network, 'user_follow')).toContain('since');
    expect(network.entities.find((one) => one.name === 'user_follow')?.identifiedBy).toEqual(['follower', 'followed']);
  });

  it('reads a list of queries as a query each, and no list of columns as one', () => {
    const text = `Sailors own boats. Boats have berths. Berths have bookings. We list the boats of a sailor newest first,
      the berths of a boat, and bookings by berth.`;
    expect(asked(read(text)).map((one) => one.of)).toEqual(['boat', 'berth', 'booking']);
    const columns = 'Sailors have a last name and a date of birth. We look up sailors by last name and date of birth.';
    expect(asked(read(columns))).toHaveLength(1);
  });

  it('takes the label of a wish for no thing', () => {
    const text = 'Users(id, email), Orders(id, user_id, total)\n\n# Constraints\n- GDPR: delete users within 30 days\n';
    const design = read(`${text}- Retention: orders are kept for 7 years\n`);
    expect(names(design)).toEqual(['user', 'order']);
    expect(design.wishes.map(({ kind }) => kind)).toEqual(['privacy', 'retention']);
  });

  it('takes tenants who rent for persons', () => {
    const letting = read('A letting agency manages properties with units, tenants and leases. Tenants pay rent.');
    expect(letting.wishes).toEqual([]);
    expect(read('Data of tenants is isolated. Tenants have projects.').wishes).toHaveLength(1);
  });

  it('takes doctors and nurses that stand in one list for two things, whatever the library calls both', () => {
    const clinic = read('A hospital with doctors and nurses. Doctors have a specialty. Nurses have a ward.');
    expect(attributesOf(clinic, 'nurse')).toContain('ward');
    expect(attributesOf(clinic, 'doctor')).not.toContain('ward');
  });

  it('hears who an owner is on the way', () => {
    const bank = read('Each account has an owner, who is a customer, and a balance.');
    expect(bank.relations.map(({ from, to, role }) => [from, to, role])).toEqual([['account', 'customer', 'owner']]);
    expect(attributesOf(bank, 'account')).toContain('balance');
  });

  it('keeps numbers of things, units and scales with the property', () => {
    const { entities } = read(
      'Lorries have a number of axles, a payload in kg and a condition from 1 to 9. Meters measure consumed kWh.',
    );
    const lorry = entities.find((one) => one.name === 'lorry')?.attributes ?? [];
    expect(lorry.map(({ name, type, min, max }) => [name, type, min, max])).toEqual([
      ['number_of_axles', 'quantity', undefined, undefined],
      ['payload_kg', 'decimal', undefined, undefined],
      ['condition', 'integer', 1, 9],
    ]);
    expect(entities.map((one) => one.name)).not.toContain('axle');
  });

  it('reads periods and pairs as what is kept of them', () => {
    const chess = read(
      'Members have a name. Tariffs have a name and are valid for a period. Games are played between two members, one with white and one with black.',
    );
    expect(attributesOf(chess, 'tariff')).toEqual(['name', 'valid_from', 'valid_until']);
    expect(chess.relations.filter((one) => one.from === 'game').map((one) => one.role)).toEqual([
      'white_member',
      'black_member',
    ]);
  });

  it('reads the list behind a colon as the properties of what was named last', () => {
    const radar = read('Each scan yields echoes: a bearing, a distance and a speed.');
    expect(attributesOf(radar, 'echo')).toEqual(['bearing', 'distance', 'speed']);
    expect(radar.relations.map(({ from, to }) => [from, to])).toEqual([['echo', 'scan']]);
  });

  it('makes no thing of who speaks or of what is wished to be known', () => {
    const bakery = read(
      'We bake loaves from recipes. I want to know which ingredients run low. Recipes need ingredients.',
    );
    expect(names(bakery).sort()).toEqual(['ingredient', 'loaf', 'recipe']);
    expect(bakery.notUnderstood).toHaveLength(1);
  });

  it('gives a place to what is done with two things and in a third', () => {
    const space = read(
      'Rockets launch missions from launch sites. Persons may marry other persons; a marriage has a date.',
    );
    const of = (name: string) => space.relations.filter((one) => one.from === name).map((one) => one.role);
    expect(of('launch')).toEqual(['rocket', 'mission', 'launch_site']);
    expect(of('marriage')).toEqual(['person', 'other_person']);
  });

  it('knows lists that have cards, and a table between by the pair that it lists', () => {
    const kanban = read('Boards have lists; lists have cards in a given order. Memberships(board_id, card_id, role)');
    expect(kanban.relations.map(({ from, to }) => `${from}>${to}`)).toEqual(
      expect.arrayContaining(['list>board', 'card>list']),
    );
    expect(attributesOf(kanban, 'card')).toContain('position');
    expect(kanban.entities.find((one) => one.name === 'membership')?.identifiedBy).toEqual(['board', 'card']);
  });

  it('ranks by how many there are', () => {
    const { access } = read('Projects have tickets. Show the top 10 projects by number of tickets.');
    expect(access.filter((one) => one.cause.kind === 'said')).toMatchObject([
      { of: 'ticket', limit: 10, summary: { groupBy: ['project'], ranked: true } },
    ]);
  });
});

describe('kinds of things', () => {
  const kinds = (text: string) =>
    read(text).entities.flatMap(({ name, subtypeOf }) =>
      subtypeOf ? [[name, subtypeOf.of, subtypeOf.when?.is ?? 'several']] : [],
    );

  it.each([
    ['Vehicles are cars, trucks or buses. A car has a boot. A truck has a crane. A bus has a driver name.', 3],
    ['A vehicle is either a car or a truck. A car has a boot. A truck has a crane.', 2],
    ['There are two kinds of vehicles: cars and trucks. Cars have a boot. Trucks have a crane.', 2],
    ['Cars and trucks are types of vehicles. Cars have a boot. Trucks have a crane.', 2],
  ])('are told by: %s', (text, many) => {
    const found = kinds(text);
    expect(found).toHaveLength(many);
    expect(found).toContainEqual(['car', 'vehicle', 'car']);
    expect(read(text).entities.find((one) => one.name === 'vehicle')?.attributes).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ name: 'type', type: 'choice' })]),
    );
  });

  it('of which nothing more is said are the values of a type', () => {
    const text = 'There are three types of tickets: adult, child and senior. A ticket has a price.';
    expect(kinds(text)).toEqual([]);
    expect(read(text).entities.map((one) => one.name)).toEqual(['ticket']);
    expect(read(text).entities[0]?.attributes.find((one) => one.name === 'type')?.values).toEqual([
      'adult',
      'child',
      'senior',
    ]);
  });

  it('may overlap where it is said', () => {
    expect(
      kinds('An employee can be both a manager and an engineer. Managers have a budget. Engineers have a degree.'),
    ).toEqual([
      ['manager', 'employee', 'several'],
      ['engineer', 'employee', 'several'],
    ]);
  });

  it.each([
    ['Reviewers review papers with a score from -3 to 3 and comments.', 'review', ['score', 'comment']],
    ['Jury members give films a score from 1 to 10 with a comment.', 'rating', ['score', 'comment']],
    ['Users save recipes into collections and rate them with 1 to 5 stars.', 'rating', ['score']],
    ['Members reserve cars for a start and end time.', 'reservation', ['start_time', 'end_time']],
    ['Inspections happen weekly: date, temper, whether the queen was seen, notes.', 'inspection', ['date', 'temper']],
    ['Apiaries hold hives. Harvests: hive, date, kilograms.', 'harvest', ['date', 'kilograms']],
    ['Hives have a queen, with the year she was born and her colour mark.', 'queen', ['birth_year', 'colour_mark']],
    ['Vaccinations are recorded with the date they expire.', 'vaccination', ['expiry_date']],
    ['Drivers have licences that expire.', 'licence', ['expiry_date']],
    ['Exhibitions run from a start date to an end date.', 'exhibition', ['start_date', 'end_date']],
    ['Tariffs are valid from a date to a date.', 'tariff', ['valid_from', 'valid_until']],
    [
      'Stations exist. A station reports temperature, humidity and wind speed.',
      'reading',
      ['temperature', 'wind_speed'],
    ],
    ['Students exist. A student takes a quiz. Fuel purchases have gallons and a price.', 'fuel_purchase', ['gallons']],
    ['Listeners follow shows. We track how far each listener got in each episode.', 'follow', ['progress']],
    ['Precincts have voters. We record that a voter has voted.', 'voter', ['voted']],
    ['Stations are identified by a code and have a latitude and an altitude.', 'station', ['code', 'altitude']],
    ['Trainers teach classes on a weekday at a time in a hall.', 'class', ['weekday', 'start_time']],
    ['Bakeries have ovens. Program chairs decide whether a paper is accepted or rejected.', 'paper', ['status']],
  ])('reads "%s"', (text, entity, attributes) => {
    expect(attributesOf(read(text), entity)).toEqual(expect.arrayContaining(attributes));
  });

  it.each([
    ['Customers order cakes for a pickup date.', ['order > customer', 'order_item > order', 'order_item > cake']],
    ['Artworks are lent to other museums.', ['loan > artwork', 'loan > museum']],
    ['At a visit the vet records a diagnosis and prescribes medications.', ['visit > vet', 'prescription > visit']],
    ['Owners bring pets to appointments with vets.', ['pet > owner', 'appointment > pet', 'appointment > vet']],
    ['Cars stand at parking spots.', ['car > parking_spot']],
    ['Articles appear on a sheet of an issue.', ['article > sheet', 'sheet > issue']],
    ['Candidates may belong to a party.', ['candidate > party']],
    ['Venues have halls. We show films in screenings.', []],
    ['As a student I want to take a quiz and see my score.', ['attempt > student', 'attempt > quiz']],
    ['A chat platform where creators publish shows made of episodes.', ['show > creator', 'episode > show']],
    ['Trainers teach classes on a weekday at a time in a hall.', ['class > hall']],
  ])('ties what "%s" ties', (text, ties) => {
    const found = read(text).relations.map((one) => `${one.from} > ${one.to}`);
    expect(found).toEqual(expect.arrayContaining(ties));
  });

  it('keeps the amount of an ingredient with the recipe that it is in', () => {
    const design = read('Users write recipes. A recipe has steps in order and ingredients with an amount and a unit.');
    expect(attributesOf(design, 'recipe_ingredient')).toEqual(expect.arrayContaining(['amount', 'unit']));
    expect(attributesOf(design, 'ingredient')).not.toContain('amount');
  });

  it('takes multiple-choice questions for questions of a kind', () => {
    const design = read(
      'Quizzes have questions. Questions can be multiple choice, true/false or free text; multiple choice questions have up to 6 options, one or more of them correct.',
    );
    expect(names(design)).toEqual(expect.arrayContaining(['question', 'option']));
    expect(names(design).filter((one) => /choice|true|them/.test(one))).toEqual([]);
    expect(attributesOf(design, 'option')).toContain('correct');
  });

  it('draws on no domain that knows little of what is described', () => {
    const airline = read(
      'An airline. Flights have a flight number and a departure time. Passengers book flights; a booking has a reference code. Aircraft have a registration. Crew members are assigned to flights with a role.',
    );
    expect(airline.domains).toEqual([]);
    expect(attributesOf(airline, 'booking')).toEqual(['reference_code']);
    expect(read('A booking system for a hotel.').domains).toContain('booking');
  });

  it('takes what shows or gets something for a thing, and no query', () => {
    const design = read('Authors submit papers. A paper gets three reviews.');
    expect(design.relations.map((one) => `${one.from} > ${one.to}`)).toContain('review > paper');
    expect(asked(design)).toEqual([]);
  });

  it.each([
    [
      'Students(id, name), Rooms(id, name), Reservations(id, student_id, room_id, starts_at, ends_at). A room cannot be reserved twice at the same time.',
      'reservation',
    ],
    [
      'Cars have a model. Members rent cars with a start date and an end date. Rentals of a car must not overlap.',
      'rental',
    ],
    [
      'Cars have a model. Members rent cars with a start date and an end date. No two rentals of a car overlap.',
      'rental',
    ],
    [
      'Halls have a name. Clubs reserve halls for a start and end time. A hall must never be double-booked.',
      'reservation',
    ],
  ])('keeps rows apart: "%s"', (text, entity) => {
    const checks = read(text).entities.find((one) => one.name === entity)?.checks ?? [];
    expect(checks.map((one) => one.kind)).toContain('no overlap');
  });

  it('tells what cannot be kept apart', () => {
    const design = read('Rooms have a name. A room cannot be double-booked.');
    expect(design.notUnderstood.map((one) => one.words)).toEqual(['A room cannot be double-booked.']);
  });

  it.each([
    ['A resident applies for a permit.', 'application', ['resident', 'permit']],
    ['Dog owners post walks. Walkers apply for walks.', 'application', ['walker', 'walk']],
    [
      'Players have a name. Games are played between two players, white and black, with a result.',
      'game',
      ['white_player', 'black_player'],
    ],
  ])('reads who has part in "%s"', (text, entity, roles) => {
    const found = read(text).relations.flatMap((one) => (one.from === entity ? [one.role] : []));
    expect(found).toEqual(expect.arrayContaining(roles));
  });

  it('takes a list behind what somebody wants to track for what is kept of each', () => {
    const plants = read('I want to track my houseplants: species, where it stands, when I watered it.');
    expect(names(plants)).toEqual(['houseplant']);
    expect(attributesOf(plants, 'houseplant')).toEqual(['species', 'location', 'watered_date']);
  });

  it('looks for what people are reminded of', () => {
    const design = read(
      'Pets have vaccinations with an expiry date. We remind owners of vaccinations that expire in the next 30 days.',
    );
    expect(asked(design).map((one) => one.of)).toEqual(['vaccination']);
  });
});

describe('ratings', () => {
  it.each([
    'Wines have a name and a year; rate them 1-5 stars.',
    'Wines have a name. We rate wines 1 to 5.',
    'Wines have a name. Members rate wines 1-5 stars.',
    'Wines have a name. Members rate wines from 1 to 5 stars.',
  ])('have a score within bounds: "%s"', (text) => {
    const { entities, relations } = understand({ text, name: 'the description' }, domains);
    const rating = entities.find((one) => one.name === 'rating');
    expect(rating?.attributes.find((one) => one.min === 1 && one.max === 5)).toBeDefined();
    expect(relations).toContainEqual(expect.objectContaining({ from: 'rating', to: 'wine' }));
  });
});
