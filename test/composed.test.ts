import { describe, expect, it } from 'vitest';
import { composedCases } from './composed-cases.ts';
import { embedded, resetDatabase } from './embedded.ts';
import { proveOnline } from './online.ts';

describe('changes that come together', () => {
  for (const [title, one] of Object.entries(composedCases)) {
    it(title, async () => {
      const target = { connection: await embedded(), version: '18.0', reset: resetDatabase };
      const steps = await proveOnline(one, target);
      // Broken off after each step, and taken back.
      for (let upTo = 1; upTo < steps; upTo++) await proveOnline(one, target, upTo);
      expect(steps).toBeGreaterThan(0);
    });
  }
});
