import type { EngineError } from '../../connection.ts';
import { quoteName } from './head.ts';
import { missingIn } from './missing.ts';

/** Another way to get through a statement that wants something of the machine that the engine's own machine has not. */
export interface Substitute {
  readonly before: readonly string[];
  readonly sql: string;
  readonly note: string;
}

/** Byte order for what is called after C, else the order of the Unicode collation algorithm: as near as any locale's. */
function standIn(named: string): string {
  return /\b(?:C|POSIX)\b/.test(named) ? "LOCALE = 'C'" : "PROVIDER = icu, LOCALE = 'und'";
}

/** The statements that make it; `name` is written, and `told` as the machine calls it. */
export function standInCollation(name: string, told: string): readonly string[] {
  return [`CREATE COLLATION ${name} (${standIn(told)})`, `COMMENT ON COLLATION ${name} IS 'relvar:stub'`];
}

/** The names of operating systems have dots of their own: `"de_DE.utf8"`, `pg_catalog."de_DE.utf8"`. */
function collationName(told: string, sql: string): string {
  const [, schema = 'pg_catalog', name = told] = sql.includes(quoteName(told))
    ? []
    : (/^([^.]+)\.(.+)$/.exec(told) ?? []);
  return `${quoteName(schema)}.${quoteName(name)}`;
}

/** Collations of other operating systems, and text search dictionaries that read files. */
export function substituteFor(sql: string, error: EngineError): Substitute | undefined {
  const missing = missingIn(error);
  if (missing?.kind === 'collation') {
    const name = collationName(missing.name, sql);
    return {
      before: standInCollation(name, missing.name),
      sql,
      note: `the collation ${missing.name} is not there: a general one stands in`,
    };
  }
  const collation = /^\s*CREATE\s+COLLATION\s+(?:IF\s+NOT\s+EXISTS\s+)?((?:"[^"]+"|[\w.])+)\s*\(/i.exec(sql)?.[1];
  if (collation !== undefined) {
    return {
      before: [],
      sql: `CREATE COLLATION ${collation} (${standIn(sql)})`,
      note: `the collation ${collation} cannot be made here: a general one stands in`,
    };
  }
  const dictionary = /^\s*CREATE\s+TEXT\s+SEARCH\s+DICTIONARY\s+((?:"[^"]+"|[\w.])+)\s*\(/i.exec(sql)?.[1];
  if (dictionary !== undefined) {
    return {
      before: [],
      sql: `CREATE TEXT SEARCH DICTIONARY ${dictionary} (TEMPLATE = pg_catalog.simple)`,
      note: `the text search dictionary ${dictionary} needs a file that is not there: a simple one stands in`,
    };
  }
  if (missing?.kind === 'configuration' || missing?.kind === 'dictionary') {
    const name = `${quoteName(missing.schema ?? 'public')}.${quoteName(missing.name)}`;
    const what = missing.kind === 'configuration' ? 'CONFIGURATION' : 'DICTIONARY';
    const body = missing.kind === 'configuration' ? 'COPY = pg_catalog.simple' : 'TEMPLATE = pg_catalog.simple';
    return {
      before: [
        `CREATE TEXT SEARCH ${what} ${name} (${body})`,
        `COMMENT ON TEXT SEARCH ${what} ${name} IS 'relvar:stub'`,
      ],
      sql,
      note: `the text search ${missing.kind} ${missing.name} is not there: a simple one stands in`,
    };
  }
  return undefined;
}
