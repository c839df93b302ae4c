import type { EngineError } from '../../connection.ts';

/** An object that a statement needs and the engine does not find, as the engine's message tells. */
export type Missing =
  | {
      readonly kind: 'type' | 'relation' | 'dictionary' | 'configuration';
      readonly schema?: string;
      readonly name: string;
    }
  /** The name as the message has it: with its schema where the statement has that, without quotation marks. */
  | { readonly kind: 'collation'; readonly name: string }
  | { readonly kind: 'operator class'; readonly schema?: string; readonly name: string; readonly method: string }
  /** The types here and below are as the engine writes them: SQL. */
  | { readonly kind: 'default operator class'; readonly type: string; readonly method: string }
  | { readonly kind: 'comparison'; readonly type: string }
  | {
      readonly kind: 'function' | 'procedure';
      readonly schema?: string;
      readonly name: string;
      readonly parameters: readonly string[];
    }
  | { readonly kind: 'operator'; readonly left: string; readonly symbol: string; readonly right: string }
  | { readonly kind: 'cast'; readonly from: string; readonly to: string }
  | {
      readonly kind:
        | 'access method'
        | 'language'
        | 'wrapper'
        | 'schema'
        | 'role'
        | 'tablespace'
        | 'extension'
        | 'required extension';
      readonly name: string;
    };

type Reader = (match: RegExpExecArray) => Missing;

const plain =
  (
    kind:
      | 'access method'
      | 'language'
      | 'wrapper'
      | 'schema'
      | 'role'
      | 'tablespace'
      | 'extension'
      | 'required extension',
  ): Reader =>
  ([, name = '']) => ({ kind, name });
const dotted =
  (kind: 'type' | 'relation' | 'dictionary' | 'configuration'): Reader =>
  ([, name = '']) => ({ kind, ...split(name) });

/** The engine's messages (src/backend, English). */
const readers: readonly (readonly [RegExp, Reader])[] = [
  [/^role "(.+)" does not exist$/, plain('role')],
  [/^tablespace "(.+)" does not exist$/, plain('tablespace')],
  [/^extension "(.+)" (?:is not available|does not exist)$/, plain('extension')],
  [/^could not open extension control file ".*\/([^/]+)\.control"/, plain('extension')],
  [/^required extension "(.+)" is not installed$/, plain('required extension')],
  [/^type "(.+?)(?:\[\])*" does not exist$/, dotted('type')],
  [/^type ([^"]\S*?|"[^"]+")(?:\[\])* does not exist$/, dotted('type')],
  [/^type "(.+)" is only a shell$/, dotted('type')],
  [
    /^operator class "(.+)" does not exist for access method "(.+)"$/,
    ([, name = '', method = '']) => ({ kind: 'operator class', ...split(name), method }),
  ],
  [
    /^data type (.+) has no default operator class for access method "(.+)"$/,
    ([, type = '', method = '']) => ({ kind: 'default operator class', type, method }),
  ],
  [
    /^could not identify an? (?:equality|ordering|comparison) \w+ for type (.+)$/,
    ([, type = '']) => ({ kind: 'comparison', type }),
  ],
  [
    /^could not identify an? (?:equality|ordering|comparison) function for type (.+)$/,
    ([, type = '']) => ({ kind: 'comparison', type }),
  ],
  [/^access method "(.+)" does not exist$/, plain('access method')],
  [/^language "(.+)" does not exist$/, plain('language')],
  [/^foreign-data wrapper "(.+)" does not exist$/, plain('wrapper')],
  [/^schema "(.+)" does not exist$/, plain('schema')],
  [/^collation "(.+)" for encoding ".*" does not exist$/, ([, name = '']) => ({ kind: 'collation', name })],
  [/^text search dictionary "(.+)" does not exist$/, dotted('dictionary')],
  [/^text search configuration "(.+)" does not exist$/, dotted('configuration')],
  [
    /^(function|procedure|aggregate) (.+?)\((.*)\) does not exist$/,
    ([, kind, name = '', list = '']) => ({
      kind: kind === 'procedure' ? 'procedure' : 'function',
      ...split(name),
      parameters: list === '' || list === '*' ? [] : list.split(/,\s*(?![^()]*\))(?=(?:[^"]*"[^"]*")*[^"]*$)/),
    }),
  ],
  [
    /^operator does not exist: (.+) ([-+*/<>=~!@#%^&|`?]+) (.+)$/,
    ([, left = '', symbol = '', right = '']) => ({ kind: 'operator', left, symbol, right }),
  ],
  [/^cannot cast type (.+) to (.+)$/, ([, from = '', to = '']) => ({ kind: 'cast', from, to })],
  [/^relation "(.+)" does not exist$/, dotted('relation')],
];

/** Reads the message of an error; nothing when it is not about something that is missing. */
export function missingIn(error: EngineError): Missing | undefined {
  for (const [pattern, read] of readers) {
    const match = pattern.exec(error.message);
    if (match) return read(match);
  }
  return undefined;
}

/** Names in messages are not quoted; one with a dot of its own cannot be told from a qualified one. */
function split(text: string): { readonly schema?: string; readonly name: string } {
  const parts = (text.startsWith('"') ? [text.slice(1, -1)] : text.split('.')).map((part) => part.replaceAll('"', ''));
  const name = parts.at(-1) ?? '';
  const schema = parts.at(-2);
  return schema === undefined ? { name } : { schema, name };
}

/** States in which an object is not there, or not yet what the statement needs. */
const notYet = new Set([
  '42P01', // undefined_table
  '42703', // undefined_column
  '42883', // undefined_function
  '42704', // undefined_object
  '3F000', // invalid_schema_name
  '42830', // invalid_foreign_key: the key that is referenced comes later
  '42809', // wrong_object_type: the object that is meant comes later
  '42P17', // invalid_object_definition
  '42804', // datatype_mismatch
  '42846', // cannot_coerce
  '42803', // grouping_error: the primary key comes later
  '42P10', // invalid_column_reference
  '55000', // object_not_in_prerequisite_state
]);

/** True when the statement may work once the rest of the script has run. */
export function mayWorkLater(error: EngineError): boolean {
  return notYet.has(error.code);
}
