import { expect, it } from 'vitest';
import { hazardsPage } from './page.ts';
import { hazards } from './registry.ts';

it('docs/hazards.md is up to date', async () => {
  await expect(hazardsPage()).toMatchFileSnapshot('../../docs/hazards.md');
});

it('knows each hazard once', () => {
  expect(new Set(hazards.map((hazard) => hazard.id)).size).toBe(hazards.length);
});
