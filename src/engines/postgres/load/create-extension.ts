import { headOf, identifier, quoteName } from './head.ts';

/** The name that a CREATE EXTENSION gives; nothing when it cannot be read. */
export function extensionNamed(sql: string): string | undefined {
  const tokens = headOf(sql, 6);
  return identifier(tokens[2] === 'IF' ? tokens[5] : tokens[2]);
}

/** The schema that a CREATE EXTENSION asks for. */
export function extensionSchema(sql: string): string | undefined {
  const tokens = headOf(sql, 20);
  const at = tokens.indexOf('SCHEMA');
  return at < 0 ? undefined : identifier(tokens[at + 1]);
}

/** CREATE EXTENSION that does not mind one that is there already, whatever version was asked for, with all that it needs. */
export function createExtension(name: string, schema: string | undefined): string {
  return `CREATE EXTENSION IF NOT EXISTS ${quoteName(name)}${schema === undefined ? '' : ` SCHEMA ${quoteName(schema)}`} CASCADE`;
}
