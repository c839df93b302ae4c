import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import type { Design } from '../model.ts';
import { understand } from './understand.ts';

const read = (text: string): Design => understand({ text, name: 'the description' }, domains);
const names = (design: Design) => design.entities.map((one) => one.name).sort();
const missed = (design: Design) => design.notUnderstood.map(({ words, why }) => `${words} ${why}`).join('\n');

describe('what is listed as a table', () => {
  it.each([
    ['Tables: Row, Index, Key, Record.', ['index', 'key', 'record', 'row']],
    ['We need the following entities: Report, View, Query and Page.', ['page', 'query', 'report', 'view']],
    ['The registry has tables: Column, Table and Schema.', ['column', 'schema', 'table']],
  ])('is one, whatever its name may mean elsewhere: %s', (text, expected) => {
    expect(names(read(text))).toEqual(expected);
  });

  it('is missed where a sentence about it is not read', () => {
    const design = read('We need tables: Clerk, Entry, Index. An entry is written by a clerk in an index.');
    expect(names(design)).toContain('index');
    expect(missed(design)).toContain('nothing was made of "index"');
  });
});

describe('what the design does not hold', () => {
  it('is told, with the words that named it', () => {
    const design = read(
      'A case has a number and features, such as colours. Each lawyer has a name and a licence number.',
    );
    expect(missed(design)).toContain('nothing in the design holds "feature"');
  });

  it('is told of what all is kept for, as a decision', () => {
    const design = read(
      'A hospital is divided into wards. A ward has a name and a floor. A bed has a number and a kind. A nurse has a name and a pager number. Nurses work in wards, and beds stand in wards.',
    );
    expect(names(design)).not.toContain('hospital');
    expect(design.decisions.map((one) => one.what)).toContain('A hospital is no table.');
  });

  it('is told of a thing that another word of the library stands for', () => {
    const design = read('A hotel: rooms, guests, bookings and payments. Each reservation has a source.');
    expect(names(design)).not.toContain('reservation');
    expect(names(design)).toContain('guest');
    expect(design.decisions.map((one) => one.what)).toContain('Reservations are kept as bookings.');
  });
});

describe('things that the library has one word for', () => {
  it('are two where each is told of', () => {
    const design = read(
      'A department has a head, who is an employee. A team has a captain, who is a player. Players belong to a team. Employees belong to a department.',
    );
    expect(names(design)).toEqual(['department', 'employee', 'player', 'team']);
  });

  it('refer to each other by either sentence: the dean is one of the professors of the faculty', () => {
    const design = read(
      'Every faculty must have exactly one dean, who is a professor. Every professor must belong to exactly one faculty.',
    );
    expect(design.relations.map(({ from, to, role }) => `${from} > ${to} as ${role}`).sort()).toEqual([
      'faculty > professor as dean',
      'professor > faculty as faculty',
    ]);
  });

  it.each([
    ['Looms have tools, such as combs and shuttles. Each tool has a width.', ['loom', 'tool']],
    ['A tavern has tables. A table has a number. Reservations are for a table.', ['reservation', 'table']],
  ])('are there though their word may speak of the system: %s', (text, expected) => {
    expect(names(read(text))).toEqual(expected);
  });
});

describe('persons that the library has another word for', () => {
  it.each([
    ['customers with orders and invoices', 'customer'],
    ['users with orders and invoices', 'user'],
    ['users, teams and invoices', 'user'],
  ])('are those of the domain that knows the rest: %s', (text, name) => {
    const design = read(text);
    const attributes = design.entities.find((one) => one.name === name)?.attributes ?? [];
    expect(attributes.find((one) => one.name === 'email')?.unique).toBe(true);
    expect(attributes.map((one) => one.name)).not.toContain('legal_name');
    expect(design.relations.some(({ from, to }) => from === 'invoice' && to === name)).toBe(true);
  });

  it('hold accounts where nothing but a bank is told of', () => {
    const holder = read('A bank: customers with accounts, transactions and cards').entities.find(
      ({ name }) => name === 'customer',
    );
    expect(holder?.attributes.map((one) => one.name)).toContain('legal_name');
  });

  it('are there where an application is told of by what they do in it', () => {
    expect(names(read('An app where drivers have vans and keep logbooks.'))).toContain('driver');
  });
});

describe('a noun', () => {
  it.each([
    ['A ferry has a departure, an arrival and a maximum load in kg.', ['departure', 'arrival', 'maximum_load_kg']],
    ['A tour has a beginning, an end, a type and a price.', ['beginning', 'end', 'type', 'price']],
    [
      'A job has a start and an end date, a first and a last name.',
      ['start_date', 'end_date', 'first_name', 'last_name'],
    ],
  ])('is shared by halves of one pair alone: %s', (text, expected) => {
    expect(read(text).entities[0]?.attributes.map((one) => one.name)).toEqual(expected);
  });
});

describe('a query', () => {
  it('tells what it is designed without', () => {
    const [access] = read(
      'Anglers have a name. A catch has a weight and an angler. We list the catches of a fjord by weight.',
    ).access;
    expect(access?.without).toEqual(['fjord']);
  });

  it('is none where things have something', () => {
    const design = read('Plots have a number and a width in metres.');
    expect(design.entities.map((one) => [one.name, one.attributes.map((two) => two.name)])).toEqual([
      ['plot', ['number', 'width_metres']],
    ]);
  });
});
