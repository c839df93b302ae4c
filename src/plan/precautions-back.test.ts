import { expect, it } from 'vitest';
import type { Precautions, Work } from './plan.ts';
import { precautionsBack } from './precautions-back.ts';

const work = (transactional: boolean): Work => ({
  kind: 'statements',
  statements: [{ sql: 'SELECT 1', transactional }],
});
const precautions: Precautions = { lockTimeoutMilliseconds: 2000, statementTimeoutMilliseconds: 30_000, retries: 20 };

it('ends nothing on the way back for how long it takes, and no concurrent build for the lock it waits for', () => {
  expect(precautionsBack({ work: work(true), precautions }, work(false))).toEqual({ retries: 20 });
  const limited = { lockTimeoutMilliseconds: 2000, retries: 20 };
  expect(precautionsBack({ work: work(true), precautions }, work(true))).toEqual(limited);
  // An engine whose statements all stand alone.
  expect(precautionsBack({ work: work(false), precautions }, work(false))).toEqual(limited);
});
