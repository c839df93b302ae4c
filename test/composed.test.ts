import { describe, expect, it } from 'vitest';
import { composedCases } from './composed-cases.ts';
import { embedded, resetDatabase } from './embedded.ts';
import { hierarchyCases } from './hierarchy-cases.ts';
import { identityCases } from './identity-cases.ts';
import { proveOnline } from './online.ts';
import { renamedCases } from './renamed-cases.ts';

describe.each([
  ['changes that come together', composedCases],
  ['partitions and children', hierarchyCases],
  ['other names', renamedCases],
  ['identities', identityCases],
])('%s', (_, cases) => {
  for (const [title, one] of Object.entries(cases)) {
    it(title, async () => {
      const target = { connection: await embedded(), version: '18.0', reset: resetDatabase };
      const steps = await proveOnline(one, target);
      // Broken off after each step, and taken back.
      for (let upTo = 1; upTo < steps; upTo++) await proveOnline(one, target, upTo);
      expect(steps).toBeGreaterThan(0);
    });
  }
});
