import { csvRecords } from '../csv.ts';
import { decodedText } from '../decode-text.ts';
import type { Grouping } from '../group.ts';
import type { Notes } from '../notes.ts';
import { instantReader } from './instant.ts';
import { lines } from './lines.ts';
import { readMessages } from './messages.ts';
import { rememberSessions } from './sessions.ts';

export interface RowsReader {
  readonly readCsv: (chunks: AsyncIterable<Uint8Array>, file: string) => Promise<number>;
  readonly readJson: (chunks: AsyncIterable<Uint8Array>, file: string) => Promise<number>;
  readonly finish: () => void;
}

/** What csvlog and jsonlog tell of a record, bytes as Latin-1 text. */
interface LogRow {
  readonly time: string | undefined;
  readonly user: string | undefined;
  readonly database: string | undefined;
  readonly application: string | undefined;
  readonly session: string | undefined;
  readonly severity: string | undefined;
  readonly message: string;
  readonly detail: string | undefined;
  readonly queryIdentifier: string | undefined;
}

/** Reads csvlog (its columns: PostgreSQL manual, section 20.8.4) and jsonlog (20.8.5). */
export function rowsReader(grouping: Grouping, notes: Notes, options: { readonly database?: string }): RowsReader {
  const messages = readMessages(grouping, { tabbed: false });
  const sessions = rememberSessions(grouping, () => messages);
  let file = '';
  let lastTime = Number.NaN;
  const readInstant = instantReader((zone) => notes.note('unknown time zone', file, { detail: zone }));

  function row(found: LogRow): void {
    const { severity, user, database, application, detail } = found;
    if (severity === 'ERROR') notes.note('statement that failed', file);
    if (severity !== 'LOG') {
      if (severity === undefined || !/^[A-Z]+\d?$/.test(severity)) notes.note('row that cannot be read', file);
      return;
    }
    if (options.database !== undefined && database !== undefined && decoded(database) !== options.database) return;
    const written = Buffer.from(found.time ?? '', 'latin1');
    const time = readInstant(written, 0, written.length);
    if (time < lastTime - 1000) notes.note('clock went back', file);
    if (!Number.isNaN(time)) lastTime = time;
    const session =
      found.session === undefined
        ? undefined
        : sessions.of(found.session, 0, () => ({
            ...(user === undefined ? {} : { user: decoded(user) }),
            ...(database === undefined ? {} : { database: decoded(database) }),
            ...(application === undefined ? {} : { application: decoded(application) }),
          }));
    const message = Buffer.from(found.message, 'latin1');
    const identifier = found.queryIdentifier === '0' ? undefined : found.queryIdentifier;
    messages.log(session, time, message, 0, message.length, identifier);
    if (detail !== undefined) {
      const bytes = Buffer.from(detail, 'latin1');
      messages.detail(session, bytes, 0, bytes.length);
    }
  }

  function begin(name: string): void {
    file = name;
    lastTime = Number.NaN;
  }

  return {
    async readCsv(chunks, name) {
      begin(name);
      let read = 0;
      for await (const records of csvRecords(chunks, ',', () => notes.note('line cut short', file))) {
        for (const record of records) {
          // A table that was written with its head.
          if (record[0] === 'log_time') continue;
          const message = record[13];
          if (record.length < 22 || message === undefined) {
            notes.note('row that cannot be read', file);
            continue;
          }
          read++;
          row({
            time: record[0],
            user: record[1],
            database: record[2],
            application: record[22],
            session: record[5] ?? record[3],
            severity: record[11],
            message,
            detail: record[14],
            queryIdentifier: record[25],
          });
        }
      }
      messages.flush();
      return read;
    },
    async readJson(chunks, name) {
      begin(name);
      let read = 0;
      for await (const { line, whole } of lines(chunks)) {
        if (line.trim() === '') continue;
        const value = parsed(line);
        const text = (key: string): string | undefined => {
          const one = value?.[key];
          return one === undefined || one === null ? undefined : String(one);
        };
        const message = text('message');
        if (!value || message === undefined) {
          notes.note(whole ? 'row that cannot be read' : 'line cut short', file);
          continue;
        }
        read++;
        row({
          time: text('timestamp'),
          user: text('user'),
          database: text('dbname'),
          application: text('application_name'),
          session: text('session_id') ?? text('pid'),
          severity: text('error_severity'),
          message,
          detail: text('detail'),
          queryIdentifier: text('query_id'),
        });
      }
      messages.flush();
      return read;
    },
    finish: () => messages.finish(sessions.all()),
  };
}

function decoded(latin: string): string {
  return decodedText(Buffer.from(latin, 'latin1'));
}

/** Values keep the bytes of the file, as Latin-1 text; an escape beyond it is written as UTF-8 would be. */
function parsed(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line, (_, one: unknown) =>
      typeof one === 'string' && isWide(one) ? Buffer.from(one, 'utf8').toString('latin1') : one,
    );
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

function isWide(text: string): boolean {
  return /[\u0100-\uffff]/.test(text);
}
