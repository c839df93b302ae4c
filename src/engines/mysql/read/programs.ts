import type { Routine } from '../../../catalog/catalog.ts';
import type { Trigger } from '../../../catalog/table.ts';
import type { Reader } from '../sql/reader.ts';
import { type Token, tokens } from '../sql/tokens.ts';
import { collationName, defaultCollation } from './charsets.ts';
import { type Draft, Refused, schemaName, tableNamed } from './draft.ts';
import { readName } from './names.ts';
import { programMode } from './sql-mode.ts';
import { readType } from './types.ts';

/** What stands before the kind of a view or program. */
export interface ProgramHead {
  readonly replaces: boolean;
  /** With whose rights it runs, where it says so. */
  readonly owner?: string;
  readonly options: Readonly<Record<string, string>>;
}

/** Reads from behind `CREATE … TRIGGER` on. */
export function createTrigger(reader: Reader, draft: Draft, { replaces, owner }: ProgramHead): void {
  const spares = reader.take('IF', 'NOT', 'EXISTS');
  const { name } = readName(reader, draft);
  const timing = reader.take('BEFORE') ? 'before' : reader.take('AFTER') ? 'after' : reader.fail('BEFORE or AFTER');
  const events: Trigger['events'][number][] = [];
  do {
    const event = (['insert', 'update', 'delete'] as const).find((one) => reader.take(one.toUpperCase()));
    events.push(event ?? reader.fail('INSERT, UPDATE or DELETE'));
  } while (reader.take('OR'));
  reader.expect('ON');
  const table = tableNamed(draft, readName(reader, draft).name);
  reader.expect('FOR', 'EACH', 'ROW');
  // Its place among others of the same event is told by their order.
  if (reader.sees('FOLLOWS') || reader.sees('PRECEDES')) {
    reader.next();
    reader.name();
  }
  const body = bodyText(reader.rest());
  const others = [...draft.tables.values()].flatMap(({ triggers }) => triggers);
  if (others.some((one) => one.name === name)) {
    if (spares) return;
    if (!replaces) throw new Refused(`there is a trigger ${name} already`);
    dropTrigger(draft, name);
  }
  const mode = programMode(draft);
  const trigger: Trigger = {
    name,
    timing,
    events,
    columns: [],
    forEach: 'row',
    enabled: 'origin',
    definition: body,
    ...(mode === undefined ? {} : { mode }),
    ...(owner === undefined ? {} : { owner }),
  };
  table.triggers = [...table.triggers, trigger];
}

export function dropTrigger(draft: Draft, name: string): boolean {
  const table = [...draft.tables.values()].find(({ triggers }) => triggers.some((one) => one.name === name));
  if (table) table.triggers = table.triggers.filter((one) => one.name !== name);
  return table !== undefined;
}

/** Reads from behind `CREATE … FUNCTION|PROCEDURE` on. */
export function createRoutine(
  reader: Reader,
  draft: Draft,
  kind: 'function' | 'procedure',
  { replaces, owner }: ProgramHead,
): void {
  const spares = reader.take('IF', 'NOT', 'EXISTS');
  const start = reader.at();
  const { name } = readName(reader, draft);
  if (reader.sees('RETURNS') && reader.peek(2)?.value === 'SONAME') {
    draft.others.set(`loadable function ${name}`, { kind: 'loadable function', schema: schemaName, name });
    return;
  }
  const key = `${kind} ${name}`;
  if (draft.routines.has(key)) {
    if (spares) return;
    if (!replaces) throw new Refused(`there is a ${kind} ${name} already`);
  }
  const args = spaced(reader.brackets().rest());
  let returns: string | undefined;
  if (reader.take('RETURNS')) {
    const { type, characterSet } = readType(reader);
    const collation = reader.take('COLLATE') ? collationName(reader.name()) : undefined;
    // What the schema has for its texts is said by some servers and by no file.
    const isOwn = (collation ?? (characterSet && defaultCollation(characterSet, draft.dialect))) === draft.collation;
    returns =
      isOwn || (characterSet === undefined && collation === undefined)
        ? type.text
        : `${type.text}${characterSet === undefined ? '' : ` charset ${characterSet}`}${collation === undefined ? '' : ` collate ${collation}`}`;
  }
  const traits = readCharacteristics(reader, { deterministic: false, invoker: false });
  const body = bodyText(reader.rest());
  const mode = programMode(draft);
  const routine: Routine = {
    kind,
    schema: schemaName,
    name,
    signature: `${name}()`,
    arguments: args,
    ...(returns === undefined ? {} : { returns }),
    language: 'sql',
    volatility: traits.deterministic ? 'immutable' : 'volatile',
    strict: false,
    securityDefiner: !traits.invoker,
    leakproof: false,
    parallel: 'unsafe',
    settings: {
      ...(traits.access === undefined ? {} : { access: traits.access }),
      ...(mode === undefined ? {} : { sql_mode: mode }),
    },
    body,
    definition: `CREATE ${kind.toUpperCase()} ${reader.sql.slice(start, reader.sql.length).trim()}`,
    grants: [],
    ...(owner === undefined ? {} : { owner }),
    ...(traits.comment === undefined ? {} : { comment: traits.comment }),
  };
  draft.routines.set(key, { ...routine, definition: definitionOf(routine, traits.access, draft) });
}

/** Reads from behind `ALTER FUNCTION|PROCEDURE` on: what it does stays as it is. */
export function alterRoutine(reader: Reader, draft: Draft, kind: 'function' | 'procedure'): void {
  const { name } = readName(reader, draft);
  const routine = draft.routines.get(`${kind} ${name}`);
  if (!routine) throw new Refused(`there is no ${kind} ${name}`);
  const { access: before, ...settings } = routine.settings;
  const { comment: was, ...rest } = routine;
  const { access, comment, invoker } = readCharacteristics(reader, {
    deterministic: routine.volatility === 'immutable',
    invoker: !routine.securityDefiner,
    ...(before === undefined ? {} : { access: before }),
    ...(was === undefined ? {} : { comment: was }),
  });
  if (!reader.done()) reader.fail('a characteristic');
  const altered: Routine = {
    ...rest,
    securityDefiner: !invoker,
    settings: { ...(access === undefined ? {} : { access }), ...settings },
    ...(comment === undefined ? {} : { comment }),
  };
  draft.routines.set(`${kind} ${name}`, { ...altered, definition: definitionOf(altered, access, draft) });
}

/** What makes the routine, in one form: clients leave out comments on the way to a server. */
function definitionOf(routine: Routine, access: string | undefined, { dialect, ansiQuotes }: Draft): string {
  return [
    `CREATE ${routine.kind.toUpperCase()} ${routine.name}(${routine.arguments})`,
    ...(routine.returns === undefined ? [] : [`RETURNS ${routine.returns}`]),
    ...(routine.volatility === 'immutable' ? ['DETERMINISTIC'] : []),
    ...(access === undefined ? [] : [access]),
    ...(routine.securityDefiner ? [] : ['SQL SECURITY INVOKER']),
    withoutComments(routine.body, tokens(routine.body, dialect, ansiQuotes)),
  ].join('\n');
}

/** What a text says, on as many lines. */
function withoutComments(text: string, list: readonly Token[]): string {
  let bare = '';
  let end = 0;
  for (const token of list) {
    const between = text.slice(end, token.start);
    bare += end === 0 || between === '' ? '' : between.includes('\n') ? '\n' : ' ';
    bare += text.slice(token.start, token.end);
    end = token.end;
  }
  return bare;
}

interface Characteristics {
  deterministic: boolean;
  invoker: boolean;
  access?: string;
  comment?: string;
}

/** What is not said stays as it was before. */
function readCharacteristics(reader: Reader, before: Characteristics): Characteristics {
  const found: Characteristics = { ...before };
  for (;;) {
    if (reader.take('NOT', 'DETERMINISTIC')) found.deterministic = false;
    else if (reader.take('DETERMINISTIC')) found.deterministic = true;
    else if (reader.take('LANGUAGE')) reader.next();
    else if (reader.take('NO', 'SQL')) found.access = 'NO SQL';
    else if (reader.take('READS', 'SQL', 'DATA')) found.access = 'READS SQL DATA';
    else if (reader.take('MODIFIES', 'SQL', 'DATA')) found.access = 'MODIFIES SQL DATA';
    else if (reader.take('CONTAINS', 'SQL')) delete found.access;
    else if (reader.take('SQL', 'SECURITY')) found.invoker = reader.next()?.value === 'INVOKER';
    else if (reader.take('COMMENT')) {
      const comment = reader.string();
      if (comment === '') delete found.comment;
      else found.comment = comment;
    } else return found;
  }
}

/** The body of a program, without the white space at the ends of its lines. */
export function bodyText(text: string): string {
  return text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .join('\n');
}

export function spaced(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
