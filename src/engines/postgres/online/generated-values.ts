import { type QualifiedName, qualified, qualifiedColumn } from '../../../catalog/names.ts';
import type { Column } from '../../../catalog/table.ts';
import type { Precondition } from '../../procedure.ts';
import { quoteName } from '../quote.ts';
import { noRows } from './preconditions.ts';

/**
 * Rows for which a generated column cannot be reckoned: its expression fails, or gives what its type or NOT NULL refuses.
 * The engine asks each row where the column is stored; else only whether it is null.
 */
export function generatesValues(table: QualifiedName, column: Column): readonly Precondition[] {
  const { generated, nullable } = column;
  if (!generated || (!generated.stored && nullable)) return [];
  const holds = `${qualifiedColumn(table, column.name)} can be generated for every row of ${qualified(table)}.`;
  return [
    {
      prepare: trial(table, column, generated.expression),
      ...noRows(table, `NOT pg_temp.relvar_generates(${quoteName(table)}.*)`, holds),
    },
  ];
}

/** A function of the session that reckons the value for a row, and tells whether it could. */
function trial(table: QualifiedName, { type, nullable }: Column, expression: string): string {
  return `CREATE OR REPLACE FUNCTION pg_temp.relvar_generates(${quoteName(table)}) RETURNS boolean LANGUAGE plpgsql AS $generates$
DECLARE
  reckoned ${type.text};
BEGIN
  reckoned := (SELECT ${expression} FROM (SELECT ($1).*) AS own);
  RETURN ${nullable ? 'true' : 'reckoned IS NOT NULL'};
EXCEPTION WHEN data_exception OR integrity_constraint_violation OR raise_exception THEN
  RETURN false;
END
$generates$`;
}
