import type { MigrationAction, WrittenName } from '../../migration-action.ts';
import { partsOf } from '../online/alter-actions.ts';
import type { Reader } from '../sql/reader.ts';
import { writtenColumn, writtenPart } from './definitions.ts';
import { nameOf } from './written-name.ts';

/** What an ALTER TABLE does, from behind these words on. */
export function alterActions(reader: Reader): readonly MigrationAction[] {
  reader.take('IF', 'EXISTS');
  const table = nameOf(reader);
  if (reader.take('WAIT')) reader.next();
  else reader.take('NOWAIT');
  return partsOf(reader).flatMap((part) => actionsOf(part, table));
}

function actionsOf(reader: Reader, table: WrittenName): readonly MigrationAction[] {
  const part = (name: string, ...names: readonly string[]): readonly MigrationAction[] => [
    { kind: 'alter table', table, part: name, names },
  ];
  if (reader.take('ADD')) return added(reader, table);
  if (reader.take('DROP')) return [dropped(reader, table)];
  if (reader.take('MODIFY')) {
    reader.take('COLUMN');
    reader.take('IF', 'EXISTS');
    const column = reader.name();
    return redefined(column, column, reader, table);
  }
  if (reader.take('CHANGE')) {
    reader.take('COLUMN');
    reader.take('IF', 'EXISTS');
    const column = reader.name();
    return redefined(column, reader.name(), reader, table);
  }
  if (reader.take('ALTER')) return altered(reader, table);
  if (reader.take('RENAME')) return renamed(reader, table);
  if (reader.take('CONVERT', 'TO')) {
    reader.take('CHARACTER', 'SET');
    reader.take('CHARSET');
    return part('convert', reader.name());
  }
  if (reader.take('TRUNCATE', 'PARTITION')) return part('truncate partition', ...list(reader));
  // How it is done, and what only speaks of the table as a whole.
  return part((reader.peek()?.value ?? '').toLowerCase());
}

function list(reader: Reader): readonly string[] {
  const names: string[] = [];
  while (!reader.done()) {
    names.push(reader.name());
    reader.take(',');
  }
  return names;
}

function added(reader: Reader, table: WrittenName): readonly MigrationAction[] {
  if (reader.take('PARTITION')) return [{ kind: 'alter table', table, part: 'add partition', names: [] }];
  if (reader.take('SYSTEM', 'VERSIONING'))
    return [{ kind: 'alter table', table, part: 'add system versioning', names: [] }];
  const isColumn = reader.take('COLUMN');
  const made = isColumn ? undefined : writtenPart(reader, table);
  if (made) return [made];
  const ifNotExists = reader.take('IF', 'NOT', 'EXISTS');
  if (reader.sees('(')) {
    return reader
      .brackets()
      .parts()
      .map((part) => writtenPart(part, table) ?? addedColumn(part, table, ifNotExists));
  }
  return [addedColumn(reader, table, ifNotExists)];
}

function addedColumn(reader: Reader, table: WrittenName, ifNotExists: boolean): MigrationAction {
  return { kind: 'add column', table, ifNotExists, ...writtenColumn(reader.name(), reader) };
}

function dropped(reader: Reader, table: WrittenName): MigrationAction {
  const spared = () => reader.take('IF', 'EXISTS');
  if (reader.take('PRIMARY', 'KEY')) return { kind: 'drop constraint', table, name: 'PRIMARY' };
  if (reader.take('FOREIGN', 'KEY') || reader.take('CONSTRAINT') || reader.take('CHECK')) {
    spared();
    return { kind: 'drop constraint', table, name: reader.name() };
  }
  if (reader.take('PARTITION')) {
    spared();
    return { kind: 'alter table', table, part: 'drop partition', names: list(reader) };
  }
  if (reader.take('SYSTEM', 'VERSIONING'))
    return { kind: 'alter table', table, part: 'drop system versioning', names: [] };
  if ((reader.sees('INDEX') || reader.sees('KEY')) && reader.peek(1)) {
    reader.next();
    const ifExists = spared();
    return droppedIndex(reader.name(), ifExists);
  }
  reader.take('COLUMN');
  const ifExists = spared();
  return { kind: 'drop column', table, column: reader.name(), ifExists, cascade: false };
}

/** An index has a name among those of its table alone. */
export function droppedIndex(name: string, ifExists: boolean): MigrationAction {
  return {
    kind: 'drop',
    objectKind: 'index',
    objects: [{ name }],
    tables: [],
    ifExists,
    cascade: false,
    concurrently: false,
  };
}

/** A column that is said anew, as a whole. */
function redefined(from: string, to: string, reader: Reader, table: WrittenName): readonly MigrationAction[] {
  const { type, notNull } = writtenColumn(to, reader);
  return [
    ...(from === to ? [] : [{ kind: 'rename column' as const, table, column: from, to }]),
    { kind: 'change type', table, column: from, type },
    ...(notNull ? [{ kind: 'set not null' as const, table, column: from }] : []),
  ];
}

function altered(reader: Reader, table: WrittenName): readonly MigrationAction[] {
  if (reader.sees('INDEX') || reader.sees('KEY') || reader.sees('CHECK') || reader.sees('CONSTRAINT')) {
    const word = reader.next()?.value.toLowerCase() ?? '';
    return [{ kind: 'alter table', table, part: `alter ${word}`, names: [reader.name()] }];
  }
  reader.take('COLUMN');
  const column = reader.name();
  if (reader.take('DROP', 'DEFAULT')) return [{ kind: 'drop default', table, column }];
  if (reader.take('SET', 'DEFAULT')) return [{ kind: 'set default', table, column, default: reader.rest() }];
  return [{ kind: 'alter table', table, part: 'alter column', names: [column] }];
}

function renamed(reader: Reader, table: WrittenName): readonly MigrationAction[] {
  if (reader.take('COLUMN')) {
    const column = reader.name();
    reader.expect('TO');
    return [{ kind: 'rename column', table, column, to: reader.name() }];
  }
  if (reader.take('INDEX') || reader.take('KEY'))
    return [{ kind: 'alter table', table, part: 'rename index', names: [reader.name()] }];
  if (!reader.take('TO') && !reader.take('AS')) reader.take('=');
  return [{ kind: 'rename', objectKind: 'table', object: table, to: nameOf(reader).name }];
}
