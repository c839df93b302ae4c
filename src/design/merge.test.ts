import { describe, expect, it } from 'vitest';
import { merge } from './merge.ts';

const base = 'one\ntwo\nthree\nfour\nfive\n';

describe('merge', () => {
  it.each([
    ['nothing changed', base, base, base],
    ['by hand alone', 'one\ntwo\nTHREE\nfour\nfive\n', base, 'one\ntwo\nTHREE\nfour\nfive\n'],
    ['by the other alone', base, 'one\nthree\nfour\nfive\nsix\n', 'one\nthree\nfour\nfive\nsix\n'],
    [
      'both, in different places',
      'zero\none\ntwo\nthree\nfour\nfive\n',
      'one\ntwo\nthree\nfour\nfive\nsix\n',
      'zero\none\ntwo\nthree\nfour\nfive\nsix\n',
    ],
    ['both the same', 'one\n2\nthree\nfour\nfive\n', 'one\n2\nthree\nfour\nfive\n', 'one\n2\nthree\nfour\nfive\n'],
  ])('%s', (_, own, other, text) => {
    expect(merge(base, own, other)).toEqual({ text, conflicts: [] });
  });

  it('keeps what was written by hand where both changed the same, and tells what was wanted', () => {
    expect(merge(base, 'one\nhand\nthree\nfour\nfive\n', 'one\nother\nthree\nfour\nfive\n')).toEqual({
      text: 'one\nhand\nthree\nfour\nfive\n',
      conflicts: [{ line: 2, wanted: 'other' }],
    });
  });
});
