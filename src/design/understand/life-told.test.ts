import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import type { Design } from '../model.ts';
import { understand } from './understand.ts';

const read = (text: string): Design => understand({ text, name: 'the description' }, domains);
const attribute = (design: Design, entity: string, name: string) =>
  design.entities.find((one) => one.name === entity)?.attributes.find((one) => one.name === name);

describe('lists of states', () => {
  it.each([
    [
      'Loans have an amount. The life cycle of a loan: requested, approved, repaid.',
      'loan',
      'requested approved repaid',
    ],
    ['Hides have a weight. A hide moves from raw to tanned to finished.', 'hide', 'raw tanned finished'],
    ['Ferries have a name. A ferry is in service, in dock or retired.', 'ferry', 'in_service in_dock retired'],
    [
      'Kilns have a name. A kiln starts as cold, then becomes firing and ends as cooling.',
      'kiln',
      'cold firing cooling',
    ],
    ['Buses have a name. Buses go to repair every year and come back to service.', 'bus', 'in_service in_repair'],
    [
      'Buses have a name. A bus is in service, in repair or sold. Buses go to repair every year and come back to service.',
      'bus',
      'in_service in_repair sold',
    ],
    [
      'Parcels have a weight. A parcel goes through packed, sent and received; it can be returned before it is opened.',
      'parcel',
      'packed sent received returned',
    ],
  ])('%s: in their order, and the first at first', (text, entity, values) => {
    const design = read(text);
    const status = attribute(design, entity, 'status');
    const spelled = status?.values?.map((one) => one.replaceAll(' ', '_')) ?? [];
    expect([spelled.join(' '), status?.default]).toEqual([values, status?.values?.[0]]);
    expect(design.entities.map((one) => one.name)).toEqual([entity]);
    expect(design.contradictions).toEqual([]);
  });

  it('are none where a thing goes through others, or is in a place', () => {
    const design = read(
      'Rivers have a length. A river goes through several towns. A town is in Spain, in France or in Italy.',
    );
    expect(attribute(design, 'river', 'status')).toBeUndefined();
  });
});

describe('things of several types', () => {
  it.each([
    ['Lifts with probes of several types (heat, door).', 'probe', 'type', 'heat/door'],
    [
      'Boats have a name. Engines of three kinds: petrol, diesel and electric.',
      'engine',
      'kind',
      'petrol/diesel/electric',
    ],
    ['Carts of various types are rented to farmers.', 'cart', 'type', undefined],
  ])('%s', (text, entity, name, values) => {
    const design = read(text);
    expect(attribute(design, entity, name)?.values?.join('/')).toBe(values);
    expect(attribute(design, entity, name)).toBeDefined();
    expect(design.entities.some((one) => one.name === 'type' || one.name === 'kind')).toBe(false);
    expect(design.notUnderstood).toEqual([]);
  });
});

describe('how long rows are kept', () => {
  it.each([
    ['Lifts send pulses; keep pulses 90 days.', 'pulse', 3],
    ['Lifts send pulses. Pulses are kept at least 2 years.', 'pulse', 24],
    ['Lifts send pulses. We keep all pulses for six months.', 'pulse', 6],
  ])('%s', (text, entity, months) => {
    const design = read(text);
    expect(design.wishes.map(({ kind, of, months: kept }) => [kind, of, kept])).toEqual([
      ['retention', [entity], months],
    ]);
  });
});

describe('a dashboard by a thing and by time', () => {
  it('adds up what there is most of under the thing', () => {
    const design = read(
      'Halls have lifts. Lifts have probes. Probes send pulses. 1M pulses a day. Dashboard by hall and day.',
    );
    expect(design.access.find((one) => one.summary)).toMatchObject({
      of: 'pulse',
      summary: { groupBy: ['probe.lift.hall'], per: 'day' },
    });
  });

  it('is told where nothing is under the thing', () => {
    const design = read('Halls have a name. Lifts have a speed. Dashboard by hall and day.');
    expect(design.access.filter((one) => one.summary)).toEqual([]);
    expect(design.notUnderstood.map((one) => one.words)).toEqual(['Dashboard by hall and day.']);
  });
});
