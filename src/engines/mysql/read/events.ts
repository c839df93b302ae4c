import { type Reader, readerOf } from '../sql/reader.ts';
import { quoteString } from '../sql/tokens.ts';
import { type Draft, Refused, schemaName } from './draft.ts';
import { readName } from './names.ts';
import { bodyText, type ProgramHead, spaced } from './programs.ts';
import { programMode } from './sql-mode.ts';

/** What an event says; what the engine adds by itself is left out. */
interface Event {
  /** `EVERY 1 DAY`, `AT '2030-01-01 00:00:00'`. */
  readonly schedule: string;
  /** The moment from which it counts: it stands apart, since the engine adds it. */
  readonly starts?: string;
  readonly ends?: string;
  readonly preserved: boolean;
  /** `DISABLE`, `DISABLE ON SLAVE`. */
  readonly disabled?: string;
  readonly comment?: string;
  readonly body: string;
}

/** Reads from behind `CREATE … EVENT` on. */
export function createEvent(reader: Reader, draft: Draft, { replaces, owner }: ProgramHead): void {
  const spares = reader.take('IF', 'NOT', 'EXISTS');
  const { name } = readName(reader, draft);
  if (draft.others.has(`event ${name}`) && !replaces) {
    if (spares) return;
    throw new Refused(`there is an event ${name} already`);
  }
  if (!reader.sees('ON', 'SCHEDULE')) reader.fail('ON SCHEDULE');
  const { event } = readEvent(reader, { schedule: '', preserved: false, body: '' });
  if (event.body === '') reader.fail('DO');
  put(name, event, draft, owner);
}

/** Reads from behind `ALTER … EVENT` on: what is not said stays as it is. */
export function alterEvent(reader: Reader, draft: Draft, owner?: string): void {
  const { name } = readName(reader, draft);
  const known = draft.others.get(`event ${name}`);
  if (known?.definition === undefined) throw new Refused(`there is no event ${name}`);
  const written = readEvent(readerOf(known.definition, draft.dialect), { schedule: '', preserved: false, body: '' });
  const before = { ...written.event, ...(known.starts === undefined ? {} : { starts: known.starts }) };
  const { event, renamed } = readEvent(reader, before, draft);
  draft.others.delete(`event ${name}`);
  put(renamed ?? name, event, draft, owner ?? known.owner);
}

function put(name: string, { schedule, starts, ends, ...event }: Event, draft: Draft, owner?: string): void {
  const parts = [
    'ON SCHEDULE',
    schedule,
    ...(ends === undefined ? [] : [ends]),
    ...(event.preserved ? ['ON COMPLETION PRESERVE'] : []),
    ...(event.disabled === undefined ? [] : [event.disabled]),
    ...(event.comment === undefined ? [] : [`COMMENT ${quoteString(event.comment)}`]),
  ];
  const mode = programMode(draft);
  draft.others.set(`event ${name}`, {
    kind: 'event',
    schema: schemaName,
    name,
    definition: `${parts.join(' ')} DO ${event.body}`,
    ...(starts === undefined ? {} : { starts }),
    ...(mode === undefined ? {} : { mode }),
    ...(owner === undefined ? {} : { owner }),
  });
}

/** What begins each part of an event. */
const heads = ['STARTS', 'ENDS', 'DO', 'ON', 'ENABLE', 'DISABLE', 'COMMENT', 'RENAME'];

/** Takes over from the event before what is not written; the new name where it is renamed. */
function readEvent(
  reader: Reader,
  before: Event,
  draft?: Draft,
): { readonly event: Event; readonly renamed?: string | undefined } {
  let event = before;
  let renamed: string | undefined;
  const upToNext = () => {
    const start = reader.at();
    reader.next();
    while (!reader.done() && !heads.some((word) => reader.sees(word))) reader.next();
    return spaced(reader.since(start));
  };
  while (!reader.done()) {
    if (reader.take('ON', 'SCHEDULE')) {
      const { starts: _, ...rest } = event;
      event = { ...rest, schedule: scheduleText(upToNext()) };
    } else if (reader.sees('STARTS')) event = { ...event, starts: momentText(upToNext()).replace(/^starts /i, '') };
    else if (reader.sees('ENDS')) event = { ...event, ends: momentText(upToNext()).replace(/^ends/i, 'ENDS') };
    else if (reader.take('ON', 'COMPLETION', 'NOT', 'PRESERVE')) event = { ...event, preserved: false };
    else if (reader.take('ON', 'COMPLETION', 'PRESERVE')) event = { ...event, preserved: true };
    else if (draft && reader.take('RENAME', 'TO')) renamed = readName(reader, draft).name;
    else if (reader.take('ENABLE')) {
      const { disabled: _, ...rest } = event;
      event = rest;
    } else if (reader.take('DISABLE'))
      event = { ...event, disabled: reader.take('ON') ? `DISABLE ON ${reader.name().toUpperCase()}` : 'DISABLE' };
    else if (reader.take('COMMENT')) {
      const { comment: _, ...rest } = event;
      const comment = reader.string();
      event = comment === '' ? rest : { ...rest, comment };
    } else if (reader.take('DO')) event = { ...event, body: bodyText(reader.rest()) };
    else reader.fail('DO');
  }
  return { event, renamed };
}

/** The engine's own words in capitals, as it writes them back. */
function scheduleText(text: string): string {
  return momentText(text.replace(/^(?:every|at)\b|\b[a-z_]+$/gi, (word) => word.toUpperCase()));
}

/** A day is the moment at which it begins, as the engine writes it back. */
function momentText(text: string): string {
  return text.replace(/'(\d{4}-\d\d-\d\d)'$/, "'$1 00:00:00'");
}
