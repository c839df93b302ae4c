import type { Node } from 'libpg-query';
import type { FileLocation, Subject } from '../../../findings/finding.ts';
import type { ScriptStatement } from '../../script.ts';
import { headOf, identifier } from './head.ts';
import { newPlaces, type Places } from './places.ts';
import { recordStatement } from './record.ts';
import { settingOf } from './session.ts';

/**
 * Finds where the objects of a schema are written down, from the statements that made it in their order. The
 * statements are read when the first subject is asked for.
 */
export async function locator(
  statements: readonly ScriptStatement[],
): Promise<(subject: Subject) => FileLocation | undefined> {
  const { loadModule, parseSync } = await import('libpg-query');
  await loadModule();
  let places: Places | undefined;
  return (subject) => {
    places ??= read(statements, (sql) => parseSync(sql).stmts?.flatMap(({ stmt }) => stmt ?? []) ?? []);
    return find(places, subject);
  };
}

const recorded = /^(?:CREATE|ALTER|DROP)\b/i;

/** Throws for what the grammar does not know. */
type Parse = (sql: string) => readonly Node[];

function read(statements: readonly ScriptStatement[], parse: Parse): Places {
  const places = newPlaces();
  const usual: readonly string[] = ['public'];
  let path = usual;
  /** What a SET LOCAL hides. */
  let outer: readonly string[] | undefined;
  for (const statement of statements) {
    const { sql } = statement;
    if (recorded.test(sql)) {
      record(places, statement, path, parse);
      continue;
    }
    const [first] = headOf(sql, 1);
    if (first === 'COMMIT' || first === 'ROLLBACK' || first === 'END') {
      path = outer ?? path;
      outer = undefined;
    } else if (first === 'DISCARD' || first === 'RESET') path = usual;
    else if (first === 'SET') {
      const set = settingOf(sql, '');
      const next = set && pathOfSet(sql);
      if (!next) continue;
      if (set.local) outer ??= path;
      path = next;
    } else if (first === 'SELECT') {
      const value = /\bset_config\s*\(\s*'search_path'\s*,\s*'((?:[^']|'')*)'/i.exec(sql)?.[1];
      if (value !== undefined) path = pathOfList(value);
    } else if (/^\s*(?:--|\/\*)/.test(sql)) record(places, statement, path, parse);
  }
  return places;
}

function record(places: Places, statement: ScriptStatement, path: readonly string[], parse: Parse): void {
  let nodes: readonly Node[];
  try {
    nodes = parse(statement.sql);
  } catch {
    // Written for another version than the parser's: its objects have no place of their own.
    return;
  }
  for (const node of nodes) recordStatement(places, node, statement, path);
}

function pathOfSet(sql: string): readonly string[] | undefined {
  const match = /^set\s+(?:(?:session|local)\s+)?(?:search_path\s*(?:=|\bto\b)|schema)\s*([\s\S]*)$/i.exec(sql)?.[1];
  if (match === undefined) return undefined;
  return /^default$/i.test(match.trim()) ? ['public'] : pathOfList(match.replace(/'((?:[^']|'')*)'/g, '$1'));
}

/** Names in a search path: `"$user"` is nobody's here. */
function pathOfList(list: string): readonly string[] {
  return headOf(list, 100).flatMap((token) => {
    const name = identifier(token);
    return name === undefined || name === '$user' ? [] : [name];
  });
}

function find(places: Places, { kind, object, names }: Subject): FileLocation | undefined {
  const name = names?.[0];
  const { schema } = object;
  switch (kind) {
    case 'schema':
      return places.others.get(`schema ${object.name}`);
    case 'type':
      return places.others.get(`type ${schema}.${object.name}`);
    case 'routine':
      return routine(places, schema, object.name, name);
    case 'index': {
      const parts = places.relation(schema, object.name)?.parts;
      return parts?.get(`index ${name}`) ?? parts?.get(`constraint ${name}`) ?? relation(places, object);
    }
    case 'column':
      return (
        (name === undefined ? undefined : places.relation(schema, object.name)?.columns.get(name)) ??
        relation(places, object)
      );
    case 'constraint':
    case 'policy':
    case 'trigger':
      return places.relation(schema, object.name)?.parts.get(`${kind} ${name}`) ?? relation(places, object);
    default:
      return relation(places, object);
  }
}

function relation(
  places: Places,
  { schema, name }: { readonly schema: string; readonly name: string },
): FileLocation | undefined {
  return places.relation(schema, name)?.at;
}

/** The routine with as many arguments, else any of that name. */
function routine(
  places: Places,
  schema: string,
  name: string,
  signature: string | undefined,
): FileLocation | undefined {
  const list = /\(([\s\S]*)\)$/.exec(signature ?? '')?.[1];
  const count = list === undefined ? undefined : list.trim() === '' ? 0 : list.split(/,(?![^([]*[)\]])/).length;
  return places.others.get(`routine ${schema}.${name} ${count}`) ?? places.others.get(`routine ${schema}.${name}`);
}
