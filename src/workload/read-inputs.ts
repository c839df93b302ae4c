import { stat } from 'node:fs/promises';
import { RelvarError } from '../findings/error.ts';
import { readCode } from './code/read-code.ts';
import { decodedText } from './decode-text.ts';
import { watchedLines } from './foreign-lines.ts';
import type { Grouping } from './group.ts';
import { endingOf, type InputKind, inputKind, languages } from './input-kind.ts';
import { listInputs } from './list-inputs.ts';
import { rowsReader } from './log/rows.ts';
import { stderrReader } from './log/stderr.ts';
import { unwrapSyslog } from './log/syslog.ts';
import { readDigests } from './mysql/digests.ts';
import { readSlowLog } from './mysql/slow-log.ts';
import type { Notes } from './notes.ts';
import { allBytes, openInput } from './open-input.ts';
import { readSqlText } from './sql-text.ts';
import { readStatementsExport } from './statements-export/read-export.ts';

/** An input as it was read. */
export interface ReadInput {
  readonly name: string;
  readonly kind: InputKind;
  /** Statements, records or rows. */
  readonly records: number;
  readonly bytes: number;
  /** All of a snapshot, a workload file or a strategy: what is in it is for others to read. */
  readonly text?: string;
  /** Of an export of counters: when the file was last written. */
  readonly written?: Date;
}

export interface ReadOptions {
  /** As the server has it; found from the log itself when absent. */
  readonly prefix?: string;
  /** Only what ran in this database, where the input tells. */
  readonly database?: string;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
  /** Standard input, for the name `-`. */
  readonly input?: AsyncIterable<Uint8Array>;
}

/** Reads inputs, one after another, into a grouping. */
export interface InputReader {
  /** The files of an input. Rejects as {@link read}. */
  readonly list: (name: string) => Promise<readonly string[]>;
  /** Rejects with a RelvarError `input-not-read` when it cannot be opened. */
  readonly read: (name: string) => Promise<ReadInput>;
  readonly finish: () => void;
  readonly prefix: () => string | undefined;
}

export function inputReader(grouping: Grouping, notes: Notes, options: ReadOptions): InputReader {
  const stderr = stderrReader(grouping, notes, options);
  const rows = rowsReader(grouping, notes, options);
  async function records(
    kind: InputKind,
    chunks: AsyncIterable<Uint8Array>,
    head: Uint8Array,
    name: string,
  ): Promise<number> {
    switch (kind) {
      case 'stderr log':
        return stderr.read(chunks, name);
      case 'syslog': {
        const start = Buffer.from(head).toString('latin1');
        const unwrapped = unwrapSyslog(chunks, start, name, await lastWritten(name), notes);
        return stderr.read(unwrapped.chunks, name, unwrapped.head);
      }
      case 'SQL': {
        const text = decodedText(await allBytes(chunks));
        return readSqlText(text.replace(/^\ufeff/, ''), name, grouping, notes);
      }
      case 'code': {
        const language = languages[endingOf(name)];
        if (language === undefined) return 0;
        const text = decodedText(await allBytes(chunks));
        return readCode(text, name, language, grouping, notes);
      }
      case 'csvlog':
        return rows.readCsv(chunks, name);
      case 'jsonlog':
        return rows.readJson(chunks, name);
      case 'statement counters':
        return readStatementsExport(chunks, head, name, grouping, notes, options.database);
      case 'statement digests':
        return readDigests(chunks, head, name, grouping, notes, options.database);
      case 'slow log':
        return readSlowLog(chunks, name, grouping, notes);
      default:
        return 0;
    }
  }
  return {
    prefix: () => stderr.prefix(),
    finish() {
      stderr.finish();
      rows.finish();
    },
    list: (name) => listInputs(name).catch((cause: unknown) => Promise.reject(unreadable(name, cause))),
    async read(name) {
      const shown = name === '-' ? 'standard input' : name;
      options.progress(`reading ${shown}`);
      let bytes = 0;
      try {
        const opened = await openInput(shown, notes, name === '-' ? options.input : undefined);
        const kind = inputKind(shown, opened.head);
        async function* counted(): AsyncGenerator<Uint8Array> {
          let told = 0;
          for await (const chunk of opened.chunks) {
            options.signal.throwIfAborted();
            bytes += chunk.length;
            if (bytes - told > 2 ** 26) {
              told = bytes;
              options.progress(`reading ${shown}, ${Math.round(bytes / 2 ** 20)} MB`);
            }
            yield chunk;
          }
        }
        if (kind === 'snapshot' || kind === 'workload' || kind === 'strategy') {
          const text = decodedText(await allBytes(counted()));
          return { name: shown, kind, records: 0, bytes, text: text.replace(/^\ufeff/, '') };
        }
        const foreign = () => notes.note('line that is not UTF-8, read as Windows-1252', shown);
        const count = await records(kind, watchedLines(counted(), foreign), opened.head, shown);
        const written = kind === 'statement counters' ? await lastWritten(shown) : undefined;
        return { name: shown, kind, records: count, bytes, ...(written ? { written } : {}) };
      } catch (cause) {
        options.signal.throwIfAborted();
        throw unreadable(shown, cause);
      }
    },
  };
}

/** When a file was last written; nothing of a stream. */
async function lastWritten(name: string): Promise<Date | undefined> {
  return stat(name).then(
    ({ mtime }) => mtime,
    () => undefined,
  );
}

function unreadable(name: string, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const reason = reasons[code];
  if (reason === undefined) return cause;
  return new RelvarError('input-not-read', `${name}: ${reason}`, { hint: 'check its path', cause });
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'part of the path is a file',
};
