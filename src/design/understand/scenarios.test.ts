import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import type { Design, Entity } from '../model.ts';
import { understand } from './understand.ts';

const read = (text: string): Design => understand({ text, name: 'the description' }, domains);
const entityOf = (design: Design, name: string): Entity | undefined => design.entities.find((one) => one.name === name);
const attributeOf = (design: Design, of: string, name: string) =>
  entityOf(design, of)?.attributes.find((one) => one.name === name);

describe('scenarios', () => {
  it('tell of things, of what is done with them and of states', () => {
    const design = read(`Feature: Lending kites

  Scenario: lend one
    Given a pilot with a name and a licence number
    And a kite that is available
    When the pilot borrows the kite
    Then the kite is on loan
    And the loan has a due date
`);
    expect(design.entities.map((one) => one.name)).toEqual(expect.arrayContaining(['pilot', 'kite', 'loan']));
    expect(attributeOf(design, 'kite', 'status')?.values).toEqual(['available', 'on loan']);
    expect(attributeOf(design, 'loan', 'due_date')).toBeDefined();
    expect(design.relations.filter((one) => one.from === 'loan').map((one) => one.to)).toEqual(
      expect.arrayContaining(['pilot', 'kite']),
    );
    expect(design.notUnderstood).toEqual([]);
  });

  it('add to the states that are usual', () => {
    const design = read(
      'Given an order with status "paid"\nWhen the order is packed\nThen the status of the order is "packed"\nGiven customers\nAnd products\nWhen a customer places an order\nThen an order is created',
    );
    expect(attributeOf(design, 'order', 'status')?.values).toEqual(expect.arrayContaining(['paid', 'packed']));
  });

  it('take heads of tables for what is kept, and examples for none', () => {
    const design = read(`Scenario Outline: hangars
  Given the following hangars exist:
    | name | capacity |
    | Blue | 12 |
  When a hangar is added with a capacity below <least>
  Then an error is shown
  Examples:
    | least |
    | 1 |
`);
    expect(entityOf(design, 'hangar')?.attributes.map((one) => one.name)).toEqual(['name', 'capacity']);
  });

  it.each([
    [
      'Given a kite with the mark "x" exists\nWhen another kite is added with the same mark\nThen it is rejected',
      'mark',
    ],
    ['Given a kite with a mark\nWhen I register a kite with a mark that is already taken\nThen I see an error', 'mark'],
    ['Given a kite with a mark, when another kite is added with the same mark, then it is refused.', 'mark'],
  ])('say what is unique: "%s"', (text, name) => {
    expect(attributeOf(read(text), 'kite', name)?.unique).toBe(true);
  });

  it.each([
    ['a kite is added with a negative weight', { min: 0 }],
    ['a kite is added with a weight above 5', { max: 5 }],
    ['a kite with a weight of more than 5 is added', { max: 5 }],
    ['I add a kite with a weight below 2', { min: 2 }],
  ])('say what bounds hold: "%s"', (when, bounds) => {
    expect(attributeOf(read(`Given kites\nWhen ${when}\nThen it is rejected`), 'kite', 'weight')).toMatchObject(bounds);
  });

  it('say what must be there', () => {
    const design = read('Given kites with a phone\nWhen a kite is added without a phone\nThen the kite is not saved');
    expect(attributeOf(design, 'kite', 'phone')?.optional).toBeUndefined();
  });

  it('say which comes first, what is done once and what must not overlap', () => {
    const ordered = read(
      'Given a lease with a start date and an end date\nWhen the end date is before the start date\nThen the lease is refused',
    );
    expect(entityOf(ordered, 'lease')?.checks.filter((one) => one.cause.kind === 'said')).toMatchObject([
      { kind: 'order', first: 'start_date', second: 'end_date' },
    ]);
    const once = read('Given a pilot\nWhen the pilot rates the kite a second time\nThen it is rejected');
    expect(entityOf(once, 'rating')?.keys.map((one) => one.of)).toEqual([['pilot', 'kite']]);
    const apart = read(
      'Given a booking of a hangar with a start time and an end time\nWhen a pilot books the same hangar for an overlapping period\nThen it is rejected',
    );
    expect(entityOf(apart, 'booking')?.checks.map((one) => one.kind)).toContain('no overlap');
  });

  it('list what no constraint can hold', () => {
    const design = read(
      'Given a kite that is sold\nWhen the pilot flies the kite\nThen the flight is refused\nAnd I see the home page',
    );
    expect(design.notUnderstood.map((one) => one.line)).toEqual([3, 4]);
  });

  it('are no sentences that begin with their words', () => {
    const design = read(
      'Kites have a name. When a kite is sold, its price is recorded.\n\nGiven the weather, pilots plan flights.',
    );
    expect(attributeOf(design, 'kite', 'price')).toBeDefined();
  });
});
