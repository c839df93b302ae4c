import { noWorkload } from '../../catalog/workload.ts';
import type { Engine } from '../engine.ts';
import { applying } from './apply/index.ts';
import { carriedDesigns } from './carried-designs.ts';
import { connect, pathOf } from './connect.ts';
import { fileMagic } from './database-file.ts';
import { readDependencies } from './dependencies.ts';
import { head, marks } from './dialect.ts';
import { readConditions, syntaxFault } from './explain/condition-reader.ts';
import { readLines } from './explain/lines.ts';
import { toPlan } from './explain/to-plan.ts';
import { introspect } from './introspect/index.ts';
import { migrations } from './migration/reading.ts';
import { procedure } from './procedure.ts';
import { fingerprint, grouped, readFacts, readsOnly, withoutConstants } from './query/read-facts.ts';
import { receiving } from './receiving.ts';
import { together } from './render/together.ts';
import { renderChange, renderChanges } from './render.ts';
import { sizes } from './sizes.ts';
import { readStatistics } from './statistics.ts';
import { sqliteTraits } from './traits.ts';
import { unsupported } from './unsupported.ts';

export const sqlite: Engine = {
  id: 'sqlite',
  urlSchemes: ['sqlite', 'sqlite3'],
  dialect: { name: 'SQLite', marks, head },
  byHand: (script) => `sqlite3 -bail app.db < ${script}`,
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
  withoutConstants: async (sql) => withoutConstants(sql),
  readPlan: async (text, name) => [toPlan(readLines(text, name))],
  readFacts: (sql, catalog, _traits, where) => readFacts(sql, catalog, where),
  syntaxFault: async (sql) => syntaxFault(sql),
  readsOnly,
  conditionReader: async () => readConditions,
  // No values are tried in the place of parameters here.
  supposing: async () => undefined,
  fingerprint: async (sql) => fingerprint(sql),
  grouped,
  render: renderChange,
  renderAll: (changes, _traits, from) => renderChanges(changes, from),
  together,
  applying,
  receiving,
  carriedDesigns,
  procedure,
  rowsStep() {
    throw unsupported('changing rows as part of a plan');
  },
  migrations,
  sizes,
};
