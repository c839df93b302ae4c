import type { QualifiedName } from '../../../catalog/names.ts';
import { objectName } from '../../../catalog/object-name.ts';
import { dollarQuoted, quoteIdentifier, quoteName } from '../quote.ts';

/** A trigger that keeps columns of a row in step, and its function. */
export interface Sync {
  readonly create: readonly string[];
  readonly drop: readonly string[];
}

/**
 * `lines` are the body's assignments to NEW. The name begins with `zz`: of triggers BEFORE an event the last by name sees
 * what the others made of the row.
 */
export function syncTrigger(table: QualifiedName, column: string, suffix: string, lines: readonly string[]): Sync {
  const name = objectName([`zz_relvar_${table.name}`, column], suffix, 63);
  const routine = quoteName({ schema: table.schema, name });
  const body = ['BEGIN', ...lines.map((line) => `  ${line}`), '  RETURN NEW;', 'END'].join('\n');
  return {
    create: [
      `CREATE OR REPLACE FUNCTION ${routine}() RETURNS trigger LANGUAGE plpgsql AS ${dollarQuoted(body)}`,
      `CREATE TRIGGER ${quoteIdentifier(name)} BEFORE INSERT OR UPDATE ON ${quoteName(table)} FOR EACH ROW EXECUTE FUNCTION ${routine}()`,
    ],
    drop: [
      `DROP TRIGGER IF EXISTS ${quoteIdentifier(name)} ON ${quoteName(table)}`,
      `DROP FUNCTION IF EXISTS ${routine}()`,
    ],
  };
}
