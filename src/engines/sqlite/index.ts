import { noWorkload } from '../../catalog/workload.ts';
import type { Engine } from '../engine.ts';
import { connect, pathOf } from './connect.ts';
import { fileMagic } from './database-file.ts';
import { readDependencies } from './dependencies.ts';
import { marks } from './dialect.ts';
import { introspect } from './introspect/index.ts';
import { procedure } from './procedure.ts';
import { renderChange, renderChanges } from './render.ts';
import { sizes } from './sizes.ts';
import { readStatistics } from './statistics.ts';
import { sqliteTraits } from './traits.ts';
import { unsupported } from './unsupported.ts';

export const sqlite: Engine = {
  id: 'sqlite',
  urlSchemes: ['sqlite', 'sqlite3'],
  dialect: { name: 'SQLite', marks },
  file: { magic: fileMagic, endings: ['db', 'sqlite', 'sqlite3', 'db3', 's3db'] },
  versions: ['3'],
  shown: pathOf,
  traits: sqliteTraits,
  connect,
  introspect,
  readDependencies,
  readStatistics,
  readEnds: async (_connection, _catalog, statistics) => ({ statistics, diagnostics: [] }),
  // The engine counts no queries.
  readWorkload: async () => ({ workload: noWorkload, diagnostics: [] }),
  withoutConstants: async () => undefined,
  async readPlan() {
    throw unsupported('reading a query plan');
  },
  async readFacts() {
    throw unsupported('reading a query');
  },
  async supposing() {
    throw unsupported('reading a query');
  },
  async readsOnly() {
    throw unsupported('running a query');
  },
  async conditionReader() {
    throw unsupported('reading a query plan');
  },
  async explainLive() {
    throw unsupported('running a query');
  },
  fingerprint: async () => undefined,
  render: renderChange,
  renderAll: (changes, _traits, from) => renderChanges(changes, from),
  get applying(): never {
    throw unsupported('carrying out a plan');
  },
  procedure,
  rowsStep() {
    throw unsupported('changing rows as part of a plan');
  },
  migrations: {
    async openReader() {
      throw unsupported('checking a migration');
    },
    async openSafer() {
      throw unsupported('checking a migration');
    },
    async openIdentifiers() {
      throw unsupported('checking a migration');
    },
    async readScript() {
      throw unsupported('checking a migration');
    },
    readHistory: async () => undefined,
    async standIn() {
      throw unsupported('checking a migration');
    },
  },
  sizes,
};
