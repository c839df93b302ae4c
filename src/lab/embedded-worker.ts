// The embedded PostgreSQL in a thread of its own.
import { parentPort, workerData } from 'node:worker_threads';
import { answerOn } from './answering.ts';
import { type EmbeddedCopy, openEmbedded } from './embedded.ts';

// A copy, or an empty engine to be.
const copy = workerData as Omit<EmbeddedCopy, 'data'> & Partial<Pick<EmbeddedCopy, 'data'>>;
if (!parentPort) throw new Error('this module runs in a worker');

const connection = await openEmbedded({ extensions: copy.extensions, ...(copy.data ? { data: copy.data } : {}) });
for (const [name, value] of copy.settings) {
  await connection.query('SELECT set_config($1, $2, false)', [name, value]);
}
answerOn(parentPort, connection);
