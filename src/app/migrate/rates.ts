import type { Config } from '../../config/config.ts';
import { parseQuantity } from '../../config/quantity.ts';
import { RelvarError } from '../../findings/error.ts';
import { measureRates, measureRatesInLab } from '../../lab/measure-rates.ts';
import { type KnownRates, presumedRates, type Rates } from '../../plan/rates.ts';

/** By the word that people write. */
const words: Readonly<Record<string, keyof Rates>> = {
  scan: 'scanBytes',
  rewrite: 'rewriteBytes',
  index: 'indexRows',
  batch: 'batchRows',
};

/** On the server of the URL, or in the embedded engine for `lab`. */
async function measuredBy(calibrate: string | undefined) {
  if (calibrate === undefined) return undefined;
  return calibrate === 'lab' ? await measureRatesInLab() : await measureRates(calibrate);
}

/**
 * The rates that durations are reckoned with: presumed ones, over them what was measured, what the
 * configuration says, and what `--rate scan=500M` says; the last word counts.
 * @throws RelvarError `bad-rate`; what measuring throws
 */
export async function ratesOf(
  config: Config,
  given: readonly string[],
  calibrate: string | undefined,
): Promise<KnownRates> {
  const told = [
    ...Object.entries(config.rates ?? {}).map(([word, value]) => [word, value, `rates.${word}`] as const),
    ...given.map((text) => {
      const at = text.indexOf('=');
      return [text.slice(0, Math.max(0, at)), text.slice(at + 1), `--rate ${text}`] as const;
    }),
  ];
  const measured = await measuredBy(calibrate);
  let rates: Rates = presumedRates;
  if (measured) {
    const { where: _, ...figures } = measured;
    rates = figures;
  }
  for (const [word, value, what] of told) {
    const name = words[word];
    if (name === undefined) {
      throw new RelvarError('bad-rate', `${what}: there is no rate of that name`, {
        hint: `write scan=250M, rewrite=60M (bytes per second), index=700k or batch=20k (rows per second)`,
      });
    }
    const rate = parseQuantity(value, what);
    if (rate === 0)
      throw new RelvarError('bad-rate', `${what}: nothing is done at no speed`, { hint: 'write scan=250M' });
    rates = { ...rates, [name]: rate };
  }
  const origins = [
    ...(measured ? [`measured on ${measured.where}`] : told.length === 0 ? ['presumed'] : []),
    ...(told.length > 0 ? ['as told'] : []),
  ];
  return { rates, origin: origins.join(', ') };
}
