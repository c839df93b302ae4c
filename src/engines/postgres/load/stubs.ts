import type { Connection, EngineError } from '../../connection.ts';
import type { ScriptStatement } from '../../script.ts';
import { type Missing, missingIn } from './missing.ts';
import { extensionOf, knownExtension, type NamedKind, words } from './names.ts';
import { begin, createAvailable, make, makeType, type ScriptFacts, type StandIn } from './stand-ins.ts';
import { operatorClassStub } from './stub-classes.ts';
import { newFunctionStubs } from './stub-functions.ts';
import {
  accessMethodStub,
  castStub,
  comparisonStub,
  languageStub,
  operatorStub,
  relationStub,
  type TypeName,
  typeSql,
  wrapperStub,
} from './stub-sql.ts';

/** An extension that a script used without creating it, and that was created for it. */
export interface ImpliedExtension {
  readonly name: string;
  readonly at: { readonly file: string; readonly line: number };
}

/** Stands in for extensions that are not there, as statements turn out to need them. */
export interface Stubs {
  /** Stands in for an extension that a statement wants to create. */
  standIn(name: string, schema: string, at: ScriptStatement): Promise<void>;
  /**
   * Makes what a statement was refused for, if it belongs to an extension; true when the statement is worth
   * another try. `guess` allows to lay what is not known by heart at the door of an extension that is not there.
   */
  heal(error: EngineError, statement: ScriptStatement, guess: boolean): Promise<boolean>;
  readonly standIns: ReadonlyMap<string, StandIn>;
  readonly implied: readonly ImpliedExtension[];
}

export function newStubs(connection: Connection, facts: ScriptFacts, hasExtension: (name: string) => boolean): Stubs {
  const standIns = new Map<string, StandIn>();
  const implied: ImpliedExtension[] = [];
  const created = new Set<string>();
  const functions = newFunctionStubs(connection);

  async function standIn(name: string, schema: string, at: ScriptStatement, isImplied: boolean): Promise<StandIn> {
    const present = standIns.get(name);
    if (present) return present;
    const known = knownExtension(name);
    const entry: StandIn = { name, schema, known, implied: isImplied, at: { file: at.file, line: at.line }, made: [] };
    standIns.set(name, entry);
    await begin(connection, entry, facts);
    return entry;
  }

  /** The stand-in that an object belongs to; `created` when its extension is there after all, and now is. */
  async function owner(
    kind: NamedKind,
    name: string,
    schema: string | undefined,
    at: ScriptStatement,
    guess: boolean,
  ): Promise<StandIn | 'created' | undefined> {
    if ((kind === 'type' || kind === 'function' || kind === 'relation') && facts.creates(kind, name, schema))
      return undefined;
    const extension = extensionOf(kind, name, schema);
    if (extension !== undefined) {
      const present = standIns.get(extension);
      if (present) return present;
      if ((schema !== undefined && schema === knownExtension(extension).schema) || telling(kind, name)) {
        if (created.has(extension)) return undefined;
        if (hasExtension(extension) && (await createAvailable(connection, extension, schema))) {
          created.add(extension);
          implied.push({ name: extension, at: { file: at.file, line: at.line } });
          return 'created';
        }
        return await standIn(extension, schema ?? knownExtension(extension).schema ?? 'public', at, true);
      }
    }
    const all = [...standIns.values()];
    const inSchema = all.find((one) => one.schema === schema && schema !== 'public');
    if (inSchema) return inSchema;
    return guess ? all.find((one) => Object.keys(one.known).length === 0) : undefined;
  }

  /** The schema and name of a type as the engine writes it in a message. */
  async function stubType(text: string): Promise<{ readonly type: TypeName; readonly standIn: StandIn } | undefined> {
    const base = baseType(text);
    for (const one of standIns.values()) {
      if (one.made.includes(`type ${base.name}`))
        return { type: { schema: one.schema, name: base.name }, standIn: one };
    }
    return undefined;
  }

  async function mend(missing: Missing, at: ScriptStatement, guess: boolean): Promise<boolean> {
    switch (missing.kind) {
      case 'type': {
        const base = baseType(missing.name);
        const found = await owner('type', base.name, missing.schema, at, guess);
        if (found === undefined || found === 'created') return found === 'created';
        const placed = missing.schema === undefined ? found : { ...found, schema: missing.schema };
        // It may have been made just now, when its extension turned out to be meant.
        return found.made.includes(`type ${base.name}`) || (await makeType(connection, placed, base.name, facts));
      }
      case 'operator class': {
        const found = await owner('operator class', missing.name, missing.schema, at, guess);
        if (found === undefined || found === 'created') return found === 'created';
        const what = `operator class ${missing.name} for ${missing.method}`;
        if (found.made.includes(what)) return true;
        const type = typeOfClass(found, missing.name) ?? (await typeOfIndexed(at.sql, missing.name));
        const placed = missing.schema ?? found.schema;
        return await make(
          connection,
          found,
          what,
          operatorClassStub(placed, missing.name, type, missing.method, false),
        );
      }
      case 'default operator class': {
        const stub = await stubType(missing.type);
        const method = [...standIns.values()].find((one) => one.made.includes(`access method ${missing.method}`));
        const found = stub?.standIn ?? method;
        if (found) {
          const type = stub?.type ?? { name: missing.type };
          if (stub && (missing.method === 'btree' || missing.method === 'hash')) {
            return await make(connection, found, `comparison of ${type.name}`, comparisonStub(type));
          }
          const name = defaultClass(found, type.name, missing.method);
          const what = `operator class ${name} for ${missing.method}`;
          return await make(connection, found, what, operatorClassStub(found.schema, name, type, missing.method, true));
        }
        const extension = `btree_${missing.method}`;
        if (created.has(extension) || !hasExtension(extension)) return false;
        created.add(extension);
        if (!(await createAvailable(connection, extension, undefined))) return false;
        implied.push({ name: extension, at: { file: at.file, line: at.line } });
        return true;
      }
      case 'comparison': {
        const stub = await stubType(missing.type);
        return (
          stub !== undefined &&
          (await make(connection, stub.standIn, `comparison of ${stub.type.name}`, comparisonStub(stub.type)))
        );
      }
      case 'access method': {
        const index = /^CREATE\s+(?:UNIQUE\s+)?INDEX\b/i.test(at.sql);
        const found = await owner(index ? 'index method' : 'table method', missing.name, undefined, at, guess);
        if (found === undefined || found === 'created') return found === 'created';
        if (found.made.includes(`access method ${missing.name}`)) return true;
        return await make(
          connection,
          found,
          `access method ${missing.name}`,
          accessMethodStub(missing.name, index ? 'INDEX' : 'TABLE'),
        );
      }
      case 'language': {
        const found =
          (await owner('language', missing.name, undefined, at, guess)) ??
          (await standIn(missing.name, 'pg_catalog', at, true));
        if (found === 'created' || found.made.includes(`language ${missing.name}`)) return true;
        return await make(connection, found, `language ${missing.name}`, languageStub(missing.name));
      }
      case 'wrapper': {
        const found =
          (await owner('wrapper', missing.name, undefined, at, guess)) ??
          (await standIn(missing.name, 'public', at, true));
        if (found === 'created' || found.made.includes(`foreign data wrapper ${missing.name}`)) return true;
        return await make(connection, found, `foreign data wrapper ${missing.name}`, wrapperStub(missing.name));
      }
      case 'function':
      case 'procedure': {
        const found = await owner('function', missing.name, missing.schema, at, guess);
        if (found === undefined || found === 'created') return found === 'created';
        return await functions.make(found, missing, at.sql);
      }
      case 'operator': {
        const stub = (await stubType(missing.left)) ?? (await stubType(missing.right));
        if (!stub) return false;
        const operand = async (text: string): Promise<string> => {
          const own = await stubType(text);
          return own ? typeSql(own.type) : text === 'unknown' ? typeSql(stub.type) : text;
        };
        if (/^(?:[<>]=?|=|<>)$/.test(missing.symbol)) {
          return await make(connection, stub.standIn, `comparison of ${stub.type.name}`, comparisonStub(stub.type));
        }
        const result = /^<.+>$/.test(missing.symbol)
          ? 'double precision'
          : /^[-+*/|]+$/.test(missing.symbol)
            ? typeSql(stub.type)
            : 'boolean';
        const sql = operatorStub(
          stub.standIn.schema,
          missing.symbol,
          await operand(missing.left),
          await operand(missing.right),
          result,
        );
        return await make(connection, stub.standIn, `operator ${missing.symbol}`, sql);
      }
      case 'cast': {
        const from = await stubType(missing.from);
        const to = await stubType(missing.to);
        const found = from ?? to;
        if (!found) return false;
        const sql = castStub(from ? typeSql(from.type) : missing.from, to ? typeSql(to.type) : missing.to);
        return await make(connection, found.standIn, `cast from ${missing.from} to ${missing.to}`, sql);
      }
      case 'relation': {
        const found = await owner('relation', missing.name, missing.schema, at, false);
        if (found === undefined || found === 'created') return found === 'created';
        const columns = found.known.relations?.[missing.name];
        if (columns === undefined) return false;
        if (found.made.includes(`table ${missing.name}`)) return true;
        return await make(
          connection,
          found,
          `table ${missing.name}`,
          relationStub(missing.schema ?? found.schema, missing.name, columns),
        );
      }
      case 'schema': {
        const found = [...knownSchemas].find(([schema]) => schema === missing.name);
        if (!found || facts.creates('schema', missing.name) || standIns.has(found[1])) return false;
        await standIn(found[1], missing.name, at, true);
        return true;
      }
      default:
        return false;
    }
  }

  /** The type of the first column of an index, by the engine. */
  async function typeOfIndexed(sql: string, operatorClass: string): Promise<TypeName> {
    const match = /\bON\s+(?:ONLY\s+)?([^\s(]+)\s*(?:USING\s+\S+\s*)?\(/i.exec(sql);
    const column = new RegExp(
      `([\\w$]+|"[^"]+")\\s+(?:[\\w"]+\\.)?"?${operatorClass.replace(/[^\w]/g, '.')}`,
      'i',
    ).exec(sql)?.[1];
    if (!match?.[1] || column === undefined) return { name: 'text' };
    const name = column.startsWith('"') ? column.slice(1, -1) : column.toLowerCase();
    const rows = await connection.query(
      'SELECT pg_catalog.format_type(atttypid, NULL) AS type FROM pg_catalog.pg_attribute WHERE attrelid = pg_catalog.to_regclass($1) AND attname = $2',
      [match[1], name],
    );
    const type = rows[0]?.['type'];
    return { name: typeof type === 'string' ? type : 'text' };
  }

  return {
    standIns,
    implied,
    async standIn(name, schema, at) {
      await standIn(name, schema, at, false);
    },
    async heal(error, statement, guess) {
      if (await functions.tryAnother(error, statement.sql)) return true;
      const missing = missingIn(error);
      return missing !== undefined && (await mend(missing, statement, guess));
    },
  };
}

/** Schemas of their own that known extensions have, by name. */
const knownSchemas: ReadonlyMap<string, string> = new Map([
  ['cron', 'pg_cron'],
  ['partman', 'pg_partman'],
  ['vault', 'supabase_vault'],
  ['pgsodium', 'pgsodium'],
  ['topology', 'postgis_topology'],
  ['pgmq', 'pgmq'],
  ['auth', 'supabase_auth'],
  ['storage', 'supabase_storage'],
  ['extensions', 'supabase_extensions'],
]);

/** False for names that many a schema uses for functions of its own. */
function telling(kind: NamedKind, name: string): boolean {
  return kind !== 'function' || (name.length >= 8 && name.includes('_')) || hasOwnLook.has(name);
}
const hasOwnLook = new Set(
  'crypt gen_salt digest hmac unaccent similarity levenshtein crosstab soundex metaphone st_x st_y hstore moddatetime st_srid st_area'.split(
    ' ',
  ),
);

/** The name of a type without schema, quotes and the modifiers that were made part of it. */
function baseType(text: string): { readonly name: string } {
  const name = /^(?:.*\.)?"?([^".]+?)"?(?:\[\])*$/.exec(text)?.[1] ?? text;
  return { name: name.replace(/\(.*$/, '') };
}

function typeOfClass(standIn: StandIn, operatorClass: string): TypeName | undefined {
  for (const [type, list] of Object.entries(standIn.known.operatorClasses ?? {})) {
    if (!words(list).some((name) => name.split(':')[0] === operatorClass)) continue;
    return words(standIn.known.types).includes(type) ? { schema: standIn.schema, name: type } : { name: type };
  }
  return undefined;
}

/** What the extension calls its default operator class for a type, or a name made up. */
function defaultClass(standIn: StandIn, type: string, method: string): string {
  const known = words(standIn.known.operatorClasses?.[type]).find((name) => name.endsWith(`:${method}`));
  return known?.split(':')[0] ?? `${type.replace(/\W+/g, '_')}_${method}_ops`;
}
