// The embedded SQLite in a thread of its own.
import { parentPort, workerData } from 'node:worker_threads';
import { openMemory } from '../../engines/sqlite/connect.ts';
import { answerOn } from '../answering.ts';
import type { SqliteCopy } from './copy.ts';

// What the thread is opened with.
const copy = workerData as SqliteCopy;
if (!parentPort) throw new Error('this module runs in a worker');

const connection = await openMemory();
await connection.exec('PRAGMA foreign_keys = OFF');
await connection.batch([...copy.objects, ...copy.rows, ...copy.settings]);
answerOn(parentPort, connection);
