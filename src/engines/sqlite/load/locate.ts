import type { FileLocation, Subject } from '../../../findings/finding.ts';
import type { ScriptStatement } from '../../script.ts';
import { type Reader, readerOf } from '../sql/reader.ts';

/** Where the objects of a schema are written down, by keys in lower case. */
type Places = Map<string, FileLocation>;

/**
 * Finds where the objects of a schema are written down, from the statements that made it in their order. The statements
 * are read when the first subject is asked for.
 */
export function locator(statements: readonly ScriptStatement[]): (subject: Subject) => FileLocation | undefined {
  let places: Places | undefined;
  return ({ kind, object, names }) => {
    places ??= placesOf(statements);
    const [name] = names ?? [];
    const own =
      kind === 'column'
        ? places.get(key('column', object.name, name))
        : kind === 'index' || kind === 'trigger'
          ? places.get(key(kind, name))
          : undefined;
    return own ?? places.get(key('relation', object.name));
  };
}

function key(...parts: readonly (string | undefined)[]): string {
  return parts.map((part) => part?.toLowerCase()).join('\0');
}

function placesOf(statements: readonly ScriptStatement[]): Places {
  const places: Places = new Map();
  for (const statement of statements) {
    const reader = readerOf(statement.sql);
    const at = (start: number | undefined): FileLocation => ({
      file: statement.file,
      line: statement.line + (statement.sql.slice(0, start ?? 0).match(/\n/g)?.length ?? 0),
    });
    if (reader.take('CREATE')) create(reader, places, at);
    else if (reader.take('ALTER', 'TABLE')) alter(reader, places, at);
  }
  return places;
}

function create(reader: Reader, places: Places, at: (start?: number) => FileLocation): void {
  const unique = reader.take('UNIQUE');
  if (!unique && !reader.take('TEMP') && !reader.take('TEMPORARY')) reader.take('VIRTUAL');
  const kind = reader.next()?.value.toLowerCase() ?? '';
  reader.take('IF', 'NOT', 'EXISTS');
  let name = reader.name();
  if (reader.take('.')) name = reader.name();
  if (name === undefined) return;
  if (kind === 'index' || kind === 'trigger') {
    places.set(key(kind, name), at());
    return;
  }
  places.set(key('relation', name), at());
  if (kind !== 'table' || !reader.take('(')) return;
  let depth = 1;
  let begins = true;
  for (let token = reader.next(); token && depth > 0; token = reader.next()) {
    if (begins) places.set(key('column', name, token.kind === 'word' ? token.text : token.value), at(token.start));
    begins = token.text === ',' && depth === 1;
    if (token.text === '(') depth++;
    else if (token.text === ')') depth--;
  }
}

function alter(reader: Reader, places: Places, at: (start?: number) => FileLocation): void {
  let table = reader.name();
  if (reader.take('.')) table = reader.name();
  if (reader.take('ADD')) {
    reader.take('COLUMN');
    const start = reader.peek()?.start;
    places.set(key('column', table, reader.name()), at(start));
  } else if (reader.take('RENAME')) {
    if (reader.take('TO')) {
      moved(places, 'relation', [table], [reader.name()]);
      return;
    }
    reader.take('COLUMN');
    const before = reader.name();
    reader.take('TO');
    moved(places, 'column', [table, before], [table, reader.name()]);
  }
}

function moved(
  places: Places,
  kind: string,
  from: readonly (string | undefined)[],
  to: readonly (string | undefined)[],
): void {
  const place = places.get(key(kind, ...from));
  if (place) places.set(key(kind, ...to), place);
  if (kind !== 'relation') return;
  const prefix = `${key('column', from[0])}\0`;
  for (const [name, column] of [...places]) {
    if (name.startsWith(prefix)) places.set(`${key('column', to[0])}\0${name.slice(prefix.length)}`, column);
  }
}
