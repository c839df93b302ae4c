import { decodedText } from '../decode-text.ts';
import type { Grouping, Session } from '../group.ts';
import type { Notes } from '../notes.ts';
import { fromMysql } from './from-mysql.ts';

interface Entry {
  time: number;
  milliseconds: number;
  user: string | undefined;
  database: string | undefined;
  thread: string | undefined;
  sql: string[];
}

const newEntry = (before?: Entry): Entry => ({
  time: before?.time ?? Number.NaN,
  milliseconds: Number.NaN,
  user: undefined,
  database: undefined,
  thread: undefined,
  sql: [],
});

/** Reads the slow query log of MySQL and MariaDB (their manuals, "The Slow Query Log"). Gives how many entries it had. */
export async function readSlowLog(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
  grouping: Grouping,
  notes: Notes,
): Promise<number> {
  const sessions = new Map<string, Session>();
  let entry = newEntry();
  let database: string | undefined;
  let read = 0;
  let lastTime = Number.NaN;

  function finish(): void {
    const sql = entry.sql.join('\n').trim();
    if (sql !== '' && !Number.isNaN(entry.milliseconds)) {
      read++;
      if (entry.time < lastTime - 1000) notes.note('clock went back', file);
      if (!Number.isNaN(entry.time)) lastTime = entry.time;
      const bytes = Buffer.from(fromMysql(sql));
      grouping.executed({
        bytes,
        from: 0,
        to: bytes.length,
        milliseconds: entry.milliseconds,
        time: entry.time,
        session: sessionOf(entry),
        parameters: undefined,
        parameterBytes: bytes,
        foreign: true,
      });
    }
    entry = newEntry(entry);
  }

  function sessionOf({ thread, user, database: own }: Entry): Session | undefined {
    if (thread === undefined) return undefined;
    const known = sessions.get(thread);
    if (known) return known;
    const name = own ?? database;
    const made = grouping.session({
      ...(user === undefined ? {} : { user }),
      ...(name === undefined ? {} : { database: name }),
    });
    sessions.set(thread, made);
    return made;
  }

  function header(line: string): void {
    if (entry.sql.length > 0) finish();
    const time = /^# Time: (\S+)(?:\s+(\d+:\d\d:\d\d))?/.exec(line);
    if (time) entry.time = instant(time[1] ?? '', time[2]);
    entry.user = /^# User@Host: (\w*)/.exec(line)?.[1] ?? entry.user;
    entry.thread = /\bId:\s*(\d+)/.exec(line)?.[1] ?? /\bThread_id:\s*(\d+)/.exec(line)?.[1] ?? entry.thread;
    entry.database = /\bSchema:\s+(\w+)/.exec(line)?.[1] ?? entry.database;
    const seconds = /\bQuery_time:\s*([\d.]+)/.exec(line)?.[1];
    if (seconds !== undefined) entry.milliseconds = Number(seconds) * 1000;
  }

  function one(line: string): void {
    if (/^#(?: explain:.*)?$/.test(line) && entry.sql.length === 0) return;
    if (line.startsWith('# ')) header(line);
    else if (/^\S+, Version: .* started with:$|^Tcp port: |^Time\s+Id\s+Command/.test(line)) return;
    else if (Number.isNaN(entry.milliseconds)) {
      if (line.trim() !== '') notes.note('line of another program', file);
    } else if (entry.sql.length === 0 && /^use [^;]+;$/i.test(line)) database = line.slice(4, -1).replaceAll('`', '');
    else if (entry.sql.length === 0 && /^SET timestamp=\d+;$/.test(line)) {
      if (Number.isNaN(entry.time)) entry.time = Number(line.slice(14, -1)) * 1000;
    } else entry.sql.push(line);
  }

  let rest = '';
  for await (const chunk of chunks) {
    const text = rest + Buffer.from(chunk).toString('latin1');
    const lines = text.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) one(decodedText(Buffer.from(line.replace(/\r$/, ''), 'latin1')));
  }
  if (rest !== '') notes.note('line cut short', file);
  if (rest === '') finish();
  for (const session of sessions.values()) grouping.sessionEnded(session);
  return read;
}

/** `2024-05-01T10:00:00.123456Z`, and `240501 10:00:00` of older servers, by their clock. */
function instant(day: string, clock: string | undefined): number {
  const [, year, month, date] = /^(\d\d)(\d\d)(\d\d)$/.exec(day) ?? [];
  return Date.parse(clock === undefined ? day : `20${year}-${month}-${date}T${clock.padStart(8, '0')}Z`);
}
