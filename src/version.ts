import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The package's version. */
export const version: string = readVersion();

function readVersion(): string {
  const text = readFileSync(createRequire(import.meta.url).resolve('relvar/package.json'), 'utf8');
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed === 'object' && parsed !== null && 'version' in parsed) return String(parsed.version);
  throw new Error('package.json has no version');
}
