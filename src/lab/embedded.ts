import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { PGlite } from '@electric-sql/pglite';
import type { BatchResult, Connection, EngineError, Row } from '../engines/connection.ts';
import type { TextOrder } from './collation.ts';
import { embeddedExtension } from './extensions.ts';
import { withLz4 } from './lz4.ts';

/** Initialised data directories, made when the package is built: opening one saves the three seconds of an initdb. */
const templates: Readonly<Record<TextOrder, URL>> = {
  'code units': new URL('../../dist/lab/template.tar.gz', import.meta.url),
  linguistic: new URL('../../dist/lab/template-linguistic.tar.gz', import.meta.url),
};

/** A buffer cache of 32 MB instead of 128: the engine's memory is never given back, and a schema without rows needs little. */
const memory = ['-c', 'shared_buffers=32MB'];

/** 25 600 locks: taking a schema of 5 000 tables away takes one for each table, index and TOAST table. */
const locks = ['-c', 'max_locks_per_transaction=256'];

export interface EmbeddedOptions {
  /** Extensions to make available to `CREATE EXTENSION`; those that the embedded engine lacks are passed over. */
  readonly extensions?: readonly string[];
  /**
   * How text is ordered where a column names no collation: by code units (the C locale; when absent), or as people
   * order it (ICU's root locale), in which only a `text_pattern_ops` index serves LIKE.
   */
  readonly textOrder?: TextOrder;
  /** The data directory of another embedded engine, as {@link copyOf} gives it, in place of an empty one. */
  readonly data?: Uint8Array;
}

/** The engines behind the connections: for the shadow alone, which reaches under what a connection can do. */
const engines = new WeakMap<Connection, PGlite>();
const extensionsOf = new WeakMap<Connection, readonly string[]>();

/** The embedded engine behind a connection that `openEmbedded` gave; nothing for any other. */
export function embeddedEngine(connection: Connection): PGlite | undefined {
  return engines.get(connection);
}

// Node has it; its types come with those of browsers alone.
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<object> };

let compiled: Promise<object> | undefined;

/**
 * The program of the embedded engine, compiled once for all that are opened. Threads beside this one do it: whoever has
 * other work before it opens an engine asks for it first.
 */
export function embeddedProgram(): Promise<object> {
  if (!compiled) {
    const folder = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'));
    compiled = readFile(join(folder, 'pglite.wasm')).then((bytes) => WebAssembly.compile(bytes));
    // Whoever opens an engine is told.
    compiled.catch(() => {});
  }
  return compiled;
}

/** Opens an embedded PostgreSQL 18 in memory, empty, with the user `postgres`. */
export async function openEmbedded(options: EmbeddedOptions = {}): Promise<Connection> {
  const [{ PGlite }, pgliteWasmModule, data, extensions] = await Promise.all([
    import('@electric-sql/pglite'),
    embeddedProgram(),
    options.data ?? readFile(templates[options.textOrder ?? 'code units']).then(promisify(gunzip)),
    // The library of the buffer cache is there for the shadow; a schema sees nothing of it.
    loadExtensions([...(options.extensions ?? []), 'pg_buffercache']),
  ]);
  const database = new PGlite({
    loadDataDir: new Blob([new Uint8Array(data)], { type: 'application/x-tar' }),
    pgliteWasmModule,
    extensions,
    relaxedDurability: true,
    startParams: [...PGlite.defaultStartParams, ...memory, ...locks],
  });
  await database.waitReady;
  const connection = withLz4(connectionOf(database));
  engines.set(connection, database);
  extensionsOf.set(connection, options.extensions ?? []);
  return connection;
}

/** All that an embedded engine holds, to open another with; what its session has set is told apart. */
export interface EmbeddedCopy {
  readonly data: Uint8Array;
  readonly extensions: readonly string[];
  readonly settings: readonly (readonly [name: string, value: string])[];
}

/** A copy of the engine behind a connection that `openEmbedded` gave, which is in no transaction; nothing for any other. */
export async function copyOf(connection: Connection): Promise<EmbeddedCopy | undefined> {
  const database = engines.get(connection);
  if (!database) return undefined;
  const rows = await connection.query("SELECT name, setting FROM pg_settings WHERE source = 'session'");
  await connection.exec('CHECKPOINT');
  const data = await database.dumpDataDir('none');
  return {
    data: new Uint8Array(await data.arrayBuffer()),
    extensions: extensionsOf.get(connection) ?? [],
    settings: rows.map((row) => [String(row['name']), String(row['setting'])]),
  };
}

async function loadExtensions(names: readonly string[]): Promise<Record<string, never>> {
  const loaded: Record<string, unknown> = {};
  for (const name of names) {
    const extension = await embeddedExtension(name);
    if (extension) loaded[name.replaceAll('-', '_')] = extension;
  }
  // PGlite types its extensions by literal keys; which ones are asked for is only known at run time.
  return loaded as Record<string, never>;
}

function connectionOf(database: PGlite): Connection {
  // bigint as text, json as text: the readers decide what to make of them.
  const parsers = { 20: String, 114: String, 3802: String };
  const breathe = breather();
  return {
    async query(sql, parameters) {
      await breathe();
      if (parameters === undefined) return (await database.exec(sql, { parsers }))[0]?.rows ?? [];
      return (await database.query<Row>(sql, [...parameters], { parsers })).rows;
    },
    async queryAll(statements) {
      await breathe();
      const results = await database.exec(statements.join(';\n'), { parsers });
      return results.map((result) => result.rows);
    },
    async exec(sql) {
      await breathe();
      await database.exec(sql);
    },
    async batch(statements) {
      await breathe();
      return await batch(database, statements);
    },
    async close() {
      await database.close();
    },
  };
}

/** Signals and timers wait no longer than this for their turn, in milliseconds. */
const longestBreath = 50;

/**
 * The embedded engine works in this process and answers without ever giving the event loop a turn: between its
 * statements the loop gets one now and then, or no interruption would ever be noticed.
 */
function breather(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < longestBreath) return;
    await setImmediate();
    last = performance.now();
  };
}

/** One simple-query message for all statements; the engine's own command tags tell how many were done. */
async function batch(database: PGlite, statements: readonly string[]): Promise<BatchResult> {
  const { messages } = await database.execProtocol(simpleQuery(statements.join(';\n')), { throwOnError: false });
  let completed = 0;
  for (const message of messages) {
    if (message.name === 'commandComplete' || message.name === 'emptyQuery') completed++;
    else if (message.name === 'error') return { completed, error: engineError(message) };
  }
  return { completed };
}

function simpleQuery(sql: string): Uint8Array {
  const text = new TextEncoder().encode(sql);
  const message = new Uint8Array(text.length + 6);
  message[0] = 0x51;
  new DataView(message.buffer).setUint32(1, text.length + 5);
  message.set(text, 5);
  return message;
}

function engineError(message: object): EngineError {
  const error = message as { code?: string; message?: string; detail?: string; hint?: string; position?: string };
  return {
    code: error.code ?? 'XX000',
    message: error.message ?? 'unknown error',
    ...(error.detail === undefined ? {} : { detail: error.detail }),
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(error.position === undefined ? {} : { position: Number(error.position) }),
  };
}
