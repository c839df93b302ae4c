import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import type { Design } from '../model.ts';
import { isNoThing } from './sound.ts';
import { understand } from './understand.ts';

const read = (text: string): Design => understand({ text, name: 'the description' }, domains);
const names = (design: Design) => design.entities.map((one) => one.name).sort();
const entityOf = (design: Design, name: string) => design.entities.find((one) => one.name === name);
const told = (design: Design, name: string) =>
  (entityOf(design, name)?.attributes ?? []).map(
    (one) => `${one.name}${one.unique ? ' unique' : ''}${one.values ? ` ${one.values.join('/')}` : ''}`,
  );
const ties = (design: Design, name: string) =>
  design.relations.filter((one) => one.from === name).map((one) => `> ${one.to}`);

describe('the codes of requirements', () => {
  it.each(['FR-3', 'REQ-12.1', '[SRS-4]', 'WH-FR-2', 'R7:'])('are no part of what is required: %s', (code) => {
    const design = read(`# Quarry register\n\n${code} A quarry has a name.\n${code} A quarry has several pits.`);
    expect(names(design)).toEqual(['pit', 'quarry']);
  });
});

describe('a numbered specification', () => {
  const chapters = [
    'Donations',
    '1.1 A donation has a barcode and a volume.',
    'Hospitals and requests',
    '2.1 A hospital has a name. A hospital places requests. A request has a priority.',
    'Non-functional requirements',
    '3.1 The system must hold 500,000 donations.',
  ];
  const numbered = (mark: string) =>
    chapters.map((one, at) => (at % 2 === 0 ? `${at / 2 + 1}${mark} ${one}` : one)).join('\n');

  it.each(['.', ')', ''])('has titles that are no things, and tie nothing: 2%s', (mark) => {
    const design = read(numbered(mark));
    expect(names(design)).toEqual(['donation', 'hospital', 'request']);
    expect(design.relations.map(({ from, to }) => `${from} > ${to}`)).toEqual(['request > hospital']);
    expect(entityOf(design, 'donation')?.volume?.rows).toBe(500_000);
  });

  it('may have a clause with clauses of its own', () => {
    const design = read('1. A weir has a name\n1.1 A weir has gates.\n1.2 A gate has a width.');
    expect(told(design, 'weir')).toEqual(['name']);
    expect(ties(design, 'gate')).toEqual(['> weir']);
  });
});

describe('dense lists', () => {
  const design = read(`Ladder library
- Ladder: name, kind (saw/drill/plane), maker?, inventory number (8 digits, unique), status [on shelf, lent, in repair]
- Ladder has many pictures (url, caption), one is the cover picture
- Borrower: first name, email, safety course passed (yes/no)
- Application: borrower asks for a ladder; status sent/granted/refused; decided by warden
- Wardens work in a branch; roles: lender, mender, buyer
- Branch: name`);

  it('tell what each thing has', () => {
    expect(names(design)).toEqual(['application', 'borrower', 'branch', 'ladder', 'picture', 'warden']);
    expect(told(design, 'ladder')).toEqual([
      'name',
      'kind saw/drill/plane',
      'maker',
      'inventory_number unique',
      'status on shelf/lent/in repair',
    ]);
    expect(told(design, 'picture')).toEqual(['url', 'caption', 'is_cover']);
    expect(told(design, 'application')).toEqual(['status sent/granted/refused']);
    expect(told(design, 'warden')).toEqual(['role lender/mender/buyer']);
  });

  it('tell whose each is', () => {
    expect(ties(design, 'application')).toEqual(['> borrower', '> ladder', '> warden']);
    expect(design.relations.find((one) => one.to === 'warden')).toMatchObject({ role: 'decided_by', optional: true });
  });
});

describe('parts of a whole', () => {
  it.each([
    ['A manual consists of chapters in order. A chapter has a heading. A manual has a title.', 'chapter', ['> manual']],
    [
      'A speech is stored in one or more recordings. A recording has a format. A speech has a title.',
      'recording',
      ['> speech'],
    ],
    [
      'Hymns are sung in services, at a position. Hymns have a title. Services have a date.',
      'hymn_service',
      ['> hymn', '> service'],
    ],
    ['Marshals have a name. Several marshals share a hut. A hut has a colour.', 'marshal', ['> hut']],
    ['A decree may be subject to appeals. A decree has a title. An appeal has a date.', 'appeal', ['> decree']],
  ])('read "%s"', (text, from, to) => expect(ties(read(text), from)).toEqual(to));
});

describe('what a brief tells of how things go', () => {
  it.each([
    [
      'A ferry has a name. An inspector has a name. After the trip the inspector fills in a survey: start time, wind force, remarks.',
      'survey',
      ['start_time', 'wind_force', 'remarks'],
    ],
    [
      'A permit passes through these stages: drafted, signed, revoked. A permit has a title.',
      'permit',
      ['status drafted/signed/revoked', 'title'],
    ],
    [
      'A diver has a name and a date until which the certificate is valid.',
      'diver',
      ['name', 'certificate_valid_until'],
    ],
    [
      'A patrol has a leader name. A patrol starts and ends at a given time.',
      'patrol',
      ['leader_name', 'start_time', 'end_time'],
    ],
    ['A toll has a name. The toll depends on axle count and weight.', 'toll', ['name', 'axle_count', 'weight']],
    [
      'A kiln has a name. For every firing we note the date, the cost and the fuel (gas, wood).',
      'firing',
      ['date', 'cost', 'fuel gas/wood'],
    ],
  ])('reads "%s"', (text, entity, attributes) => expect(told(read(text), entity)).toEqual(attributes));

  it.each([
    [
      'A raft has a name. A jetty has a name. A crossing has a date, and the jetty it comes from or goes to.',
      'crossing',
      ['> jetty', '> jetty'],
    ],
    [
      'Tenants have a name. A repair has a date. Each month each tenant receives a bill with one line per repair.',
      'bill_line',
      ['> bill', '> repair'],
    ],
    ['A scout trains one or several dogs. Scouts have a name. A dog has a colour.', 'one', []],
    ['A boiler has a name. Boilers are serviced every 500 burner hours, and have a colour.', 'burner_hour', []],
  ])('reads whose things are in "%s"', (text, from, to) => {
    const design = read(text);
    expect(ties(design, from)).toEqual(to);
    expect(names(design).includes(from)).toBe(to.length > 0);
  });

  it('parts what is looked up from what is told under the same title', () => {
    const design = read(
      '# Seed bank\n\n## Reports\n\nA report has a number and a language.\nA report is issued to a client. Clients have a name.',
    );
    expect(ties(design, 'report')).toContain('> client');
  });
});

describe('requirements', () => {
  it.each([
    [
      'The system shall allow clerks to create parcels with an owner name, a parcel number (unique) and an area.',
      'parcel',
      ['owner_name', 'parcel_number unique', 'area'],
    ],
    ['Wardens shall be able to register moorings with a depth and a colour.', 'mooring', ['depth', 'colour']],
    [
      'For each ewe the ear tag and the birth year shall be recorded. Ewes have a name.',
      'ewe',
      ['ear_tag', 'birth_year', 'name'],
    ],
    [
      'A buoy has a colour. The state of a buoy is one of: afloat, ashore, lost.',
      'buoy',
      ['colour', 'state afloat/ashore/lost'],
    ],
    [
      'A diver has one of the grades novice, master, trainer and a name.',
      'diver',
      ['grade novice/master/trainer', 'name'],
    ],
    [
      'A diver has a name. A diver has one of the grades novice, master, trainer.',
      'diver',
      ['name', 'grade novice/master/trainer'],
    ],
  ])('reads "%s"', (text, entity, attributes) => {
    const design = read(text);
    expect(names(design)).toEqual([entity]);
    expect(told(design, entity)).toEqual(attributes);
  });

  it('of what is logged with whom make changes', () => {
    const design = read(
      'A dossier has a title. Users have an email. Every change to a dossier shall be logged with the user and the time.',
    );
    expect(ties(design, 'dossier_change').sort()).toEqual(['> dossier', '> user']);
  });

  it('of periods tell from when to when', () => {
    const design = read(
      'A warden has a name. A reserve has an area. The period in which a warden patrols a reserve shall be kept.',
    );
    const between = design.entities.find((one) => ties(design, one.name).length === 2);
    expect(ties(design, between?.name ?? '').sort()).toEqual(['> reserve', '> warden']);
    expect(told(design, between?.name ?? '')).toEqual(['start_date', 'end_date']);
  });

  it('of how well it is done make nothing', () => {
    const design = read(`# Ferry log

## 1. Requirements
A ferry has a name.

## 2. Non-functional requirements
Backups are taken every night. The user interface shall be available in Danish and Frisian.
There are 40 ferries.`);
    expect(names(design)).toEqual(['ferry']);
    expect(entityOf(design, 'ferry')?.volume?.rows).toBe(40);
    expect(design.notUnderstood).toHaveLength(2);
  });
});

describe('titles between blank lines', () => {
  it('part what is described from what is not', () => {
    const design = read(`Kiln ledger

Background

The potters write firings on a whiteboard in the yard.

How it works today

A kiln has a name and a volume. A kiln has several firings.

What we don't need

No sales of pots.`);
    expect(names(design)).toEqual(['firing', 'kiln']);
  });
});

describe('names of things', () => {
  it.each([
    'it',
    'we_need',
    'in_the_afternoon',
    'goes_to',
    'berth_it',
    'after_enclosure',
    'fr_10',
    'two_kiln',
    'cancelled',
    'moved_by',
  ])('are never like %s', (name) => expect(isNoThing(name)).toBe(true));
  it.each([
    'to_do',
    'seed',
    'moped',
    'on_call_shift',
    'item',
    'invoice_line',
    'asset',
    'flower_bed',
    'isolator',
    'order',
  ])('may be like %s', (name) => expect(isNoThing(name)).toBe(false));
});
