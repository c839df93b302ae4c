import { readToolHistory } from '../../migration-history.ts';
import type { MigrationReading } from '../../migration-reading.ts';
import { readScript } from '../load/read.ts';
import { quoteIdentifier } from '../quote.ts';
import { tokens } from '../sql/tokens.ts';
import { joined } from './joined.ts';
import { readStatement } from './read.ts';
import { safer } from './safer.ts';
import { readingDialect } from './written-name.ts';

/** How the statements of migrations are read. */
export const migrations: MigrationReading = {
  openReader: async () => readStatement,
  openSafer: async () => safer,
  readScript: async (file) => ({ ...(await readScript([file])), data: [] }),
  readHistory: (connection, catalog) => readToolHistory(connection, catalog, ({ name }) => quoteIdentifier(name)),
  // The engine has no extensions that a script asks for.
  standIn: async () => [],
  openIdentifiers: async () => (text) =>
    new Set(
      tokens(text, readingDialect).flatMap(({ kind, text: word, value }) =>
        kind === 'word' ? [word] : kind === 'name' ? [value] : [],
      ),
    ),
  joined,
};
