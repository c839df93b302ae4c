import type { Connection } from '../../engines/connection.ts';
import { setting } from './settings.ts';

/** What a query may use in memory. */
export interface MemorySettings {
  /** Bytes of a sort or bitmap: work_mem. */
  readonly sort: number;
  /** Bytes of a hash table: work_mem × hash_mem_multiplier. */
  readonly hash: number;
  readonly leaderTakesPart: boolean;
}

/** What holds with these settings over those of the session. */
export async function readMemorySettings(
  connection: Connection,
  settings: Readonly<Record<string, string>>,
): Promise<MemorySettings> {
  const names = Object.entries(settings);
  // Told apart from the settings of a transaction that may be open: put back at once.
  const before = names.flatMap(([name, value]) => [
    `SELECT set_config('relvar.${name}', current_setting('${name}'), true)`,
    setting(name, value, true),
  ]);
  const after = names.map(([name]) => `SELECT set_config('${name}', current_setting('relvar.${name}'), true)`);
  const results = await connection.queryAll([...before, memoryQuery, ...after]);
  const row = results.find((rows) => rows[0]?.['hash_multiplier'] !== undefined)?.[0] ?? {};
  const sort = Number(row['sort']);
  return { sort, hash: sort * Number(row['hash_multiplier']), leaderTakesPart: row['leader'] === 'on' };
}

const memoryQuery = `SELECT pg_size_bytes(current_setting('work_mem'))::float8 AS sort,
  current_setting('hash_mem_multiplier')::float8 AS hash_multiplier,
  current_setting('parallel_leader_participation') AS leader`;

/** The settings that give a query this memory; the multiplier cannot be less than 1. */
export function memorySettings(memory: Pick<MemorySettings, 'sort' | 'hash'>): Readonly<Record<string, string>> {
  const sort = Math.max(64, Math.floor(Math.min(memory.sort, memory.hash) / 1024));
  const multiplier = Math.min(1000, Math.max(1, memory.hash / (sort * 1024)));
  return { work_mem: `${sort}kB`, hash_mem_multiplier: String(multiplier) };
}
