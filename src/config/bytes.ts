import { RelvarError } from '../findings/error.ts';

const sizes: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  byte: 1,
  bytes: 1,
  k: 2 ** 10,
  kb: 2 ** 10,
  kib: 2 ** 10,
  m: 2 ** 20,
  mb: 2 ** 20,
  mib: 2 ** 20,
  g: 2 ** 30,
  gb: 2 ** 30,
  gib: 2 ** 30,
  t: 2 ** 40,
  tb: 2 ** 40,
  tib: 2 ** 40,
};

/** No disk holds more: 1 000 000 TB. */
const most = 2 ** 60;

/**
 * Bytes as people write them, in powers of 1024 as PostgreSQL's own units: `10GB`, `500 MB`, `8kB`, `1.5G`.
 * @throws RelvarError `bad-quantity` for what is none, is negative or absurd
 */
export function parseBytes(given: string, what: string): number {
  const match = /^(\d[\d_]*(?:\.\d+)?|\.\d+)\s*([a-z]*)$/i.exec(given.trim());
  const unit = match && sizes[(match[2] ?? '').toLowerCase()];
  const value = match ? Number((match[1] ?? '').replaceAll('_', '')) * (unit ?? Number.NaN) : Number.NaN;
  if (!(value >= 0 && value <= most)) {
    throw new RelvarError('bad-quantity', `${what}: ${JSON.stringify(given)} is no size`, {
      hint: 'write 10GB, 500MB or plain bytes',
    });
  }
  return Math.round(value);
}
