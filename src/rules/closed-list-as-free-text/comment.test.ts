import { expect, it } from 'vitest';
import { valuesInComment } from './comment.ts';

it.each([
  ["'new', 'paid' or 'sent'", ['new', 'paid', 'sent']],
  ['one of: new, paid, sent', ['new', 'paid', 'sent']],
  ['Values: owner, writer and reader', ['owner', 'writer', 'reader']],
  ['new | paid | in-transit', ['new', 'paid', 'in-transit']],
  ['`a`/`b`', ['a', 'b']],
  ['allowed values are (open, closed)', ['open', 'closed']],
  ["such as 'new', 'paid'", undefined],
  ["'new', 'paid', etc.", undefined],
  ['The status of the order, and its colour', undefined],
  ["either 'new'", undefined],
  ['', undefined],
  [undefined, undefined],
])('%s lists %s', (comment, expected) => {
  expect(valuesInComment(comment)).toEqual(expected);
});
