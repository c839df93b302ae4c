import type { Engine } from '../engine.ts';
import { applying } from './apply/index.ts';
import { carriedDesigns } from './carried-designs.ts';
import { connect, shown } from './connect.ts';
import { readDependencies } from './dependencies.ts';
import { head, marks } from './dialect.ts';
import { readPlans } from './explain/read.ts';
import { dialectOf } from './flavour.ts';
import { readHidden } from './hidden.ts';
import { introspect } from './introspect.ts';
import { procedure } from './migration/procedure.ts';
import { renderAll } from './migration/render-all.ts';
import {
  fingerprint,
  grouped,
  readConditions,
  readFacts,
  readsOnly,
  syntaxFault,
  withoutConstants,
} from './query/read-facts.ts';
import { receiving } from './receiving.ts';
import { renderChange } from './render.ts';
import { ended } from './script-end.ts';
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
  dialect: { name: 'MySQL or MariaDB', marks, head },
  byHand: (script) => `mysql DATABASE < ${script}`,
  inScripts: {
    lockTimeout: (milliseconds) => `SET SESSION lock_wait_timeout = ${Math.max(1, Math.ceil(milliseconds / 1000))};`,
    ended,
  },
  versions: ['10.6', '10.11', '11.4', '11.8', '8.0', '8.4'],
  otherVersions: {
    summary: 'MySQL from 8.0 and MariaDB from 10.6 on',
    includes(version) {
      const { flavour, number } = dialectOf(version);
      return /^\d+(?:\.\d+){0,2}$/.test(version) && number >= (flavour === 'mysql' ? 80_000 : 100_600);
    },
  },
  shown,
  traits: mysqlTraits,
  connect,
  introspect,
  readHidden,
  receiving,
  carriedDesigns,
  readDependencies,
  readStatistics,
  readEnds: async (_connection, _catalog, statistics) => ({ statistics, diagnostics: [] }),
  readWorkload,
  withoutConstants: async (sql) => withoutConstants(sql),
  readPlan: async (text, name) => readPlans(text, name),
  readFacts: (sql, catalog, _traits, where) => readFacts(sql, catalog, where),
  // No values are tried in the place of parameters here.
  supposing: async () => undefined,
  syntaxFault: async (sql) => syntaxFault(sql),
  readsOnly,
  conditionReader: async () => readConditions,
  fingerprint: async (sql) => fingerprint(sql),
  grouped,
  render: renderChange,
  renderAll,
  applying,
  procedure,
  rowsStep() {
    throw unsupported('changing rows as part of a plan');
  },
  migrations,
  sizes,
};
