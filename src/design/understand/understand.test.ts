import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import type { Design } from '../model.ts';
import { grammar, understand } from './understand.ts';

function design(text: string): Design {
  return understand({ text, name: 'the description' }, domains);
}

/** Entities with their attributes, as one text each. */
function attributes(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    design(text).entities.map((one) => [one.name, one.attributes.map(({ name }) => name).join(' ')]),
  );
}

/** Relations as `from > to` (many to one), `from - to` (one to one), `from x to` (many to many), with a role of its own. */
function relations(text: string): readonly string[] {
  const signs = { 'many-to-one': '>', 'one-to-one': '-', 'many-to-many': 'x' };
  return design(text)
    .relations.map(({ from, to, kind, role }) => `${from} ${signs[kind]} ${to}${role === to ? '' : ` as ${role}`}`)
    .sort();
}

describe('a description', () => {
  it('that lists tables and columns is taken at its word', () => {
    expect(
      attributes(
        'Define a crates table with crate_id, label, and shelf_id. The pallets table should have pallet_no and weight columns.',
      ),
    ).toEqual({ crate: 'crate_id label shelf_id', pallet: 'pallet_no weight' });
  });

  it('that writes tables as code gives keys and references', () => {
    const { entities, relations } = design('Boats(id, name unique), Trips(id, boat_id, left_at timestamp)');
    expect(entities.map((one) => [one.table, one.identifiedBy])).toEqual([
      ['boats', ['id']],
      ['trips', ['id']],
    ]);
    expect(relations.map(({ from, to, column }) => [from, to, column])).toEqual([['trip', 'boat', 'boat_id']]);
  });

  it('keeps the words and the line of every decision', () => {
    const { entities } = design('A museum.\nEach painting has a title and a year.');
    expect(entities[0]?.attributes[0]?.cause).toMatchObject({ kind: 'said', line: 2 });
  });

  it('has things in prose: with, has, belongs to', () => {
    expect(relations('Each orchard has many trees. A tree belongs to a species.')).toEqual([
      'tree > orchard',
      'tree > species',
    ]);
  });

  it.each([
    ['Each kiln has many pots, and each pot is glazed by one or more potters.', ['pot > kiln', 'pot x potter']],
    [
      'Messages have a sender and a recipient, both are users.',
      ['message > user as recipient', 'message > user as sender'],
    ],
    [
      'Beekeepers report to a supervisor. Users can follow other users.',
      ['beekeeper > user as supervisor', 'user x user as followed'],
    ],
    [
      'As a gardener, I want to log waterings of my beds so that I forget none.',
      ['watering > bed', 'watering > gardener'],
    ],
  ])('%s', (text, expected) => {
    const found = relations(text);
    for (const one of expected) expect(found).toContain(one);
  });

  it('tells how many there are, and what is read', () => {
    const { entities, access } = design(
      'Kilns have a name. 2M kilns, 5 firings per kiln. Firings have a peak temperature and a started at. We list the firings of a kiln, newest first, under 20 ms.',
    );
    expect(entities.map(({ name, volume }) => [name, volume?.rows, volume?.each])).toEqual([
      ['kiln', 2e6, undefined],
      ['firing', undefined, { of: 'kiln', number: 5 }],
    ]);
    expect(access[0]).toMatchObject({
      of: 'firing',
      equal: ['kiln'],
      order: ['started_at desc'],
      goalMilliseconds: 20,
    });
  });

  it('has states, bounds and what is unique', () => {
    const { entities } = design(
      'Each pot has a glaze and a weight. A pot can be raw, fired or broken. The weight must be positive. No two pots have the same glaze.',
    );
    const [pot] = entities;
    expect(pot?.attributes.find((one) => one.name === 'status')?.values).toEqual(['raw', 'fired', 'broken']);
    expect(pot?.attributes.find((one) => one.name === 'weight')?.min).toBe(0.01);
    expect(pot?.attributes.find((one) => one.name === 'glaze')?.unique).toBe(true);
  });

  it('shows what contradicts, and takes the later', () => {
    const { contradictions, relations } = design(
      'A pot must have a potter. A potter has a name. Each pot may have a potter.',
    );
    expect(contradictions.map((one) => one.taken)).toEqual(['The potter of pot is optional.']);
    expect(relations[0]?.optional).toBe(true);
  });

  it('lists what it does not understand, and tells another language', () => {
    expect(
      design(
        'Pots have a name. Grand vistas whirl softly beyond those hazy purple marble hills, alas.',
      ).notUnderstood.map((one) => one.line),
    ).toEqual([1]);
    expect(() =>
      design('Die Werkstatt: Töpfer mit Namen und Werkzeug. Jeder Topf ist von einem Töpfer und hat eine Farbe.'),
    ).toThrow('it seems to be in German');
  });

  it('is refused where it names nothing', async () => {
    await expect(grammar(domains).propose({ text: 'the and of with', name: 'the description' })).rejects.toThrow(
      'names nothing',
    );
  });
});

it.each([
  ['Orders belong to users. Count orders per day and status.', 'order', ['status']],
  ['Orders belong to users. Show total revenue by month and by status.', 'order', ['status']],
  [
    'Lenses have a name. Sightings have a value and belong to a lens. Count sightings per lens per night.',
    'sighting',
    ['lens'],
  ],
])('groups by what stands behind the time, too: %s', (text, of, groupBy) => {
  const asked = design(text).access.find(({ cause }) => cause.kind === 'said');
  expect(asked).toMatchObject({ of, summary: { groupBy, per: expect.stringMatching(/day|month/) } });
});

it('tells what a summary is told for, and that it must be of this moment', () => {
  const { access } = design(
    'A shop: customers, orders. Live dashboard of revenue by day, under 200 ms. Count orders by status and hour. Report monthly sales.',
  );
  const asked = access.filter(({ cause }) => cause.kind === 'said');
  expect(asked.map(({ of, range, summary, goalMilliseconds: goal }) => ({ of, range, ...summary, goal }))).toEqual([
    { of: 'order', range: 'placed_at', groupBy: [], sum: 'total', per: 'day', fresh: true, goal: 200 },
    { of: 'order', range: 'placed_at', groupBy: ['status'], per: 'hour', goal: undefined },
    { of: 'order', range: 'placed_at', groupBy: [], sum: 'total', per: 'month', goal: undefined },
  ]);
});

it.each([
  ['Products have a SKU and a name. Use the SKU as primary key. Orders have items of products.', 'product', 'sku'],
  [
    'Countries have an ISO code and a name. The ISO code is the key. Customers live in a country.',
    'country',
    'iso_code',
  ],
  ['Airports(code, name, city). The code of an airport is its primary key.', 'airport', 'code'],
  ['Currencies have a code and a name, and the code is the primary key. Accounts have a currency.', 'currency', 'code'],
  ['Parcels are keyed by tracking number. Drivers deliver parcels.', 'parcel', 'tracking_number'],
  ['Employees with a badge number as primary key. Employees work in departments.', 'employee', 'badge_number'],
  // Nobody asks; the world keeps the list.
  ['Countries have a code and a name. Cities are in a country.', 'country', 'code'],
])('takes what is asked to be the primary key: %s', (text, name, key) => {
  const { entities, decisions, notUnderstood } = design(text);
  const entity = entities.find((one) => one.name === name);
  expect(entity?.identifiedBy).toEqual([key]);
  expect(entity?.attributes.find((one) => one.name === key)).not.toMatchObject({ optional: true });
  expect(decisions.find((one) => one.at === name && one.what.includes('primary key'))?.instead).toContain('number');
  expect(notUnderstood).toEqual([]);
});

it('leaves the key a number where a code only identifies', () => {
  const { entities } = design('Books are identified by their ISBN. Members borrow books.');
  expect(entities.find((one) => one.name === 'book')).not.toHaveProperty('identifiedBy');
});
