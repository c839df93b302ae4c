import type { Applying } from '../../applying.ts';
import { schemaStatements } from '../schema.ts';
import { migrationDialect } from './migrations.ts';
import { openForApplying } from './session.ts';

export const applying: Applying = {
  open: openForApplying,
  migrations: migrationDialect,
  schemaSql: (catalog) =>
    schemaStatements(catalog)
      .map((statement) => `${statement};\n`)
      .join('\n'),
};
