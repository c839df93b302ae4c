import type { RelvarError } from '../findings/error.ts';
import type { MigrationReading } from './migration-reading.ts';

/** Of an engine whose migrations nobody reads yet: each use ends with the error. */
export function noMigrations(refusal: () => RelvarError): MigrationReading {
  const refuse = (): Promise<never> => Promise.reject(refusal());
  return {
    openReader: refuse,
    openSafer: refuse,
    openIdentifiers: refuse,
    readScript: refuse,
    readHistory: async () => undefined,
    standIn: refuse,
  };
}
