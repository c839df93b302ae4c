import { expect, it } from 'vitest';
import { suppressionIn } from './suppressions.ts';

it.each([
  ['-- relvar: ignore column-dropped nobody reads it', ['column-dropped'], 'nobody reads it'],
  ['-- relvar: ignore a, b: both', ['a', 'b'], 'both'],
  ['-- relvar: ignore', ['*'], ''],
  ['/* relvar: ignore */', ['*'], ''],
  ['-- relvar: ignore * done at night', ['*'], 'done at night'],
  ['-- relvar: ignore — done at night', ['*'], 'done at night'],
  ['-- relvar: ignore: done at night', ['*'], 'done at night'],
])('reads %s', (comment, rules, reason) => {
  expect(suppressionIn(comment)).toEqual({ rules, reason });
});

it.each(['-- relvar: ignored', '-- ignore', '-- relvar ignore all'])('takes %s for no suppression', (comment) => {
  expect(suppressionIn(comment)).toBeUndefined();
});
