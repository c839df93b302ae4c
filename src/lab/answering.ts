import type { MessagePort } from 'node:worker_threads';
import type { Connection } from '../engines/connection.ts';
import type { Asked } from './apart.ts';

/** In a worker: answers what `apart.ts` asks of a connection, one call after the other. */
export function answerOn(port: MessagePort, connection: Connection): void {
  port.on('message', (asked: Asked) => {
    answer(connection, asked).then(
      (value) => port.postMessage({ value }),
      (error: unknown) => port.postMessage({ error: plain(error) }),
    );
  });
  port.postMessage({ value: undefined });
}

async function answer(to: Connection, asked: Asked): Promise<unknown> {
  switch (asked.method) {
    case 'query':
      return await to.query(asked.sql, asked.parameters);
    case 'exec':
      return await to.exec(asked.sql);
    case 'queryAll':
      return await to.queryAll(asked.statements);
    case 'batch':
      return await to.batch(asked.statements);
  }
}

/** An error that goes through a channel keeps its message alone: what the engine told beside it is taken along. */
function plain(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const told = Object.entries(error).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return { ...Object.fromEntries(told), message: error.message };
}
