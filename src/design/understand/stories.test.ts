import { expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import { understand } from './understand.ts';

const read = (text: string) => understand({ text, name: 'the description' }, domains);
const referring = (text: string) => read(text).relations.map(({ from, role }) => `${from}.${role}`);

it('takes what somebody wants things to have for theirs, and staff for no things', () => {
  const design = read(
    'As a registrar, I want each loan to have a due date so that overdue items can be chased.\nAs a clerk I can put a parcel into a locker.',
  );
  const names = design.entities.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['loan', 'parcel', 'locker']));
  expect(names.filter((name) => /registrar|clerk/.test(name))).toEqual([]);
  expect(design.entities.find(({ name }) => name === 'loan')?.attributes.map(({ name }) => name)).toContain('due_date');
});

it.each([
  ['As a driver I want to offer a ride with a start and a destination.', 'ride.driver'],
  ['As a seller, I want to post an advert with a title and a price so that buyers see it.', 'advert.seller'],
  ['As an organiser I need to publish a concert with a date.', 'concert.organiser'],
  ['As a volunteer I would like to open a project.', 'project.volunteer'],
])('gives what somebody makes to whoever makes it: %s', (text, reference) => {
  const made = referring(text);
  expect(made).toContain(reference);
  expect(made).not.toContain(reference.split('.').reverse().join('.'));
});

it.each([
  ['As a passenger I want to see my bookings.', 'booking', 'passenger'],
  ['As a parent, I want to see my invoices.', 'invoice', 'parent'],
  ['As a visitor I want to buy a ticket.\nAs a visitor I want to see my tickets.', 'ticket', 'visitor'],
  ['As a buyer I want to view my upcoming visits.', 'visit', 'buyer'],
])('keeps what is mine with whoever asks for it: %s', (text, of, whose) => {
  const design = read(text);
  expect(design.relations.map(({ from, to }) => `${from} of ${to}`)).toContain(`${of} of ${whose}`);
  expect(design.access.filter(({ cause }) => cause.kind === 'said')).toMatchObject([{ of, equal: [whose] }]);
});

it.each([
  ['As a passenger I want to rate my driver 1 to 5 stars and leave a comment.', 'rating', ['passenger', 'driver'], 5],
  ['As a guest, I want to rate my host from 1 to 5 stars and leave a comment.', 'rating', ['guest', 'host'], 5],
  ['As a buyer I want to rate my seller with 1 to 10 points and leave a comment.', 'rating', ['buyer', 'seller'], 10],
  ['As a pupil I can review my tutor on a scale of 1 to 6 and write a comment.', 'review', ['pupil', 'tutor'], 6],
])('keeps a score within its bounds and a comment of both: %s', (text, act, both, max) => {
  const design = read(text);
  const made = design.entities.find(({ name }) => name === act);
  expect(made?.attributes.find(({ name }) => name === 'score')).toMatchObject({ min: 1, max });
  expect(made?.attributes.map(({ name }) => name)).toContain('comment');
  expect(design.relations.filter(({ from }) => from === act).map(({ to }) => to)).toEqual(expect.arrayContaining(both));
});

it.each([
  [
    'As a parent I want to register my child for a course.',
    ['child.parent', 'registration.child', 'registration.course'],
  ],
  ['As a breeder I can enter my dog in a show.', ['dog.breeder', 'entry.dog', 'entry.show']],
  ['As a trainer I want to nominate my athlete for a prize.', ['athlete.trainer', 'nomination.athlete']],
  ['As an owner, I need to register my boat for a race.', ['registration.boat', 'registration.race']],
])('keeps what somebody enters of theirs for something: %s', (text, references) => {
  expect(referring(text)).toEqual(expect.arrayContaining(references));
});
