import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import { understand } from './understand.ts';

const read = (text: string) => understand({ text, name: 'the description' }, domains);
const tiesOf = (text: string, name: string) =>
  read(text)
    .relations.filter(({ from }) => from === name)
    .map(({ to }) => to)
    .sort();

describe('what is done', () => {
  it.each([
    [
      'polishing',
      'Lenses have a number and a focal length and are polished now and then. For each polishing we keep the date and the depth.',
      ['lens'],
    ],
    [
      'tuning',
      'Pianos have a number. Tuners have a name. Pianos are tuned every month by tuners. A tuning has a date and a pitch.',
      ['piano', 'tuner'],
    ],
    [
      'hand_out',
      'Lamps have a number. Miners have a name. Lamps get handed out to miners. For each hand-out we write down the date and the hour.',
      ['lamp', 'miner'],
    ],
  ])('is of what its verb is said with: %s', (name, text, expected) => {
    expect(tiesOf(text, name)).toEqual(expected);
  });

  it('is no doer', () => {
    expect(tiesOf('Bouts have a date. Each bout is umpired by one umpire. Umpires have a name.', 'umpire')).toEqual([]);
  });
});

describe('what nothing ties to the rest', () => {
  it('is asked about', () => {
    const { questions } = read(
      'Guests have a name. Guests make bookings. A lantern has a colour and a height. Bookings have a date.',
    );
    expect(questions.map(({ question }) => question)).toContain('What have lanterns to do with the rest?');
  });

  it('is left alone where tables are written down', () => {
    const { questions } = read('Lanterns(id, colour), Guests(id, name)');
    expect(questions.filter(({ question }) => /to do with the rest/.test(question))).toEqual([]);
  });
});
