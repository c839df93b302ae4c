import type { Catalog } from '../../catalog/catalog.ts';
import { qualified } from '../../catalog/names.ts';
import { isSecretOption, withoutSecretOptions } from '../../catalog/secret-option.ts';
import type { Table } from '../../catalog/table.ts';

/**
 * The schema without the passwords that people write into one: in connection strings and URLs, as functions that talk
 * to other databases have them, and in options of foreign tables. `touched` names what is not as it was.
 * (Secret options of servers and user mappings, and all of subscriptions, are never read.)
 */
export function withoutSecrets(catalog: Catalog): { readonly catalog: Catalog; readonly touched: readonly string[] } {
  const touched: string[] = [];
  const clean = <T extends { readonly schema?: string; readonly name: string }>(objects: readonly T[]): readonly T[] =>
    objects.map((object) => {
      const cleaned = withoutPasswords(object);
      if (cleaned !== object)
        touched.push(object.schema === undefined ? object.name : qualified({ ...object, schema: object.schema }));
      return cleaned;
    });
  const tables = catalog.tables.map((table) => {
    const cleaned = withoutSecretsOf(table);
    if (cleaned !== table) touched.push(qualified(table));
    return cleaned;
  });
  const cleaned = {
    ...catalog,
    tables: clean(tables),
    views: clean(catalog.views),
    types: clean(catalog.types),
    sequences: clean(catalog.sequences),
    routines: clean(catalog.routines),
    others: clean(catalog.others),
  };
  return { catalog: touched.length > 0 ? cleaned : catalog, touched: [...new Set(touched)].sort() };
}

function withoutSecretsOf(table: Table): Table {
  if (table.kind !== 'foreign' || !Object.keys(table.options).some(isSecretOption)) return table;
  return { ...table, options: withoutSecretOptions(table.options) };
}

/** The value with the passwords in its texts blotted out; the value itself where there are none. */
function withoutPasswords<T>(value: T): T {
  if (typeof value === 'string') return cleanText(value) as T & string;
  if (typeof value !== 'object' || value === null) return value;
  let changed = false;
  const clean = (one: unknown) => {
    const cleaned = withoutPasswords(one);
    changed ||= cleaned !== one;
    return cleaned;
  };
  const copy = Array.isArray(value)
    ? value.map(clean)
    : Object.fromEntries(Object.entries(value).map(([key, one]) => [key, clean(one)]));
  // The same shape, with other texts.
  return changed ? (copy as T) : value;
}

const quick = /password|:\/\//i;
const inUrl = /(\b[a-z][a-z\d+.-]*:\/\/[^\s:/@'"]*:)[^\s@/'"]+(?=@)/gi;
/** A word of a connection string, beside which another one stands. */
const inConnection = /(\bpassword\s*=\s*)(?!\*)(?:\\'[^']*\\'|''[^']*''|[^\s'";]+)/gi;
const otherWords = /\b(?:host|hostaddr|port|dbname|user|service|sslmode)\s*=/i;

function cleanText(text: string): string {
  if (!quick.test(text)) return text;
  return text
    .replace(inUrl, '$1***')
    .replace(/'(?:[^']|'')*'/g, (literal) =>
      otherWords.test(literal) ? literal.replace(inConnection, '$1***') : literal,
    );
}
