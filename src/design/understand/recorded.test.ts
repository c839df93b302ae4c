import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import type { Design } from '../model.ts';
import { understand } from './understand.ts';

const read = (text: string): Design => understand({ text, name: 'the description' }, domains);
const names = ({ entities }: Design) => entities.map((one) => one.name).sort();
const entityOf = (design: Design, name: string) => design.entities.find((one) => one.name === name);
const kept = (design: Design, name: string) => entityOf(design, name)?.attributes.map((one) => one.name) ?? [];
const ties = (design: Design, name: string) =>
  design.relations.filter((one) => one.from === name && one.kind !== 'many-to-many').map((one) => one.to);
/** `number`, `berth + pier`: what is unique, alone or together. */
const keys = (design: Design, name: string) => {
  const entity = entityOf(design, name);
  return [
    ...(entity?.attributes ?? []).filter((one) => one.unique).map((one) => one.name),
    ...(entity?.keys ?? []).map((one) => [...one.of].sort().join(' + ')),
  ];
};

describe('what is recorded of each thing', () => {
  it.each([
    ['For each outing we record the planned date, the actual date, remarks and the cost.', 'outing', 4],
    ['For every outing the planned date, the actual date and remarks are noted down.', 'outing', 3],
    ['For any outing, its planned date, its cost and its remarks must be stored.', 'outing', 3],
    ['Of each outing we know the planned date and the cost.', 'outing', 2],
    ['Of an outing are kept the planned date, the cost and the remarks.', 'outing', 3],
    ['Of every outing it is necessary to know the planned date and the cost.', 'outing', 2],
    ['For outings, the planned date, the cost and remarks are required.', 'outing', 3],
    ['The following data are recorded for each outing: planned date, cost, remarks.', 'outing', 3],
    ['For each outing the following is stored: the planned date, the cost and remarks.', 'outing', 3],
    ['The data to be stored for each outing are: planned date, cost and remarks.', 'outing', 3],
    ['We store the planned date, the cost and the remarks of each outing.', 'outing', 3],
    ['The planned date, the cost and the remarks of each outing are stored.', 'outing', 3],
    ['Outings are described by a planned date, a cost and remarks.', 'outing', 3],
    ["An outing's planned date, cost and remarks are recorded.", 'outing', 3],
    ["Outings' data are: planned date, cost, remarks.", 'outing', 3],
    ['An outing includes the planned date, the cost and whether it is paid.', 'outing', 3],
    ['Every outing is given a planned date, a cost and remarks.', 'outing', 3],
    ['Outings have a title. Their planned date, cost and remarks are stored as well.', 'outing', 4],
  ])('is read from "%s"', (text, name, many) => {
    const design = read(`Kayaks have a colour. ${text}`);
    expect(names(design)).toEqual(['kayak', name]);
    expect(kept(design, name)).toHaveLength(many);
    expect(kept(design, name)).toContain('planned_date');
    expect(design.notUnderstood).toEqual([]);
  });

  it.each([
    ['A tenure states the tenant and the flat that is let, and the day on which it was signed.', ['signed_date']],
    ['A tenure has the name of the broker, a price at that time and the date of signature.', ['broker_name', 'price']],
    [
      'For each tenure we note how many keys were handed over, how long it lasts and a clause text.',
      ['number_of_keys'],
    ],
    ['For each tenure we note whether it is renewable by the tenant and whether pets are allowed.', ['renewable']],
    ['For each tenure the country of origin and the days to expiry are kept.', ['country_of_origin', 'days_to_expiry']],
  ])('has members in their own words: "%s"', (text, wanted) => {
    const design = read(`Flats have a size. Tenants have a phone number. ${text}`);
    expect(names(design).filter((one) => !/^(?:flat|tenant|tenure)$/.test(one))).toEqual([]);
    expect(kept(design, 'tenure')).toEqual(expect.arrayContaining(wanted));
  });

  it('refers to the things that a list names', () => {
    const design = read(
      'Flats have a size. Brokers have a phone number. For each viewing the flat, the broker who shows it and the date on which it takes place are recorded.',
    );
    expect(ties(design, 'viewing')).toEqual(['flat', 'broker']);
    expect(kept(design, 'viewing')).toEqual(['date']);
  });

  it('is of what is done, where the list follows it', () => {
    const faults = read(
      'Lifts have a serial number. Neighbours report faults, giving a phone number, the lift and a description.',
    );
    expect(ties(faults, 'fault')).toContain('lift');
    expect(kept(faults, 'fault')).toEqual(['phone_number', 'description']);
    const taken = read(
      'Pupils have a name. Modules have a title. When a pupil takes a module, the grade and the date of the exam are recorded.',
    );
    expect(kept(taken, 'pupil_module')).toEqual(['grade', 'exam_date']);
    const pair = read(
      'A survey visit has a date. Spare parts have a price. During a visit spare parts may be used. For each part used we store the quantity and the price at that time.',
    );
    expect(names(pair)).toEqual(['spare_part', 'survey_visit', 'survey_visit_spare_part']);
    expect(kept(pair, 'survey_visit_spare_part')).toEqual(['quantity', 'price']);
  });

  it('leaves no room for what others usually keep', () => {
    const design = read(
      'Patients are identified by their ID card number; their name and blood type are stored. Doctors have a registration number and a specialty. An appointment records the patient, the doctor that is seen and the date.',
    );
    expect(kept(design, 'patient')).toEqual(['id_card_number', 'name', 'blood_type']);
    expect(kept(design, 'doctor')).toEqual(['registration_number', 'specialty']);
    expect(ties(design, 'patient')).toEqual([]);
  });
});

describe('what identifies', () => {
  it.each([
    ['A department has a department number, an office and a phone number.', 'department', ['department_number']],
    ['Technicians have a staff number, a name and a phone number.', 'technician', ['staff_number']],
    ['Medicines have a name, a medicine code and a dose.', 'medicine', ['medicine_code']],
    ['Barges have a name, a length and a registration number.', 'barge', ['registration_number']],
    ['Lockers have a number and a size.', 'locker', ['number']],
    ['A barge has a phone number and a length.', 'barge', []],
    ['A barge has the number of cabins and a length.', 'barge', []],
    [
      'Piers have a name. Each berth belongs to a pier. Berths have a berth number and a depth.',
      'berth',
      ['berth_number + pier'],
    ],
    ['Barges have a hull number and a length. Hull numbers of barges need not be unique.', 'barge', []],
  ])('is told by "%s"', (text, name, wanted) => {
    const design = read(text);
    expect(keys(design, name)).toEqual(wanted);
    if (wanted.length > 0)
      expect(design.decisions.map((one) => one.what).join(' ')).toContain(`${wanted[0]?.split(' ')[0]} is unique`);
  });
});

describe('when something happens', () => {
  const typed = (design: Design, name: string) =>
    Object.fromEntries((entityOf(design, name)?.attributes ?? []).map((one) => [one.name, one.type]));

  it('is told before where it is agreed on, and is now where it is written down', () => {
    const design = read(
      'A rehearsal is led by a conductor at a given time. An audit is made by a clerk at a given time.',
    );
    expect(entityOf(design, 'rehearsal')?.attributes).toEqual([
      expect.objectContaining({ name: 'starts_at', type: 'instant' }),
    ]);
    expect(entityOf(design, 'rehearsal')?.attributes[0]?.default).toBeUndefined();
  });

  it('is a date where the date is of what was done', () => {
    const design = read('Each falcon has a name, a date given, a date due, a date received and a time sent.');
    expect(typed(design, 'falcon')).toMatchObject({
      date_given: 'date',
      date_due: 'date',
      date_received: 'date',
      time_sent: 'instant',
    });
    const leave = read('A leave has a first day, a last day and an estimated time of return.');
    expect(typed(leave, 'leave')).toMatchObject({
      first_day: 'date',
      last_day: 'date',
      estimated_time_of_return: 'instant',
    });
  });
});

it('reads the states of what the sentence before tells of', () => {
  const design = read('A rehearsal is led by a conductor; it can be planned, held, cancelled or missed.');
  expect(entityOf(design, 'rehearsal')?.attributes.find((one) => one.type === 'status')?.values).toEqual([
    'planned',
    'held',
    'cancelled',
    'missed',
  ]);
});

it('gives persons a name beside what is told of them, unless they are told of elsewhere or all of it is told', () => {
  expect(kept(read('Falconers have a licence number.'), 'falconer')).toContain('name');
  expect(kept(read('Of each falconer we record the licence number.'), 'falconer')).not.toContain('name');
  expect(kept(read('Barges have a hull number.'), 'barge')).not.toContain('name');
});
