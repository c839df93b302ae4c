import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import { understand } from './understand.ts';

function read(text: string) {
  const design = understand({ text, name: 'the description' }, domains);
  return {
    ties: design.relations.map(({ from, to, kind }) => `${from} > ${to} ${kind}`).sort(),
    columns: (name: string) =>
      design.entities.find((one) => one.name === name)?.attributes.map((attribute) => attribute.name) ?? [],
  };
}

describe('what a thing is', () => {
  it.each([
    [
      'A sailing is a scheduled departure of one ferry on one route at a certain time. Ferries have a name. Routes have a code.',
      ['sailing > ferry many-to-one', 'sailing > route many-to-one'],
    ],
    [
      'A lesson is one hour with one teacher in one classroom. Teachers have a name. Classrooms have a number.',
      ['lesson > classroom many-to-one', 'lesson > teacher many-to-one'],
    ],
    [
      'Each watch is a period of duty by an officer on a bridge. Officers have a rank. Bridges have a code.',
      ['watch > bridge many-to-one', 'watch > officer many-to-one'],
    ],
    [
      'A membership is a contract between a member and a gym. Members have a name. Gyms have an address.',
      ['membership > gym many-to-one', 'membership > member many-to-one'],
    ],
    [
      'A regatta is a contest between several crews on one lake. Crews have a name. Lakes have a name.',
      ['crew > regatta many-to-one', 'regatta > lake many-to-one'],
    ],
  ])('tells whose it is: %s', (text, expected) => {
    expect(read(text).ties).toEqual(expected);
  });

  it('tells when it is', () => {
    const design = read('A sailing is a departure of one ferry at a certain time. Ferries have a name.');
    expect(design.columns('sailing')).toContain('starts_at');
  });

  it('is left alone where a kind or a property is told', () => {
    expect(read('A drone is a bee. Bees have a name.').ties).toEqual([]);
    expect(read('A voucher is a code of 8 letters. Vouchers have a value.').ties).toEqual([]);
  });
});
