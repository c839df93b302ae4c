import { expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import { understand } from './understand.ts';

it('takes what somebody wants things to have for theirs, and staff for no things', () => {
  const design = understand(
    {
      text: 'As a registrar, I want each loan to have a due date so that overdue items can be chased.\nAs a clerk I can put a parcel into a locker.',
      name: 'the description',
    },
    domains,
  );
  const names = design.entities.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['loan', 'parcel', 'locker']));
  expect(names.filter((name) => /registrar|clerk/.test(name))).toEqual([]);
  expect(design.entities.find(({ name }) => name === 'loan')?.attributes.map(({ name }) => name)).toContain('due_date');
});
