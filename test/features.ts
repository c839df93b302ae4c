import { readdirSync, readFileSync } from 'node:fs';
import type { Catalog } from '../src/catalog/catalog.ts';
import type { Connection } from '../src/engines/connection.ts';
import { introspect } from '../src/engines/postgres/introspect/index.ts';
import { loadStatements } from '../src/engines/postgres/load/load.ts';
import { readScript } from '../src/engines/postgres/load/read.ts';
import { hasEmbeddedExtension } from '../src/lab/extensions.ts';

const folder = new URL('features/', import.meta.url);

/** Each is a schema that uses every feature of one kind of object. */
export const features: readonly string[] = readdirSync(folder)
  .map((file) => file.replace(/\.sql$/, ''))
  .sort();

/**
 * The SQL of a feature, for a server of a major. Statements are paragraphs; one that begins with `-- since 15` or
 * `-- before 16` is for such servers only.
 */
export function featureSql(name: string, version = 18): string {
  const text = readFileSync(new URL(`${name}.sql`, folder), 'utf8');
  const fits = (paragraph: string): boolean => {
    const [, word, limit] = /^-- (since|before) (\d+)\n/.exec(paragraph) ?? [];
    return limit === undefined || (word === 'since' ? version >= Number(limit) : version < Number(limit));
  };
  return text.split(/\n\n+/).filter(fits).join('\n\n');
}

/** Loads a feature into an empty database, all of it, and reads the catalog back. */
export async function readFeature(connection: Connection, name: string): Promise<Catalog> {
  const file = {
    name,
    async *read() {
      yield featureSql(name);
    },
  };
  const { statements } = await readScript([file]);
  const { diagnostics } = await loadStatements(connection, statements, { hasExtension: hasEmbeddedExtension });
  const failed = diagnostics.filter((one) => one.severity === 'error');
  if (failed.length > 0) throw new Error(failed.map((one) => `${name}:${one.line}: ${one.message}`).join('\n'));
  return await introspect(connection);
}

/** The one of that name; throws when there is none. */
export function named<T extends { readonly name: string }>(list: readonly T[], name: string): T {
  const found = list.find((one) => one.name === name);
  if (!found) throw new Error(`no ${name} among ${list.map((one) => one.name).join(', ')}`);
  return found;
}
