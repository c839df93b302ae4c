import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import type { Design } from '../model.ts';
import { designOfPattern } from '../patterns/compose.ts';
import { patterns } from '../patterns/patterns.ts';
import { understand } from '../understand/understand.ts';
import { designOfBrief } from './design-of.ts';
import { readBrief } from './read.ts';
import { briefOf, briefText } from './write.ts';

/** A design without where its keys and checks come from: a brief keeps the causes of all else. */
function plain(design: Design): unknown {
  // A brief lists references with the entity that holds them.
  const relations = design.entities.flatMap(({ name }) => design.relations.filter((one) => one.from === name));
  const uncaused = (all: readonly object[]) => all.map((one) => ({ ...one, cause: undefined }));
  const entities = design.entities.map((one) => ({ ...one, keys: uncaused(one.keys), checks: uncaused(one.checks) }));
  return JSON.parse(JSON.stringify({ ...design, entities, relations }));
}

function again(design: Design): Design {
  return designOfBrief(readBrief(briefText(briefOf(design)), 'brief.yaml'), domains);
}

const brief = (text: string) => designOfBrief(readBrief(text, 'brief.yaml'), domains);

describe('round trip', () => {
  it.each(patterns)('the pattern $name comes back as it was', (pattern) => {
    const design = designOfPattern(pattern, domains);
    const read = again(design);
    expect(plain(read)).toEqual(plain(design));
  });

  it.each([
    'An online shop: users with several addresses, products with categories and variants, carts, orders with items, payments and refunds. 1M users, 10K orders a day. Several currencies. We list a user’s orders newest first, and search products by name.',
    'Users(id, email, name), Orders(id, user_id, placed_at, total). Soft delete for orders.',
    'A database for a library system.',
    // A state of which no values are told, and other values than the library has a default among.
    'Jobs(id, status, stage, priority, kind). Runs(id, job_id, state).',
    'Support desk: tickets with a priority, a status and a channel.',
    'A buoy has a code of 8 letters and a name of up to 40 characters.\n[CONSTRAINTS]\nNames must be unique.\n[RISKS]\nOne harbour has all buoys.',
    'Countries have a code and a name. Use the SKU as primary key of products. A dashboard of revenue by day.',
    ...domains.map(({ entities }) =>
      entities.map(({ name }) => `Each ${name.replaceAll('_', ' ')} has a remark.`).join(' '),
    ),
    'Anglers have a name. A catch has a weight and an angler. We list the catches of a fjord by weight.',
    'Students enrol in many courses; a course has many students. Each message has a sender and a recipient, who are users.',
  ])('what is understood comes back: %s', (text) => {
    const design = understand({ text, name: 'the description' }, domains);
    expect(plain(again(design))).toEqual(plain(design));
  });

  it('is written the same each time', () => {
    const text = briefText(briefOf(designOfPattern(patterns[0] ?? fail(), domains)));
    expect(briefText(readBrief(text, 'brief.yaml').brief)).toBe(text);
  });
});

describe('what a person writes', () => {
  const design = brief(
    `
title: Rooms
tenants: company
compliance: [GDPR]
entities:
  company: {attributes: [name, website]}
  customer: 20k
  room:
    attributes: {name: name, seats: quantity, kind: [meeting, office], note: 'long text?'}
    references: {company: company, owner: {to: customer, optional: true}}
    unique: [[company, name]]
  visit:
    per_day: 1k
    attributes: {starts_at: instant, ends_at: instant, phone: null}
    references: [room]
    checks: [{order: [starts_at, ends_at], about: It ends after it began.}]
access:
  - {about: the visits of a room, of: visit, equal: [room], order: [starts_at desc], limit: 20}
goal_ms: 50
`.replace(', phone: null', ''),
  );

  it('takes from the library what says nothing of itself', () => {
    const customer = design.entities.find((one) => one.name === 'customer');
    expect(customer?.volume?.rows).toBe(20_000);
    expect(customer?.attributes.map((one) => one.name)).toContain('email');
  });

  it('guesses types from names, and takes lists as closed', () => {
    expect(
      design.entities.find((one) => one.name === 'company')?.attributes.map(({ name, type }) => [name, type]),
    ).toEqual([
      ['name', 'name'],
      ['website', 'url'],
    ]);
    expect(design.entities.find((one) => one.name === 'room')?.attributes).toContainEqual(
      expect.objectContaining({ name: 'kind', type: 'choice', values: ['meeting', 'office'], default: 'meeting' }),
    );
  });

  it('reads references, goals, tenants and laws', () => {
    expect(
      design.relations.map(({ from, to, role, optional, onDelete }) => [from, to, role, optional, onDelete]),
    ).toEqual(
      expect.arrayContaining([
        ['room', 'company', 'company', false, 'restrict'],
        ['room', 'customer', 'owner', true, 'set null'],
        ['visit', 'room', 'room', false, 'restrict'],
      ]),
    );
    expect(design.access[0]?.goalMilliseconds).toBe(50);
    expect(design.wishes.map(({ kind, by }) => [kind, by])).toEqual([
      ['tenancy', 'company'],
      ['privacy', undefined],
    ]);
  });

  it('says in which line something comes from', () => {
    expect(design.entities.find((one) => one.name === 'visit')?.cause).toMatchObject({ kind: 'said', line: 12 });
  });

  it('adds to a description, and wins over it', () => {
    const described = understand(
      { text: 'An online shop: customers, orders with items.', name: 'brief.yaml' },
      domains,
    );
    const read = readBrief(
      'description: x\nentities:\n  customer: {attributes: {nickname: name}}\nload: {connections: 200}\n',
      'b.yaml',
    );
    const both = designOfBrief(read, domains, described);
    expect(both.entities.map((one) => one.name)).toEqual(expect.arrayContaining(['customer', 'order']));
    expect(both.entities.find((one) => one.name === 'customer')?.attributes.map((one) => one.name)).toEqual([
      'nickname',
    ]);
    expect(both.load.connections).toBe(200);
  });
});

describe('what cannot be is told with its line', () => {
  it.each([
    ['entities:\n  a: {attributes: {b: {typ: text}}}', /brief\.yaml:2: entities\.a\.attributes\.b: unknown key "typ"/],
    ['entitys: {}', /brief\.yaml:1: the brief: unknown key "entitys"/],
    ['title: x\nentities:\n  a: {rows: 5Q}', /brief\.yaml:3: entities\.a\.rows: "5Q" is not a number/],
    ['entities:\n  a: {references: {b: b}}', /brief\.yaml:2: a refers to b, which is no entity/],
    ['entities:\n  a:\n    attributes: {n: name}\n    unique: [[m]]', /brief\.yaml:4: a has no m/],
    ['entities:\n  a: {attributes: {n: flavour}}', /brief\.yaml:2: there is no type "flavour"/],
    [
      'entities:\n  a: {attributes: {n: name}}\naccess:\n  - {about: x, of: a, equal: [z]}',
      /brief\.yaml:4: a has no z/,
    ],
    [
      'entities:\n  a: {attributes: {n: name}}\n  b: {references: {a: {on_delete: set null}}}',
      /brief\.yaml:3: b\.a is mandatory/,
    ],
    ['entities:\n  a: {attributes: {s: {type: status}}}', /brief\.yaml:2: a\.s: a status has values/],
    ['domains: [moon]\nentities: {a: null}', /brief\.yaml:1: there is no domain moon/],
    ['tenants: t\nentities: {a: null}', /brief\.yaml:1: t is no entity/],
    ['title: x', /brief\.yaml: it names no entity and has no description/],
    ['a: [', /brief\.yaml:1: not YAML/],
    ['entities: [a]', /brief\.yaml:1: entities: /],
  ])('%s', (text, message) => {
    expect(() => brief(text)).toThrow(message);
  });

  it.each([
    [
      'entitys: {}\ntitel: x\nload: {connections: -1}',
      [/:1: the brief: unknown key "entitys" — did you mean entities\?/, /:2: .*"titel"/, /:3: load\.connections: /],
    ],
    [
      'domains: [moon]\nentities:\n  a:\n    attributes: {n: flavour}\n    references: {b: b}\n    unique: [[m]]\n  c: {rows: 5Q}\ntenants: t\naccess:\n  - {about: x, of: a, equal: [n, b]}\n  - {about: y, of: z}',
      [
        /:1: .*moon/,
        /:4: .*"flavour"/,
        /:5: a refers to b/,
        /:6: a has no m/,
        /:7: .*5Q/,
        /:8: t is no/,
        /:11: z is no/,
      ],
    ],
  ])('all at once: %j', (text, messages) => {
    let told: readonly string[] = [];
    try {
      brief(text);
    } catch (error) {
      told = String(error).split('\n');
    }
    expect(told[0]).toContain(`${messages.length} mistakes`);
    for (const one of messages) expect(told.filter((line) => one.test(line))).toHaveLength(1);
    expect(told).toHaveLength(messages.length + 1);
  });
});

function fail(): never {
  throw new Error('no pattern');
}
