import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import type { Design } from '../model.ts';
import { understand } from './understand.ts';

const read = (text: string): Design => understand({ text, name: 'the description' }, domains);
const ties = (text: string) => read(text).relations.map(({ from, to, kind }) => `${from} > ${to} ${kind}`);

describe('what there is one of at a time', () => {
  it.each([
    [
      'A berth can have at most one rental at a time. A rental has a start date and an end date.',
      'rental > berth many-to-one',
    ],
    [
      'Each pitch may have only one lease at any given time. A lease has a start date and an end date.',
      'lease > pitch many-to-one',
    ],
    ['A locker can hold only one contract at once. A contract has a start date.', 'contract > locker many-to-one'],
  ])('is of the other, one after the next: %s', (text, expected) => {
    expect(ties(text)).toEqual([expected]);
  });

  it('never overlaps', () => {
    const design = read(
      'A pitch can have only one rental at a time. A rental has a start date and an end date. A pitch has a width.',
    );
    expect(design.entities.find((one) => one.name === 'rental')?.checks).toContainEqual(
      expect.objectContaining({ kind: 'no overlap', within: ['pitch'], period: 'start_date', until: 'end_date' }),
    );
  });

  it('is a person whom several have', () => {
    expect(ties('A coach has a name. A squad can have only one coach at a time.')).toEqual([
      'squad > coach many-to-one',
    ]);
  });
});

describe('what sorts things elsewhere', () => {
  it.each([
    'Garages have a name and a number of levels. Each level has spaces.',
    'A garage with a name and a number of levels. Each level has spaces.',
  ])('is a part where it has things of its own: %s', (text) => {
    expect(ties(text).sort()).toEqual(['level > garage many-to-one', 'space > level many-to-one']);
  });
});
