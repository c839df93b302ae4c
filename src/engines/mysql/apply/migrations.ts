import type { MigrationDialect } from '../../applying.ts';
import { moveStatement } from '../../designed/moved-values.ts';
import { quoteIdentifier } from '../quote.ts';
import { ended } from '../script-end.ts';
import { quoteString } from '../sql/tokens.ts';
import { statementsWithin } from '../sql/under-mode.ts';
import { unsupported } from '../unsupported.ts';

/** The servers count in seconds, from one on; the setting lasts as long as the session. */
const lockTimeout = (milliseconds: number) =>
  `SET SESSION lock_wait_timeout = ${Math.max(1, Math.ceil(milliseconds / 1000))}`;

export const migrationDialect: MigrationDialect = {
  lockTimeout,
  // MySQL limits queries alone, and MariaDB's setting is unknown to it.
  statementTimeout: lockTimeout,
  resetTimeouts: ['SET SESSION lock_wait_timeout = DEFAULT'],
  loop() {
    throw unsupported('a change of rows in batches as one statement');
  },
  refuse: (message) => `SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = ${quoteString(message.slice(0, 128))}`,
  toolName: 'mysql',
  refuses: {},
  toolLimits: {
    knex: ["Take the driver mysql2: client: 'mysql2'."],
    flyway: ['Statements with semicolons inside stand between DELIMITER lines, which Flyway knows.'],
    drizzle: [
      'The server commits each change of the schema by itself: when a file fails, what came before it in the file is done.',
    ],
  },
  delimited: ended,
  singleStatements: statementsWithin,
  driverQuery: 'client.promise().query',
  fill: ({ name }, column) =>
    `UPDATE ${quoteIdentifier(name)} SET ${quoteIdentifier(column)} = … WHERE ${quoteIdentifier(column)} IS NULL;`,
  move: (moved) => moveStatement(moved, { table: ({ name }) => quoteIdentifier(name), quote: quoteIdentifier }),
};
