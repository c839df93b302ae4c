import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import type { Access } from '../model.ts';
import { understand } from './understand.ts';

const design = (text: string) => understand({ text, name: 'the description' }, domains);
const asked = (text: string): readonly Partial<Access>[] =>
  design(text)
    .access.filter((one) => one.cause.kind === 'said')
    .map(({ about: _, cause: __, limit: ___, ...one }) => one);

const kites = 'Kites have a name, a level, a price and a status (open, sold). Pilots have a name. ';
const checks = 'Kites get inspections, each with a date and a next due date. ';
const leases = 'A pilot has leases. A lease has an end date and a start date. ';

describe('queries by what things have', () => {
  it.each([
    [`${kites}${checks}Find kites whose inspection is due.`, { of: 'inspection', range: 'next_due_date' }],
    [`${kites}${leases}Find pilots whose lease ends this month.`, { of: 'lease', range: 'end_date' }],
    [`${kites}${leases}Find pilots whose lease expires within 30 days.`, { of: 'lease', range: 'end_date' }],
    [`${kites}${leases}Which leases end next month?`, { of: 'lease', range: 'end_date' }],
    [`${kites}Find kites whose status is open.`, { of: 'kite', among: [{ attribute: 'status', values: ['open'] }] }],
    [`${kites}A lease belongs to a kite. Find leases whose kite is sold.`, { of: 'lease', equal: ['kite.status'] }],
    [`${kites}Find kites with a price below 20.`, { of: 'kite', range: 'price' }],
    [`${kites}List kites whose level is above 10.`, { of: 'kite', range: 'level' }],
    [`Kites have a name and a stock. List kites with fewer than 10 in stock.`, { of: 'kite', range: 'stock' }],
    [`Kites have a name and a stock. List kites that are out of stock.`, { of: 'kite', range: 'stock' }],
    [
      `${kites}${leases}Find pilots with more than 3 leases.`,
      { of: 'lease', summary: { groupBy: ['pilot'], ranked: true } },
    ],
    [
      'Pilots have a name. A pilot has fines. A fine has a due date and a paid date. Find pilots with overdue fines.',
      { of: 'fine', range: 'due_date', absent: ['paid_date'] },
    ],
    [
      'Pilots have a name. Flights have a start time. A flight belongs to a pilot. List the flights of a pilot for a day.',
      { of: 'flight', equal: ['pilot'], range: 'start_time' },
    ],
    [
      'Pilots have a name. Flights have a start time. A flight belongs to a pilot. Show the flights of a pilot next week.',
      { of: 'flight', equal: ['pilot'], range: 'start_time' },
    ],
  ])('are found where that stands: "%s"', (text, wanted) => {
    const found = asked(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject(wanted);
  });

  it('tell what no index finds', () => {
    const { notUnderstood, relations } = design(`${kites}${leases}Find pilots who have no lease.`);
    expect(notUnderstood.map((one) => one.why)).toEqual([
      'the query is designed without "who have no lease": no index finds what is not there',
    ]);
    expect(relations.map((one) => `${one.from} ${one.kind} ${one.to}`)).toEqual(['lease many-to-one pilot']);
  });
});

it('takes whoever sees somebody at an appointment for a part of it', () => {
  const { relations, access } = design(
    'Vets have a name. Pets have a name. A vet sees a pet at an appointment with a start time and a reason.',
  );
  expect(relations.filter((one) => one.from === 'appointment').map((one) => one.to)).toEqual(['vet', 'pet']);
  expect(access.filter((one) => one.cause.kind === 'said')).toEqual([]);
});
