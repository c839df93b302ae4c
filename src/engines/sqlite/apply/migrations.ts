import type { MigrationDialect } from '../../applying.ts';
import { moveStatement } from '../../designed/moved-values.ts';
import { splitScript } from '../load/split.ts';
import { quoteIdentifier } from '../quote.ts';
import { unsupported } from '../unsupported.ts';

/** How long a writer is waited for; the setting lasts as long as the connection. */
const busy = (milliseconds: number) => `PRAGMA busy_timeout = ${milliseconds}`;

export const migrationDialect: MigrationDialect = {
  lockTimeout: busy,
  // Statements have no limit.
  statementTimeout: busy,
  resetTimeouts: [],
  loop() {
    throw unsupported('a change of rows in batches as one statement');
  },
  // A check that fails names itself.
  refuse: (message) =>
    `CREATE TEMP TABLE relvar_refusal (refused INTEGER, CONSTRAINT ${quoteIdentifier(message)} CHECK (refused = 0));
INSERT INTO relvar_refusal VALUES (1)`,
  toolName: 'sqlite',
  refuses: {
    liquibase:
      'its driver runs the first statement of a changeset alone, and between changesets it commits, so that a rebuild cannot stay in one transaction',
  },
  toolLimits: {
    'golang-migrate': [
      'Add x-no-tx-wrap=true to the URL: the files open their own transactions, and foreign keys cannot be switched off inside one.',
    ],
    drizzle: ['Stop what uses the database: foreign keys are off while a file runs.'],
  },
  singleStatements: (text) => splitScript(text, '').parts.flatMap((part) => ('sql' in part ? [part.sql] : [])),
  fill: ({ name }, column) =>
    `UPDATE ${quoteIdentifier(name)} SET ${quoteIdentifier(column)} = … WHERE ${quoteIdentifier(column)} IS NULL;`,
  move: (moved) => moveStatement(moved, { table: ({ name }) => quoteIdentifier(name), quote: quoteIdentifier }),
};
