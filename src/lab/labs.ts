import type { Engine } from '../engines/engine.ts';
import type { EngineLab } from './engine-lab.ts';

/** The labs by the ids of their engines; each is loaded when it is needed. */
const labs: Readonly<Record<string, () => Promise<EngineLab>>> = {
  postgres: async () => (await import('./postgres-lab.ts')).postgresLab,
  mysql: async () => (await import('./mysql/mysql-lab.ts')).mysqlLab,
  sqlite: async () => (await import('./sqlite/sqlite-lab.ts')).sqliteLab,
};

/** The lab of an engine. */
export async function labOf(engine: Pick<Engine, 'id'>): Promise<EngineLab> {
  const open = labs[engine.id];
  if (!open) throw new Error(`no lab for ${engine.id}`);
  return await open();
}
