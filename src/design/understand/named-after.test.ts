import { expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import { understand } from './understand.ts';

const tiesOf = (text: string) =>
  understand({ text, name: 'the description' }, domains).relations.map(
    ({ from, to, role, optional }) => `${from} > ${to} as ${role}${optional ? '?' : ''}`,
  );

it.each([
  ['A queen has a marking colour and a mother queen.', 'queen > queen as mother_queen?'],
  [
    'Boat owners have a phone. A dinghy has a name and exactly one primary owner.',
    'dinghy > boat_owner as primary_owner',
  ],
  [
    'Ferries sail between piers on lines. Every line has a departure pier and an arrival pier.',
    'line > pier as departure_pier',
  ],
])('what is called after a thing is one of these: %s', (text, tie) => {
  expect(tiesOf(text)).toContain(tie);
});

it('how many there may be is a number', () => {
  expect(tiesOf('Gnomes have a name. A burrow has a name and a maximum number of gnomes.')).toEqual([]);
});
