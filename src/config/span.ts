import { RelvarError } from '../findings/error.ts';

const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/**
 * A span of time in seconds: `7d`, `12h`, `30m`, `90s`, `100ms`.
 * @throws RelvarError with the code
 */
export function parseSpan(text: string, what: string, code: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w)$/.exec(text.trim());
  const unit = units[match?.[2] ?? ''];
  if (!match || unit === undefined) {
    throw new RelvarError(code, `${what} ${text}: not a span of time`, {
      hint: 'write a number with d, h, m or s: 7d',
    });
  }
  return Number(match[1]) * unit;
}
