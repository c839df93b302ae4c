import { readdirSync, readFileSync } from 'node:fs';

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
