import { expect, it } from 'vitest';
import { usersText } from './prove-drops.ts';

it('says by how much a query becomes dearer, however little', () => {
  expect(usersText(4, 'a_idx', { before: 18_802, after: 18_818 })).toBe(
    '4 queries of the workload use a_idx in the plan, and without it none becomes dearer by more than 0.1%',
  );
  expect(usersText(1, 'a_idx', { before: 1000, after: 1011 })).toContain('by more than 1.1%');
  expect(usersText(1, 'a_idx', undefined)).toContain('uses a_idx in the plan, and none becomes dearer without it');
});
