import type { Applying } from '../../applying.ts';
import { dialectOf } from '../flavour.ts';
import { schemaStatements } from '../schema.ts';
import { ended } from '../script-end.ts';
import { migrationDialect } from './migrations.ts';
import { openForApplying } from './session.ts';

export const applying: Applying = {
  open: openForApplying,
  migrations: migrationDialect,
  schemaSql: (catalog, version) =>
    schemaStatements(catalog, dialectOf(version).flavour)
      .map((statement) => `${ended(statement)}\n`)
      .join('\n'),
};
