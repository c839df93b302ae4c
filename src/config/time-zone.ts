import { RelvarError } from '../findings/error.ts';

/**
 * The name of a time zone: `Europe/Berlin`. Offsets are not taken, since engines count them in either direction.
 * @throws RelvarError `bad-time-zone`
 */
export function parseTimeZone(text: string): string {
  const name = text.trim();
  if (/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone && name;
    } catch {}
  }
  throw new RelvarError('bad-time-zone', `--time-zone ${text}: not the name of a time zone`, {
    hint: 'for example UTC or Europe/Berlin',
  });
}
