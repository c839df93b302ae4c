import type { OtherObject } from '../../../catalog/catalog.ts';
import type { ObjectReference } from '../../../catalog/object.ts';
import { splitList } from '../introspect/sql-text.ts';
import { quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';

/** The statements that make an object of a kind that is not modelled further; none where there is no definition. */
export function createOther(other: OtherObject): readonly string[] {
  const { definition, options, on, owner, version } = other;
  if (definition === undefined) return [];
  if (on) return [ofOwner(definition, owner)];
  const made = options ? [`${definition} ${foreignOptions(options)}`] : splitList(definition, ';\n');
  return version === undefined ? made : [...made, serverVersion(otherName(other), version)];
}

/** Of a foreign server, by its name with the word for its kind; absent: none is told. */
export function serverVersion(server: string, version: string | undefined): string {
  return `ALTER ${server} VERSION ${version === undefined ? 'NULL' : quoteLiteral(version)}`;
}

/** A statement about the rights of an owner, whom it names at its end. */
export function ofOwner(statement: string, owner: string | undefined): string {
  return owner === undefined ? statement : `${statement} ${quoteIdentifier(owner)}`;
}

/** `OPTIONS (…)`, or nothing. */
export function foreignOptions(given: Readonly<Record<string, string>>): string {
  const entries = Object.entries(given).map(([name, value]) => `${quoteIdentifier(name)} ${quoteLiteral(value)}`);
  return entries.length === 0 ? '' : `OPTIONS (${entries.join(', ')})`;
}

/** Where the word is not the kind itself. */
const words: Readonly<Record<string, string>> = {
  'foreign server': 'SERVER',
  'base type': 'TYPE',
  'shell type': 'TYPE',
};

/** The object with the word for its kind, as DROP and COMMENT ON name it: `COLLATION public.german`, `CAST (a AS b)`. */
export function otherName({ kind, schema, name }: Pick<OtherObject, 'kind' | 'schema' | 'name'>): string {
  const word = words[kind] ?? kind.toUpperCase();
  switch (kind) {
    case 'operator': {
      const at = name.lastIndexOf('(');
      return `${word} ${quoteIdentifier(schema ?? '')}.${name.slice(0, at)} ${name.slice(at)}`;
    }
    case 'operator family':
    case 'operator class': {
      const at = name.lastIndexOf(' using ');
      const bare = quoteName({ schema: schema ?? '', name: name.slice(0, at) });
      return `${word} ${bare} USING ${quoteIdentifier(name.slice(at + ' using '.length))}`;
    }
    case 'cast':
      return `${word} (${splitList(name, ' as ').join(' AS ')})`;
    case 'transform': {
      const [type = '', ...language] = splitList(name, ' for ');
      return `${word} FOR ${type} LANGUAGE ${quoteIdentifier(language.join(' for '))}`;
    }
    case 'user mapping':
      return `${word} FOR ${splitList(name, ' for ').join(' SERVER ')}`;
    default:
      return `${word} ${schema === undefined ? quoteIdentifier(name) : quoteName({ schema, name })}`;
  }
}

/** The same of a reference. */
export function otherNameOf({ other = '', schema, name }: ObjectReference): string {
  return otherName({ kind: other, name, ...(schema === undefined ? {} : { schema }) });
}
