import { expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import { understand } from './understand.ts';

const read = (text: string) => understand({ text, name: 'the description' }, domains);

it.each([
  [
    'ticket',
    'screening,seat_number',
    'Visitors buy tickets for screenings. A ticket has a seat number. A seat number is sold only once per screening.',
  ],
  [
    'booking',
    'room,time',
    'Teachers book rooms. A booking has a room, a date and a time. There are no two bookings for the same room and time.',
  ],
  [
    'ticket',
    'seat,show',
    'A show has a title. A hall has seats. A ticket is for a seat and a show. A seat can be sold once per show.',
  ],
  [
    'player',
    'shirt_number,team',
    'A player has a shirt number and belongs to a team. No two players of a team wear the same shirt number.',
  ],
  [
    'entry',
    'bib_number,race',
    'Runners enter races. An entry has a bib number. A bib number is given only once per race.',
  ],
])('is a key of the %s over %s: %s', (of, key, text) => {
  const entity = read(text).entities.find(({ name }) => name === of);
  expect(entity?.keys.map((one) => [...one.of].sort().join())).toContain(key);
  for (const name of key.split(',')) expect(entity?.attributes.find((one) => one.name === name)?.unique).not.toBe(true);
});

it('is held where each pair is there once', () => {
  const design = read('A poll has options. Members vote in polls. Each member may vote once per poll.');
  expect(design.relations).toContainEqual(
    expect.objectContaining({ kind: 'many-to-many', from: 'member', to: 'poll', through: 'vote' }),
  );
  expect(design.notUnderstood).toEqual([]);
});

it.each([
  'Birds have a ring number. A display has a date. A bird is flown only once per display.',
  'Kites have a colour. Festivals have a date. A kite is launched only once per festival.',
  'Bottles have a label. Tastings have a date. A bottle can be opened once per tasting.',
  'Masks have a name. A parade has a date. A mask may be worn only once per parade.',
])('is told where nothing holds all of it, and makes no reference: %s', (text) => {
  const design = read(text);
  expect(design.relations).toEqual([]);
  expect(design.notUnderstood.map(({ words }) => words)).toEqual([text.slice(text.lastIndexOf('. ') + 2)]);
});

it('is told where two of the names mean one column', () => {
  const last = 'There are no two bookings for the same meeting room and room.';
  const design = read(`A booking has a meeting room and a date. ${last}`);
  expect(design.entities.flatMap(({ keys }) => keys)).toEqual([]);
  expect(design.notUnderstood.map(({ words }) => words)).toEqual([last]);
});
