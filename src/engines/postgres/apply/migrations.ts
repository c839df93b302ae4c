import type { MigrationDialect } from '../../applying.ts';
import { moveStatement } from '../../designed/moved-values.ts';
import { everyRow } from '../every-row.ts';
import { dollarQuoted, quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';

const set = (name: string) => (milliseconds: number, local: boolean) =>
  `SET ${local ? 'LOCAL ' : ''}${name} = '${milliseconds}ms'`;

export const migrationDialect: MigrationDialect = {
  lockTimeout: set('lock_timeout'),
  statementTimeout: set('statement_timeout'),
  resetTimeouts: ['RESET lock_timeout', 'RESET statement_timeout'],
  everyRow: {
    set: (local) => `SET ${local ? 'LOCAL ' : ''}row_security = off`,
    reset: 'RESET row_security',
    concerns: (sql) => /^(?:\s|--[^\n]*\n)*(?:WITH|SELECT|INSERT|UPDATE|DELETE|MERGE|DO)\b/i.test(sql),
  },
  // COMMIT is allowed in a DO block that no transaction holds (from PostgreSQL 11). A statement of EXECUTE sees its
  // parameters as the batch does, so that the key of a piece is that of the next.
  loop({ sql, pauseMilliseconds }, { lockTimeoutMilliseconds }) {
    const limit =
      lockTimeoutMilliseconds === undefined
        ? ''
        : `\n    PERFORM pg_catalog.set_config('lock_timeout', '${lockTimeoutMilliseconds}ms', true);`;
    const pause = pauseMilliseconds === 0 ? '' : `\n    PERFORM pg_catalog.pg_sleep(${pauseMilliseconds / 1000});`;
    return `DO ${dollarQuoted(`DECLARE
  last text[];
  rows bigint;
BEGIN
  LOOP
    ${everyRow}${limit}
    EXECUTE ${quoteLiteral(sql)} INTO last, rows USING last;
    COMMIT;
    EXIT WHEN last IS NULL;${pause}
  END LOOP;
END`)}`;
  },
  refuse: (message) =>
    `DO ${dollarQuoted(`BEGIN
  RAISE EXCEPTION USING MESSAGE = ${quoteLiteral(message)};
END`)}`,
  toolName: 'postgresql',
  refuses: {},
  toolLimits: {
    flyway: [
      'Set flyway.postgresql.transactional.lock=false: with its usual lock Flyway waits for itself in a concurrent build.',
    ],
    typeorm: [
      "Set migrationsTransactionMode: 'each' (or run migration:run -t each): in one transaction for all, no concurrent build can stand.",
    ],
  },
  fill: (table, column) =>
    `UPDATE ${quoteName(table)} SET ${quoteIdentifier(column)} = … WHERE ${quoteIdentifier(column)} IS NULL;`,
  move: (moved) => moveStatement(moved, { table: quoteName, quote: quoteIdentifier }),
};
