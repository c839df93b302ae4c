import { expect, it } from 'vitest';
import { embedded } from './embedded.ts';
import { pairs, provePair } from './pairs.ts';

/** Every so-manieth pair, from which on; all of them take an hour: RELVAR_TEST_PAIRS=1, or 12+3 for each twelfth from the third on. */
const [step = 83, first = 0] = process.env['RELVAR_TEST_PAIRS']?.split('+').map(Number) ?? [];
const chosen = pairs.filter((_, at) => at % step === first);
/** What went wrong once. */
const known = [
  ['no default', 'identity'],
  ['added identity', 'identity'],
  ['retype', 'identity'],
  ['other schema', 'added identity'],
] as const;

it('two changes of one table lead there and back', { timeout: 36_000_000 }, async () => {
  const database = await embedded();
  const wrong: string[] = [];
  let proven = 0;
  for (const pair of [...chosen, ...(step === 83 ? known : [])]) {
    for (const mode of ['zero-downtime', 'brief-maintenance'] as const) {
      const found = await provePair(database, pair, mode);
      if (found) proven++;
      wrong.push(...(found ?? []).map((one) => `${pair.join(' + ')}, ${mode}: ${one}`));
      if (process.env['RELVAR_TEST_PAIRS'] && found && found.length > 0) process.stdout.write(`${wrong.at(-1)}\n`);
    }
  }
  expect(wrong).toEqual([]);
  expect(proven).toBeGreaterThan(0);
});
