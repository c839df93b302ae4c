import type { Catalog } from '../catalog/catalog.ts';
import { lookups } from '../catalog/lookups.ts';
import { compareNames, type QualifiedName, qualified } from '../catalog/names.ts';
import type { Traits } from '../catalog/traits.ts';
import type { Connection } from '../engines/connection.ts';
import type { Statement } from '../engines/engine.ts';
import { postgres } from '../engines/postgres/index.ts';
import { withStubbed } from '../engines/postgres/introspect/objects.ts';
import { loadStatements } from '../engines/postgres/load/load.ts';
import { locator } from '../engines/postgres/load/locate.ts';
import { readScript } from '../engines/postgres/load/read.ts';
import { wantedExtensions } from '../engines/postgres/load/wanted.ts';
import { strongest, waits } from '../engines/postgres/locks.ts';
import { openStatementReader } from '../engines/postgres/migration/read.ts';
import { schemaStatements } from '../engines/postgres/schema/index.ts';
import type { ScriptFile, ScriptStatement } from '../engines/script.ts';
import type { Diagnostic } from '../findings/error.ts';
import { openApart, workerModule } from './apart.ts';
import { textOrder } from './collation.ts';
import type { Effects } from './effects.ts';
import { copyOf, embeddedProgram, openEmbedded } from './embedded.ts';
import { embeddedLab } from './embedded-lab.ts';
import type { EngineLab, LoadedScript, LoadOptions, SteppedEffects } from './engine-lab.ts';
import { testRewrites } from './equivalence/offer.ts';
import { hasEmbeddedExtension } from './extensions.ts';
import { rehearse } from './rehearse.ts';
import { rehearseScript } from './rehearse-script.ts';
import { openServerLab } from './server-lab.ts';
import { estimateRows } from './shadow/estimate-rows.ts';
import { isOfExtension, spelledForStandIns } from './stand-in-types.ts';
import { fromForm } from './versions/from-form.ts';
import { onServer, refusedBy } from './versions/server-version.ts';
import { failsWithRows, withRows } from './versions/with-rows.ts';
import { endingWithin, usualTimeLimit } from './within-time.ts';

/** The embedded PostgreSQL. */
export const postgresLab: EngineLab = {
  name: 'the embedded PostgreSQL 18',
  runs: true,
  prepare: () => void embeddedProgram(),
  load,
  async build(catalog, name, settings, alsoWanted = []) {
    const order = textOrder(settings);
    const lab = await openEmbedded({
      extensions: [...catalog.extensions.map((extension) => extension.name), ...wantedExtensions(alsoWanted)],
      ...(order === undefined ? {} : { textOrder: order }),
    });
    try {
      return { lab, diagnostics: await build(lab, catalog, name, alsoWanted) };
    } catch (error) {
      await lab.close();
      throw error;
    }
  },
  open: embeddedLab,
  estimateRows,
  server: openServerLab,
  rewrites: (connection, catalog, sql, { defaultSchema }) => testRewrites(connection, catalog, sql, { defaultSchema }),
  rehearse: (connection, groups, watched = true) =>
    rehearse(connection, groups, watched ? {} : { watched, known: new Map() }),
  watching: {
    run: rehearseScript,
    corrected: (effects, actions, major, context) =>
      onServer(withRows(effects, actions, context), actions, major, context),
    fromForm,
    isOfExtension,
    refusedBy,
    failsWithRows,
  },
  async apart(connection, milliseconds) {
    const copy = await copyOf(connection);
    return copy && (() => openApart(workerModule('embedded-worker'), copy, milliseconds));
  },
  runnable: spelledForStandIns,
  runSteps,
};

/** The file, telling on the way which server's dump it says to be. */
function headed(file: ScriptFile, see: (major: string) => void): ScriptFile {
  return {
    ...file,
    async *read(report) {
      let head = '';
      for await (const chunk of file.read(report)) {
        if (head.length < 4096) {
          head += chunk.slice(0, 4096);
          const major = /^-- Dumped from database version (\d+)/m.exec(head)?.[1];
          if (major !== undefined) see(major);
        }
        yield chunk;
      }
    },
  };
}

/** The version that the fixes are for: the one asked for, else that of the server that a dump names, else the lab's. */
function versionFor(target: string | undefined, dumpedFrom: string | undefined): string {
  if (target !== undefined) return target;
  const versions = postgres.versions.map(Number);
  const major = Number(dumpedFrom ?? versions.at(-1));
  return String(Math.min(Math.max(...versions), Math.max(Math.min(...versions), major)));
}

async function load(files: readonly ScriptFile[], options: LoadOptions): Promise<LoadedScript> {
  void embeddedProgram();
  let dumpedFrom: string | undefined;
  const script = await readScript(
    files.map((file) =>
      headed(file, (version) => {
        dumpedFrom ??= version;
      }),
    ),
  );
  options.signal.throwIfAborted();
  const { alsoWanted = [] } = options;
  const extensions = wantedExtensions([...script.statements, ...alsoWanted]);
  const hasExtension = hasEmbeddedExtension;
  const limit = options.timeLimit ?? usualTimeLimit;
  const empty = { data: undefined, extensions, settings: [] };
  const { statements, diagnostics } = await endingWithin(
    script.statements,
    limit,
    () => openApart(workerModule('embedded-worker'), empty, limit),
    (into, all) => loadStatements(into, all, { hasExtension, alsoWanted }),
  );
  options.signal.throwIfAborted();
  const lab = await openEmbedded({
    extensions,
    ...(options.textOrder === undefined ? {} : { textOrder: options.textOrder }),
  });
  try {
    options.progress(`loading ${script.statements.length} statements`);
    const loaded = await loadStatements(lab, statements, { hasExtension, ownEngine: true, alsoWanted });
    options.signal.throwIfAborted();
    options.progress('reading the catalog');
    return {
      lab,
      catalog: withStubbed(await postgres.introspect(lab), loaded.stubbed),
      version: versionFor(options.target, dumpedFrom),
      settings: {},
      statements: script.statements,
      suppressions: script.suppressions,
      diagnostics: [...script.diagnostics, ...diagnostics, ...loaded.diagnostics],
      ofServer: loaded.ofServer,
      locate: await locator(loaded.loaded),
    };
  } catch (error) {
    await lab.close();
    throw error;
  }
}

/** What cannot be built in the lab cannot be proven there, and is told in one line. */
async function build(
  lab: Connection,
  catalog: Catalog,
  name: string,
  alsoWanted: readonly ScriptStatement[],
): Promise<readonly Diagnostic[]> {
  const statements = [...schemaStatements(catalog)].map((sql, at) => ({ sql, file: name, line: at + 1 }));
  const { diagnostics } = await loadStatements(lab, statements, {
    hasExtension: hasEmbeddedExtension,
    ownEngine: true,
    alsoWanted,
  });
  const failed = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  if (failed.length === 0) return [];
  return [
    {
      severity: 'warning',
      code: 'lab-incomplete',
      message: `${failed.length} of ${statements.length} statements could not be built in the lab: fixes that need them were not tried; the first: ${failed[0]?.message}`,
    },
  ];
}

/** What each does on a server of the version and where there are rows. */
async function runSteps(
  connection: Connection,
  steps: readonly (readonly Statement[])[],
  before: Catalog,
  { defaultSchema }: Pick<Traits, 'defaultSchema'>,
  version: string,
): ReturnType<EngineLab['runSteps']> {
  const read = await openStatementReader();
  const groups = steps.map((own) => {
    const statements = own.map((statement) => ({
      ...statement,
      actions: read(statement.sql).actions,
      alternatives: [],
    }));
    return { transaction: statements.every((one) => one.transactional), statements };
  });
  const rehearsals = await rehearseScript(connection, groups);
  const context = {
    lookups: lookups(before),
    resolve: ({ schema = defaultSchema, name }: { readonly schema?: string; readonly name: string }) => ({
      schema,
      name,
    }),
  };
  const major = Number.parseInt(version, 10);
  return rehearsals.map((seen, at) => {
    const failed = seen.find((one) => one.error ?? one.unwatched);
    const error = failed?.error ?? failed?.unwatched;
    if (error) return { error };
    return merged(
      seen.map((one, place) => {
        const actions = groups[at]?.statements[place]?.actions ?? [];
        return onServer(withRows(one, actions, context), actions, major, context);
      }),
    );
  });
}

/** What a transaction holds at its end, and all that was done in it. */
function merged(all: readonly Effects[]): SteppedEffects {
  const locks = new Map<string, SteppedEffects['locks'][number]>();
  for (const { relation, kind, mode, known } of all.flatMap((one) => one.locks)) {
    if (kind === 'type') continue;
    const key = `${kind} ${qualified(relation)}`;
    const other = locks.get(key);
    if (other && strongest([other.mode, mode]) === other.mode) continue;
    locks.set(key, { relation, kind, mode, blocks: waits(mode), known });
  }
  const names = (of: (one: Effects) => readonly QualifiedName[]) =>
    [...new Map(all.flatMap(of).map((name) => [qualified(name), name])).values()].sort(compareNames);
  return {
    locks: [...locks.values()].sort((a, b) => compareNames(a.relation, b.relation)),
    rewritten: names((one) => one.rewritten),
    scanned: names((one) => one.scanned),
    indexesBuilt: names((one) => one.built),
  };
}
