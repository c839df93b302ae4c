import { expect, it } from 'vitest';
import { advisorCases } from './advisor-cases/index.ts';
import { describeCases } from './index-advice.ts';

describeCases(advisorCases.keys);

it('the right index is looked for in at least 40 cases, each with a title of its own', () => {
  const titles = Object.values(advisorCases).flatMap((groups) =>
    Object.values(groups).flatMap((cases) => cases.map((one) => one.title)),
  );
  expect(new Set(titles).size).toBe(titles.length);
  expect(titles.length).toBeGreaterThanOrEqual(40);
});
