/** A reference to an object that lives in a schema. */
export interface QualifiedName {
  readonly schema: string;
  readonly name: string;
}

/**
 * How a person reads an identifier: as it is when it needs no quotes, else quoted.
 * Reserved words are not known here (they differ by engine); only `engines/*` writes SQL.
 */
export function displayName(identifier: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(identifier) ? identifier : `"${identifier.replaceAll('"', '""')}"`;
}

/** The text that identifies an object everywhere (statistics, findings, baselines): `schema.name`. */
export function qualified(ref: QualifiedName): string {
  let text = texts.get(ref);
  if (text === undefined) {
    text = `${displayName(ref.schema)}.${displayName(ref.name)}`;
    texts.set(ref, text);
  }
  return text;
}

/** Every message, key and id asks for the same few thousand names. */
const texts = new WeakMap<QualifiedName, string>();

/** The text that identifies a column: `schema.table.column`. */
export function qualifiedColumn(table: QualifiedName, column: string): string {
  return `${qualified(table)}.${displayName(column)}`;
}

export function sameName(a: QualifiedName, b: QualifiedName): boolean {
  return a.schema === b.schema && a.name === b.name;
}

/** Order by code units: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function compareNames(a: QualifiedName, b: QualifiedName): number {
  return compareText(a.schema, b.schema) || compareText(a.name, b.name);
}
