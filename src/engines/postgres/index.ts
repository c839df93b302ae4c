import type { Engine } from '../engine.ts';
import { explainLive } from './analyze.ts';
import { applying } from './apply/index.ts';
import { blueprints } from './blueprint/index.ts';
import { connect, withoutSecret } from './connect.ts';
import { head, marks } from './dialect.ts';
import { readEnds } from './ends.ts';
import { conditionReader } from './explain/conditions.ts';
import { readPlan } from './explain/read.ts';
import { indexMonitoring } from './index-monitoring.ts';
import { readDependencies } from './introspect/dependencies.ts';
import { introspect } from './introspect/index.ts';
import { readScript } from './load/read.ts';
import { readHistory } from './migration/history.ts';
import { openIdentifiers } from './migration/identifiers.ts';
import { publishedTables } from './migration/published.ts';
import { openStatementReader } from './migration/read.ts';
import { openSafer } from './migration/safer.ts';
import { standIn } from './migration/stand-in.ts';
import { furnish, readRoles } from './migration/surroundings.ts';
import { procedure } from './online/index.ts';
import { rowsStep } from './online/rows.ts';
import { fingerprint } from './query/fingerprint.ts';
import { underPolicies } from './query/policies.ts';
import { readFacts, readsOnly, syntaxFault } from './query/read-facts.ts';
import { sharedParameters } from './query/shared-parameters.ts';
import { supposing } from './query/supposing.ts';
import { receiving } from './receiving.ts';
import { renderChange, renderChanges } from './render.ts';
import { sizes } from './sizes/index.ts';
import { readStatistics } from './statistics.ts';
import { postgresTraits } from './traits.ts';
import { withoutConstants } from './without-constants.ts';
import { readWorkload } from './workload.ts';

export const postgres: Engine = {
  id: 'postgres',
  names: { postgresql: undefined },
  urlSchemes: ['postgres', 'postgresql'],
  byHand: (script) => `psql -v ON_ERROR_STOP=1 -f ${script}`,
  dialect: { name: 'PostgreSQL', marks, head },
  versions: ['13', '14', '15', '16', '17', '18'],
  shown: withoutSecret,
  traits: postgresTraits,
  connect,
  introspect,
  readDependencies,
  readStatistics,
  readEnds,
  readWorkload,
  withoutConstants,
  readPlan,
  readFacts,
  syntaxFault,
  readsOnly,
  supposing,
  sharedParameters,
  underPolicies,
  conditionReader,
  explainLive,
  fingerprint,
  render: renderChange,
  renderAll: renderChanges,
  procedure,
  rowsStep,
  migrations: {
    openReader: openStatementReader,
    openSafer,
    openIdentifiers,
    readScript: (file) => readScript([file], { keepInserts: true }),
    readHistory,
    furnish,
    readRoles,
    standIn,
    published: publishedTables,
  },
  sizes,
  indexMonitoring,
  blueprints,
  applying,
  receiving,
};
