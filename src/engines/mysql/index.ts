import type { Engine } from '../engine.ts';
import { connect, shown } from './connect.ts';
import { readDependencies } from './dependencies.ts';
import { marks } from './dialect.ts';
import { introspect } from './introspect.ts';
import { procedure } from './migration/procedure.ts';
import { renderAll } from './migration/render-all.ts';
import { receiving } from './receiving.ts';
import { renderChange } from './render.ts';
import { migrations } from './script-reading/reading.ts';
import { sizes } from './sizes.ts';
import { readStatistics } from './statistics/index.ts';
import { mysqlTraits } from './traits.ts';
import { unsupported } from './unsupported.ts';
import { readWorkload } from './workload.ts';

/** Both of them: what differs is told by the version, which is 10 or more of MariaDB. */
export const mysql: Engine = {
  id: 'mysql',
  names: { mariadb: '11.8', mysql: '8.4' },
  urlSchemes: ['mysql', 'mariadb'],
  dialect: { name: 'MySQL or MariaDB', marks },
  byHand: (script) => `mysql DATABASE < ${script}`,
  inScripts: {
    lockTimeout: (milliseconds) => `SET SESSION lock_wait_timeout = ${Math.max(1, Math.ceil(milliseconds / 1000))};`,
    // The client ends a statement at the first semicolon, unless told otherwise.
    ended: (sql) => (sql.includes(';') ? `DELIMITER ;;\n${sql};;\nDELIMITER ;` : `${sql};`),
    alone: true,
  },
  versions: ['10.6', '10.11', '11.4', '11.8', '8.0', '8.4'],
  shown,
  traits: mysqlTraits,
  connect,
  introspect,
  receiving,
  readDependencies,
  readStatistics,
  readEnds: async (_connection, _catalog, statistics) => ({ statistics, diagnostics: [] }),
  readWorkload,
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
  async syntaxFault() {
    throw unsupported('reading a query');
  },
  async readsOnly() {
    throw unsupported('running a query');
  },
  async conditionReader() {
    throw unsupported('reading a query plan');
  },
  fingerprint: async () => undefined,
  render: renderChange,
  renderAll,
  get applying(): never {
    throw unsupported('carrying out a plan');
  },
  procedure,
  rowsStep() {
    throw unsupported('changing rows as part of a plan');
  },
  migrations,
  sizes,
};
