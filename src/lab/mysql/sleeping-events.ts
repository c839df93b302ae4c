import type { Connection, Row } from '../../engines/connection.ts';
import { dialectOf } from '../../engines/mysql/flavour.ts';
import { tokens } from '../../engines/mysql/sql/tokens.ts';
import { putAndTold } from './put-and-told.ts';

const dialect = dialectOf('8.4');

/**
 * A connection whose events never run: each is made disabled, and told as it was written. An event of a schema that is
 * tried would act by its schedule, and may name other databases of the server.
 */
export function withSleepingEvents(connection: Connection): Connection {
  const sleeping = new Set<string>();
  const put = (sql: string): string => {
    const event = disabled(sql);
    if (event?.wasEnabled) sleeping.add(event.name);
    return event?.sql ?? sql;
  };
  const told = (rows: readonly Row[]): readonly Row[] =>
    rows.map((row) => {
      const made = row['Create Event'];
      return typeof made === 'string' && sleeping.has(String(row['Event']))
        ? { ...row, 'Create Event': made.replace(/\bDISABLE\b/, 'ENABLE') }
        : row;
    });
  return putAndTold(connection, put, told);
}

/** A statement that makes or alters an event, so that it does not run; nothing for others. */
export function disabled(
  sql: string,
): { readonly sql: string; readonly name: string; readonly wasEnabled: boolean } | undefined {
  if (!/^\s*(?:CREATE|ALTER)\b[\s\S]*?\bEVENT\b/i.test(sql)) return undefined;
  const all = tokens(sql, dialect);
  const event = all.findIndex(({ kind, value }) => kind === 'word' && value === 'EVENT');
  const head = all.slice(0, event).map(({ value }) => value);
  if (event < 1 || head.some((word) => /^(?:TABLE|VIEW|TRIGGER|PROCEDURE|FUNCTION|BEGIN|ON)$/.test(word)))
    return undefined;
  const body = all.findIndex(({ kind, value }, at) => at > event && kind === 'word' && value === 'DO');
  const clauses = all.slice(event + 1, body < 0 ? undefined : body);
  const name = clauses.find(
    ({ kind, value }) => kind === 'name' || (kind === 'word' && !/^(?:IF|NOT|EXISTS)$/.test(value)),
  );
  const state = clauses.find(({ kind, value }) => kind === 'word' && /^(?:ENABLE|DISABLE)$/.test(value));
  if (!name) return undefined;
  const own = { name: name.kind === 'name' ? name.value : name.text, wasEnabled: state?.value !== 'DISABLE' };
  if (state?.value === 'DISABLE') return { ...own, sql };
  if (state) return { ...own, sql: `${sql.slice(0, state.start)}DISABLE${sql.slice(state.end)}` };
  const comment = clauses.find(({ kind, value }) => kind === 'word' && value === 'COMMENT');
  const place = comment?.start ?? all[body]?.start ?? sql.length;
  // Another name alone leaves it as it was made: asleep.
  if (body < 0 && all[0]?.value === 'ALTER' && !clauses.some(({ value }) => value === 'SCHEDULE'))
    return { ...own, sql };
  return { ...own, sql: `${sql.slice(0, place).trimEnd()} DISABLE ${sql.slice(place)}`.trimEnd() };
}
