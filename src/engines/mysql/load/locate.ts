import type { FileLocation, Subject } from '../../../findings/finding.ts';
import type { ScriptStatement } from '../../script.ts';
import type { Dialect } from '../flavour.ts';
import { type Reader, readerOf } from '../sql/reader.ts';

/** Where the objects of a schema are written down, by keys in lower case. */
type Places = Map<string, FileLocation>;

/**
 * Finds where the objects of a schema are written down, from the statements that made it in their order. The statements
 * are read when the first subject is asked for.
 */
export function locator(
  statements: readonly ScriptStatement[],
  dialect: Dialect,
): (subject: Subject) => FileLocation | undefined {
  let places: Places | undefined;
  return ({ kind, object, names }) => {
    places ??= placesOf(statements, dialect);
    const [name = ''] = names ?? [];
    return places.get(key(kind, object.name, name)) ?? places.get(key('table', object.name));
  };
}

function key(...parts: readonly string[]): string {
  return parts.map((part) => part.toLowerCase()).join('\0');
}

function placesOf(statements: readonly ScriptStatement[], dialect: Dialect): Places {
  const places: Places = new Map();
  for (const statement of statements) {
    const reader = readerOf(statement.sql, dialect);
    const at = (start: number): FileLocation => ({
      file: statement.file,
      line: statement.line + (statement.sql.slice(0, start).match(/\n/g)?.length ?? 0),
    });
    if (reader.take('CREATE')) create(reader, places, at);
    else if (reader.take('ALTER', 'TABLE')) {
      const table = nameOf(reader);
      for (const part of reader.parts()) if (part.take('ADD')) partOf(part, table, places, at);
    }
  }
  return places;
}

type At = (start: number) => FileLocation;

function create(reader: Reader, places: Places, at: At): void {
  while (!reader.done() && !/^(?:TABLE|VIEW|INDEX|TRIGGER|FUNCTION|PROCEDURE|EVENT)$/.test(reader.peek()?.value ?? ''))
    reader.next();
  const kind = (reader.next()?.value ?? '').toLowerCase();
  reader.take('IF', 'NOT', 'EXISTS');
  const name = nameOf(reader);
  if (kind === 'index' || kind === 'trigger') {
    while (!reader.done() && !reader.take('ON')) reader.next();
    if (!reader.done()) places.set(key(kind, nameOf(reader), name), at(0));
    return;
  }
  if (kind !== 'table') {
    places.set(key(kind === 'view' ? 'table' : kind, name), at(0));
    return;
  }
  places.set(key('table', name), at(0));
  if (!reader.sees('(')) return;
  for (const part of reader.brackets().parts()) partOf(part, name, places, at);
}

/** A column, or a constraint or index with a name. */
function partOf(reader: Reader, table: string, places: Places, at: At): void {
  const place = at(reader.at());
  reader.take('COLUMN');
  const word = reader.peek();
  const begins = word?.kind === 'word' ? word.value : '';
  if (reader.take('CONSTRAINT')) {
    const name = nameOf(reader);
    places.set(key('constraint', table, name), place);
    places.set(key('index', table, name), place);
    return;
  }
  if (reader.take('PRIMARY', 'KEY')) {
    places.set(key('index', table, 'PRIMARY'), place);
    places.set(key('constraint', table, 'PRIMARY'), place);
    return;
  }
  if (/^(?:KEY|INDEX|UNIQUE|FULLTEXT|SPATIAL)$/.test(begins)) {
    while (['UNIQUE', 'FULLTEXT', 'SPATIAL', 'KEY', 'INDEX'].some((one) => reader.take(one)));
    const name = reader.sees('(') ? '' : nameOf(reader);
    places.set(key('index', table, name), place);
    places.set(key('constraint', table, name), place);
    return;
  }
  if (/^(?:FOREIGN|CHECK)$/.test(begins)) return;
  const name = nameOf(reader);
  places.set(key('column', table, name), place);
}

function nameOf(reader: Reader): string {
  const token = reader.peek();
  if (token?.kind !== 'word' && token?.kind !== 'name') return '';
  const name = reader.name();
  return reader.take('.') ? reader.name() : name;
}
