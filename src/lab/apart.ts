import { Worker } from 'node:worker_threads';
import type { BatchResult, Connection, Row } from '../engines/connection.ts';

/** A call of a connection, as the worker is told of it. */
export type Asked =
  | { readonly method: 'query'; readonly sql: string; readonly parameters?: readonly unknown[] }
  | { readonly method: 'exec'; readonly sql: string }
  | { readonly method: 'queryAll' | 'batch'; readonly statements: readonly string[] };

/** Statements did not end within their time: the engine that ran them is gone. */
export class OutOfTime extends Error {
  readonly statements: readonly string[];
  constructor(statements: readonly string[]) {
    super('the statement did not end within its time');
    this.statements = statements;
  }
}

/** The built form of a module that runs in a thread of its own, by its place in `lab/`. */
export function workerModule(name: string): URL {
  return new URL(`../../dist/lab/${name}.js`, import.meta.url);
}

/**
 * Opens an engine of this process in a thread of its own, with the copy that the module is handed: the engine itself
 * hears nothing while a statement runs, but the thread can be ended. A call that takes longer than that many milliseconds
 * throws {@link OutOfTime}, and ends the thread.
 */
export async function openApart(module: URL, copy: unknown, milliseconds: number): Promise<Connection> {
  const worker = new Worker(module, { workerData: copy });
  const answered = () =>
    new Promise<unknown>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('message', ({ value, error }: { readonly value?: unknown; readonly error?: object }) => {
        worker.off('error', reject);
        if (error) reject(Object.assign(new Error(), error));
        else resolve(value);
      });
    });
  await answered();
  let gone: OutOfTime | undefined;
  const ask = async (asked: Asked): Promise<unknown> => {
    // Whoever tidies up behind the statement is told what became of it.
    if (gone) throw gone;
    const answer = answered();
    worker.postMessage(asked);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        gone = new OutOfTime('sql' in asked ? [asked.sql] : asked.statements);
        reject(gone);
        void worker.terminate();
      }, milliseconds);
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  };
  // The worker answers as its connection does.
  return {
    query: async (sql, parameters) =>
      (await ask({ method: 'query', sql, ...(parameters === undefined ? {} : { parameters }) })) as readonly Row[],
    queryAll: async (statements) => (await ask({ method: 'queryAll', statements })) as readonly (readonly Row[])[],
    exec: async (sql) => void (await ask({ method: 'exec', sql })),
    batch: async (statements) => (await ask({ method: 'batch', statements })) as BatchResult,
    close: async () => void (await worker.terminate()),
  };
}
