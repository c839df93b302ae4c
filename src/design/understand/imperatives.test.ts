import { expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import { understand } from './understand.ts';

const read = (text: string) => understand({ text, name: 'the description' }, domains);
const names = (text: string) => read(text).entities.map(({ name }) => name);

it.each([
  ['Machines have a name. Keep the date and cost of every repair.', 'repair', ['date', 'cost']],
  ['Wards have a name. Log each inspection with its date and result.', 'inspection', ['date', 'result']],
  ['Cranes have a name. Please note the length of each cable.', 'cable', ['length']],
  ['Fridges have a name. Store the temperature of each fridge hourly.', 'temperature_reading', ['temperature']],
  ['Pumps have a name. Record the pressure of every pump every 10 minutes.', 'pressure_reading', ['pressure']],
])('tells what is kept of each where it is told to be kept: %s', (text, of, kept) => {
  const entity = read(text).entities.find(({ name }) => name === of);
  expect(entity?.attributes.map(({ name }) => name)).toEqual(expect.arrayContaining(kept));
});

it.each([
  ['Members have a name. Track every delivery.', 'delivery'],
  ['Machines have a name. Please record every failure.', 'failure'],
  ['Boats have a name. Keep a record of every breakdown.', 'breakdown'],
  ['Doors have a name. Log each entry.', 'entry'],
])('tells what is kept: %s', (text, what) => {
  expect(names(text)).toContain(what);
});

it('tells that changes are kept', () => {
  expect(read('A price has an amount. Record who changed it.').wishes.map(({ kind }) => kind)).toEqual(['audit']);
});

it.each([
  ['Here is what we have so far: members with a name and an email, boats with a name.', ['member', 'boat']],
  ['Films have a title.\nBelow is a list of everything: actors have a name.', ['film', 'actor']],
  ['Hello, we keep hives with a number. Each hive has frames. Best, Marion', ['hive', 'frame']],
  ['A film has a title. A review has a text and is of one film. All the best, Tom', ['film', 'review']],
  ['Visits have a date. Old visits are deleted.', ['visit']],
  ['Parcels have a weight. Expired parcels must be removed.', ['parcel']],
  ['Tables: order, user and group. A user has a name.', ['order', 'user', 'group']],
  ['Table order, user and group. A user has a name.', ['order', 'user', 'group']],
])('makes no table of what only leads to it, or says good-bye: %s', (text, all) => {
  expect(names(text).sort()).toEqual([...all].sort());
});

it.each([
  'A review needs a rating between 1 and 5. Reviews are of films.',
  'Each review requires a rating from 1 to 5.',
  'Every review gets a rating between 1 and 5.',
  'A review must have a rating between 1 and 5.',
])('reads bounds of what a thing needs: %s', (text) => {
  const review = read(text).entities.find(({ name }) => name === 'review');
  expect(review?.attributes.find(({ name }) => name === 'rating')).toMatchObject({ min: 1, max: 5 });
  expect(review?.attributes.filter(({ name }) => name.includes('_rating'))).toEqual([]);
});
