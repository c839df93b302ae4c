import type { Connection } from '../../connection.ts';
import { attempt } from './attempt.ts';
import { createExtension } from './create-extension.ts';
import type { KnownExtension } from './known.ts';
import type { ModifiedType } from './modifiers.ts';
import { knownExtension, words } from './names.ts';
import { operatorClassStub } from './stub-classes.ts';
import {
  accessMethodStub,
  aggregateStub,
  castStub,
  languageStub,
  modifiedTypeStub,
  operatorStub,
  relationStub,
  schemaStub,
  type TypeName,
  typeSql,
  typeStub,
  wrapperStub,
} from './stub-sql.ts';

/** What the script at hand says, as far as stand-ins depend on it. */
export interface ScriptFacts {
  /** True when the word occurs anywhere in it, in lower case. */
  uses(word: string): boolean;
  /** True when the script creates an object of this kind and name itself, whatever its schema, or in that one when it is not `public`. */
  creates(kind: 'type' | 'function' | 'relation' | 'operator class' | 'schema', name: string, schema?: string): boolean;
  /** Types that were given their modifiers as part of their name. */
  readonly modified: readonly ModifiedType[];
}

/** An extension that is not there, with what was made in its place. */
export interface StandIn {
  readonly name: string;
  readonly schema: string;
  readonly known: KnownExtension;
  /** True when the script uses it without creating it. */
  readonly implied: boolean;
  /** The statement that wanted it. */
  readonly at: { readonly file: string; readonly line: number };
  /** In words: `type geometry`, `function st_x`. */
  readonly made: string[];
}

/** Makes the objects of a stand-in; false when the engine refused. */
export async function make(
  connection: Connection,
  standIn: StandIn,
  what: string,
  statements: readonly string[],
): Promise<boolean> {
  if (await attempt(connection, statements)) return false;
  if (!standIn.made.includes(what)) standIn.made.push(what);
  return true;
}

/** The type of a stand-in by its name: its own, or the engine's. */
function typeOf(standIn: StandIn, name: string): TypeName {
  return words(standIn.known.types).includes(name) ? { schema: standIn.schema, name } : { name };
}

/**
 * Begins a stand-in: its schema, language, wrapper and access methods, and those of its types, casts, operators,
 * aggregates, operator classes and tables that the script names. Functions follow when a statement asks for one.
 */
export async function begin(connection: Connection, standIn: StandIn, facts: ScriptFacts): Promise<void> {
  const { known, schema } = standIn;
  const quiet = async (what: string, statements: readonly string[]): Promise<void> => {
    await make(connection, standIn, what, statements);
  };
  const present = await connection.query(`SELECT 1 AS one FROM pg_catalog.pg_namespace WHERE nspname = $1`, [schema]);
  if (present.length === 0) await quiet(`schema ${schema}`, schemaStub(schema));
  const used = (list: string | undefined): readonly string[] => words(list).filter((name) => facts.uses(name));
  for (const name of used(known.languages)) await quiet(`language ${name}`, languageStub(name));
  for (const name of used(known.wrappers)) await quiet(`foreign data wrapper ${name}`, wrapperStub(name));
  for (const name of used(known.indexMethods)) await quiet(`access method ${name}`, accessMethodStub(name, 'INDEX'));
  for (const name of used(known.tableMethods)) await quiet(`access method ${name}`, accessMethodStub(name, 'TABLE'));
  const types: string[] = [];
  for (const name of used(known.types)) {
    if (facts.creates('type', name)) continue;
    if (await makeType(connection, standIn, name, facts)) types.push(name);
  }
  for (const [type, list] of Object.entries(known.operatorClasses ?? {})) {
    for (const name of words(list)) {
      const [plain = '', method] = name.split(':');
      const methods = method === undefined ? words(known.indexMethods).filter((one) => facts.uses(one)) : [method];
      if (!facts.uses(plain) || facts.creates('operator class', plain)) continue;
      if (words(known.types).includes(type) && !types.includes(type)) continue;
      for (const one of methods) {
        await quiet(
          `operator class ${plain} for ${one}`,
          operatorClassStub(schema, plain, typeOf(standIn, type), one, false),
        );
      }
    }
  }
  for (const [result, list] of Object.entries(known.aggregates ?? {})) {
    for (const name of used(list)) {
      const type = types.find((one) => one === result) ?? types[0];
      if (type === undefined || facts.creates('function', name)) continue;
      const sql = typeSql(typeOf(standIn, type));
      await quiet(`aggregate ${name}`, aggregateStub(schema, name, sql, result === type ? sql : result));
    }
  }
  for (const [name, columns] of Object.entries(known.relations ?? {})) {
    if (facts.uses(name) && !facts.creates('relation', name, known.schema))
      await quiet(`table ${name}`, relationStub(schema, name, columns));
  }
}

/** Makes a type of a stand-in, with the casts and operators that are known for it and its spellings with modifiers. */
export async function makeType(
  connection: Connection,
  standIn: StandIn,
  name: string,
  facts: ScriptFacts,
): Promise<boolean> {
  const { known, schema } = standIn;
  const type = { schema, name };
  if (!(await make(connection, standIn, `type ${name}`, typeStub(type, known.alignment)))) return false;
  const modifiers = new Set(facts.modified.filter((one) => one.type === name).map((one) => one.modifiers));
  for (const one of modifiers) await make(connection, standIn, `type ${name}`, modifiedTypeStub(type, one));
  for (const [operator, result] of Object.entries(known.operators ?? {})) {
    const [left = '', symbol = '', right = ''] = operator.split(' ');
    if (left !== name) continue;
    await make(
      connection,
      standIn,
      `operator ${symbol}`,
      operatorStub(schema, symbol, typeSql(typeOf(standIn, left)), typeSql(typeOf(standIn, right)), result),
    );
  }
  for (const cast of words(known.casts)) {
    const [from = '', to = ''] = cast.split('>');
    // Made with whichever of the two comes last; before, the other is not there and the engine refuses.
    if (from === name || to === name) {
      await make(
        connection,
        standIn,
        `cast from ${from} to ${to}`,
        castStub(typeSql(typeOf(standIn, from)), typeSql(typeOf(standIn, to))),
      );
    }
  }
  return true;
}

/** Creates an extension that the engine does have; false when it has not after all. */
export async function createAvailable(
  connection: Connection,
  name: string,
  schema: string | undefined,
): Promise<boolean> {
  return (
    (await attempt(connection, [createExtension(name, schema ?? knownExtension(name).schema ?? 'public')])) ===
    undefined
  );
}
