import { type KnownExtension, knownExtensions } from './known.ts';

/** Kinds of objects by whose name an extension can be recognised. */
export type NamedKind =
  | 'type'
  | 'function'
  | 'operator class'
  | 'index method'
  | 'table method'
  | 'language'
  | 'wrapper'
  | 'relation';

const byName = new Map<string, string>();
const prefixes: { readonly prefix: string; readonly extension: string }[] = [];

for (const [extension, known] of knownExtensions) {
  const functions = [...Object.values(known.functions ?? {}), ...Object.values(known.aggregates ?? {})];
  const kinds: readonly (readonly [NamedKind, readonly (string | undefined)[]])[] = [
    ['type', [known.types]],
    ['function', functions],
    ['operator class', Object.values(known.operatorClasses ?? {})],
    ['index method', [known.indexMethods]],
    ['table method', [known.tableMethods]],
    ['language', [known.languages]],
    ['wrapper', [known.wrappers]],
    ['relation', Object.keys(known.relations ?? {})],
  ];
  for (const [kind, lists] of kinds) {
    for (const name of lists.flatMap(words)) {
      // A name in a schema of its own says nothing without the schema.
      const key = `${kind} ${known.schema === undefined ? '' : `${known.schema}.`}${name.split(':')[0]}`;
      if (name.endsWith('*')) prefixes.push({ prefix: key.slice(0, -1), extension });
      else if (!byName.has(key)) byName.set(key, extension);
    }
  }
}

/** The names in a list of {@link knownExtensions}. */
export function words(list: string | undefined): readonly string[] {
  return list === undefined || list === '' ? [] : list.split(' ');
}

/** The extension that an object of this name belongs to, as far as is known by heart. */
export function extensionOf(kind: NamedKind, name: string, schema?: string): string | undefined {
  const qualified = schema === undefined ? undefined : `${kind} ${schema}.${name}`;
  const plain = `${kind} ${name}`;
  const found = (qualified === undefined ? undefined : byName.get(qualified)) ?? byName.get(plain);
  if (found !== undefined) return found;
  return prefixes.find(({ prefix }) => plain.startsWith(prefix) || qualified?.startsWith(prefix))?.extension;
}

/** What is known of an extension; nothing of one that is not known. */
export function knownExtension(name: string): KnownExtension {
  return knownExtensions.get(name) ?? {};
}

/** The result of a function of an extension; nothing when it is not known. */
export function resultOf(known: KnownExtension, name: string): string | undefined {
  const entries = Object.entries(known.functions ?? {});
  const exact = entries.find(([, list]) => words(list).includes(name));
  const [result] =
    exact ??
    entries.find(([, list]) => words(list).some((word) => word.endsWith('*') && name.startsWith(word.slice(0, -1)))) ??
    [];
  return result === 'any' ? undefined : result;
}
