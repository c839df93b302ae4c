import type { Connection } from '../../engines/connection.ts';
import type { Statement } from '../../engines/engine.ts';
import { draftConnection, isDraft } from '../../engines/mysql/draft-connection.ts';
import { dialectOf } from '../../engines/mysql/flavour.ts';
import { mysql } from '../../engines/mysql/index.ts';
import { untargeted } from '../../engines/mysql/load/keys-to-nothing.ts';
import { loadStatements } from '../../engines/mysql/load/load.ts';
import { locator } from '../../engines/mysql/load/locate.ts';
import { otherSyntaxes } from '../../engines/mysql/load/other-syntax.ts';
import { otherTypes } from '../../engines/mysql/load/other-types.ts';
import { readScript } from '../../engines/mysql/load/read.ts';
import { countersOf } from '../../engines/mysql/read/catalog.ts';
import { collationName } from '../../engines/mysql/read/charsets.ts';
import { databaseOf, trimmed, versionOf } from '../../engines/mysql/read/dialect.ts';
import { copyOf, newDraft } from '../../engines/mysql/read/draft.ts';
import { endSession } from '../../engines/mysql/read/sql-mode.ts';
import { schemaStatements } from '../../engines/mysql/schema.ts';
import { unsupported } from '../../engines/mysql/unsupported.ts';
import { RelvarError } from '../../findings/error.ts';
import { noEffects } from '../effects.ts';
import type { EngineLab } from '../engine-lab.ts';
import type { Rehearsal } from '../rehearse.ts';
import { liveLab } from './live-lab.ts';
import { runOnServer } from './run-steps.ts';
import { openScratch } from './scratch.ts';
import { openServerLab } from './server-lab.ts';
import { watchScript } from './watch.ts';

/** MySQL and MariaDB are not embedded: their statements are read, and carried out on what was read. */
export const mysqlLab: EngineLab = {
  name: 'what was read of the schema, without a server',
  runs: false,
  async load(files, options) {
    const script = await readScript(files);
    options.signal.throwIfAborted();
    const { target, beside, meant } = options;
    const version = target ?? versionOf(script.head, { mysql: '8.4', mariadb: '11.8' }, beside?.version, meant);
    const dialect = dialectOf(version);
    const draft = newDraft(dialect, collationOf(beside?.settings));
    draft.database = databaseOf(script.head);
    options.progress(`reading ${script.statements.length} statements`);
    const { diagnostics, loaded } = loadStatements(draft, script.statements);
    endSession(draft);
    const lab = draftConnection(draft);
    return {
      lab,
      catalog: await mysql.introspect(lab),
      version,
      settings: {},
      statistics: { sequences: countersOf(draft) },
      statements: script.statements,
      suppressions: script.suppressions,
      diagnostics: [
        ...script.diagnostics,
        ...otherTypes(draft),
        ...untargeted(draft),
        ...otherSyntaxes(script.statements, dialect),
        ...diagnostics,
      ],
      locate: locator(loaded, dialect),
    };
  },
  async build(catalog, name, settings) {
    const dialect = dialectOf(trimmed(settings['version'] ?? '8.4'));
    const draft = newDraft(dialect, collationOf(settings));
    const statements = schemaStatements(catalog, dialect.flavour).map((sql, at) => ({ sql, file: name, line: at + 1 }));
    const { diagnostics } = loadStatements(draft, statements);
    return { lab: draftConnection(draft), diagnostics };
  },
  async open() {
    throw new RelvarError('engine-lacks', 'MySQL and MariaDB are not embedded: a server is needed to plan queries', {
      hint: 'relvar explain and relvar indexes plan on one, --lab mysql://user@host, in a database of their own that is dropped',
    });
  },
  watching: {
    run: watchScript,
    // What is told is of this server's version, and the same with rows and without.
    corrected: (effects) => effects,
    fromForm: () => noEffects,
    refusedBy: () => undefined,
    failsWithRows: () => undefined,
  },
  server: openServerLab,
  live: liveLab,
  rehearse: rehearseOnDraft,
  scratch: openScratch,
  runSteps: (connection, steps, before, _traits, version) => runOnServer(connection, steps, before, version),
};

/** What tables have that name no collation, where that is known. */
function collationOf(settings: Readonly<Record<string, string>> | undefined): string | undefined {
  const name = settings?.['collation_database'] ?? settings?.['collation_server'];
  return name === undefined ? undefined : collationName(name);
}

/** Statements that are read and carried out on what was read: reading is not running. */
async function rehearseOnDraft(
  connection: Connection,
  groups: readonly (readonly Statement[])[],
): Promise<readonly (readonly Rehearsal[])[]> {
  if (!isDraft(connection)) throw unsupported('trying statements on a server');
  return await Promise.all(
    groups.map(async (group): Promise<readonly Rehearsal[]> => {
      const { completed, error } = await draftConnection({
        ...copyOf(connection.draft()),
        foreignKeyChecks: true,
      }).batch(group.map(({ sql }) => sql));
      return group.map(({ sql }, at) => ({
        sql,
        form: 'not run',
        ...noEffects,
        ...(error && at === completed ? { error } : {}),
      }));
    }),
  );
}
