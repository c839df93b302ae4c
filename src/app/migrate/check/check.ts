import type { Catalog } from '../../../catalog/catalog.ts';
import { lookups as makeLookups } from '../../../catalog/lookups.ts';
import { type QualifiedName, qualified } from '../../../catalog/names.ts';
import type { Statistics } from '../../../catalog/statistics.ts';
import type { Traits } from '../../../catalog/traits.ts';
import type { BrokenDependent, CheckContext, CheckedStatement, Transaction } from '../../../check/checked.ts';
import { hazards } from '../../../check/registry.ts';
import type { ReportedStatement } from '../../../check/report.ts';
import { type HazardResult, runHazards } from '../../../check/run.ts';
import { classOf } from '../../../check/weigh.ts';
import type { Connection, EngineError } from '../../../engines/connection.ts';
import type { Engine } from '../../../engines/engine.ts';
import type { MigrationAction, ReadStatement, WrittenName } from '../../../engines/migration-action.ts';
import type { FileLocation } from '../../../findings/finding.ts';
import { noEffects } from '../../../lab/effects.ts';
import type { EngineLab, Watching } from '../../../lab/engine-lab.ts';
import type { ScriptRehearsal } from '../../../lab/rehearse-script.ts';
import type { KnownRates } from '../../../plan/rates.ts';
import { sizes as makeSizes } from '../../../rules/sizes.ts';
import { deriveStatistics } from '../../../scale/derive/derive.ts';
import type { WorkloadEntry } from '../../indexes/workload-queries.ts';
import { brokenQueries, brokenRoutines, type TakenName, takenNames } from './broken.ts';
import { expectedRows } from './expected-rows.ts';
import { formerNames } from './former-names.ts';
import { isNewTarget, madeTables, resolver } from './names.ts';
import { serverCopy } from './psql-copy.ts';
import { filled, variablesOf } from './psql-variables.ts';
import type { MigrationFile } from './read-files.ts';
import { rebuiltTables, withRewrites } from './rebuilt.ts';
import { runScript } from './run-script.ts';
import { timeoutTracker } from './timeouts.ts';
import { groupsOf, type Running, runningOf } from './transactions.ts';
import { secondsOf } from './work-seconds.ts';

/** What a check starts from: a schema in a lab, which the check leaves as the migration has made it. */
export interface CheckInput {
  readonly files: readonly MigrationFile[];
  readonly catalog: Catalog;
  readonly statistics: Statistics;
  readonly traits: Traits;
  /** The server's major version. */
  readonly major: number;
  readonly engine: Engine;
  readonly lab: Connection;
  /** Copies of the lab in which a statement may take so many milliseconds; without them it may take for ever. */
  readonly apart?: { readonly open: NonNullable<EngineLab['apart']>; readonly limit: number };
  readonly watching: Watching;
  /** What the time of work is reckoned with. */
  readonly rates: KnownRates;
  readonly transaction?: 'one' | 'each';
  /** The lab has stand-ins for extensions that it lacks. */
  readonly standIns: boolean;
  readonly queries: readonly WorkloadEntry[];
  readonly now: Date;
  readonly progress: (text: string) => void;
}

export interface Checked {
  readonly results: readonly HazardResult[];
  /** Where a transaction ends in ROLLBACK. */
  readonly undone: readonly FileLocation[];
  readonly statements: readonly ReportedStatement[];
  readonly files: readonly (Running & { readonly name: string })[];
}

/** A statement on its way through the check. */
export interface Draft {
  readonly file: MigrationFile;
  readonly sql: string;
  readonly line: number;
  readonly read: ReadStatement;
  /** Why it cannot be run. */
  readonly limit?: string;
}

/** Runs a migration in the lab, and tells what it does and what goes wrong. */
export async function checkMigration(input: CheckInput): Promise<Checked> {
  const { engine, catalog, traits, major, watching } = input;
  const [read, safer, identifiers] = await Promise.all([
    engine.migrations.openReader(),
    engine.migrations.openSafer(),
    engine.migrations.openIdentifiers(),
  ]);
  const lookups = makeLookups(catalog);
  const files = input.files.map((file) => {
    const drafts = file.statements.map(({ sql, line }) => readDraft(file, sql, line, read));
    const running = runningOf(
      file,
      drafts.map((draft) => draft.read),
      input.transaction,
      traits,
    );
    return {
      file,
      drafts,
      running,
      groups: groupsOf(
        drafts.map((draft) => draft.read),
        running.mode,
      ),
    };
  });
  const all = files.flatMap(({ drafts }) => drafts);
  const made = madeTables(
    all.map((draft) => draft.read),
    catalog,
    traits,
  );
  const resolve = resolver(
    all.map((draft) => draft.read),
    catalog,
    made,
    traits,
  );
  const isNew = (table: QualifiedName) => made.has(qualified(table));

  const expected = await expectedRows(
    { ...input, resolve },
    all.map((draft) => (draft.limit === undefined ? draft.read.actions : [])),
  );
  const expectedOf = new Map(all.map((draft, at) => [draft, expected[at] ?? []] as const));
  input.progress(`rehearsing ${all.length} statements`);
  const groups = files.flatMap(({ drafts, groups }) =>
    groups.map((group) => ({ ...group, drafts: group.places.flatMap((at) => drafts[at] ?? []) })),
  );
  const madeRoutines = all
    .flatMap(({ read }) => read.actions)
    .flatMap((one) => (one.kind === 'create routine' ? [one.routine.name] : []));
  const routines = new Set([...catalog.routines.map(({ name }) => name), ...madeRoutines]);
  const context = { lookups, resolve, routines };
  const saferForms = new Map(
    all.map((draft) => {
      // What the server does not know is not to be put otherwise, but to be left.
      const form = watching.refusedBy(draft.read, major, context)
        ? undefined
        : safer(draft.sql, draft.read.actions, { catalog, lookups, traits, resolve, isNew });
      return [draft, form] as const;
    }),
  );
  const { rehearsals, after, endless } = await runScript(input, groups, (draft) => saferForms.get(draft));

  const absent = catalog.extensions.filter(({ stubbed }) => stubbed).map(({ name }) => name);
  // A type that stands in takes all values as they are, whatever its extension does with them.
  const unseenWork = ({ read }: Draft): { readonly limit?: string; readonly error?: EngineError } => {
    const type = read.actions.find((one) => one.kind === 'change type' && watching.isOfExtension?.(one.type, absent));
    return type?.kind === 'change type'
      ? { limit: `the lab has a stand-in for ${type.type}, which does not show whether rows are written anew` }
      : {};
  };
  const unmade = new Set<string>();
  const timeouts = timeoutTracker();
  const former = formerNames(resolve);
  const checked = groups.flatMap(({ by, undone, drafts }, number) => {
    const transaction: Transaction | undefined =
      by === undefined ? undefined : { number: number + 1, by, ...(undone ? { undone } : {}) };
    const statements = drafts.map((draft, at): CheckedStatement => {
      const seen = rehearsals[number]?.[at];
      const form = saferForms.get(draft);
      const outcome = outcomeOf(draft, seen, endless.get(draft), unmade, input.standIns);
      const { limit, error } = outcome.error || outcome.limit !== undefined ? outcome : unseenWork(draft);
      if (limit !== undefined) for (const name of namesMadeBy(draft.read.actions)) unmade.add(name);
      const known = limit === undefined && seen?.form === 'as written' ? 'rehearsed' : 'facts';
      const effects =
        seen?.form === 'by facts'
          ? seen
          : known === 'facts'
            ? (error && !seen?.unwatched) || isMissing(error)
              ? noEffects
              : watching.fromForm(draft.read.actions, context)
            : watching.corrected(seen ?? noEffects, draft.read.actions, major, context);
      const failure = watching.refusedBy(draft.read, major, context) ?? error;
      const rows = seen?.failsWithRows ?? watching.failsWithRows(draft.read.actions, context);
      const lockTimeout = timeouts.at(draft.read.actions);
      const touched = { actions: former.actions(draft.read.actions), effects: former.effects(effects) };
      if (!failure && !undone) former.learn(draft.read.actions);
      return {
        ...draft.read,
        ...touched,
        sql: draft.sql,
        at: { file: draft.file.name, line: draft.line },
        ...(transaction ? { transaction } : {}),
        known,
        expectedRows: expectedOf.get(draft) ?? [],
        ...(limit === undefined ? {} : { limit }),
        ...(failure ? { error: failure } : {}),
        ...(failure === error && input.standIns && isForWantOfType(error) ? { mayFailInLabAlone: true } : {}),
        ...(rows && !isNewTarget(draft.read.actions, resolve, isNew) ? { errorWithRows: rows } : {}),
        ...(form ? { safer: { statements: form, rehearsals: seen?.alternatives[0] ?? [] } } : {}),
        ...(lockTimeout === undefined ? {} : { lockTimeout }),
        ...(seen?.manner === undefined ? {} : { manner: seen.manner }),
        otherWays: seen?.otherWays ?? [],
        broken: seen?.breaks ?? [],
      };
    });
    if (by !== undefined) timeouts.endOfTransaction();
    return statements;
  });
  const told = await withBroken(checked, input, after, resolve, identifiers);
  const later = makeLookups(after);
  const sized = deriveStatistics(catalog, input.statistics, { sizes: engine.sizes, traits, now: input.now });
  const rebuilt = rebuiltTables(told, lookups, later, resolve);
  const statements = traits.oneWriter ? withRewrites(told, rebuilt) : told;
  const sizes = makeSizes(catalog, input.statistics);
  const published = engine.migrations.published ?? (() => []);
  const full: CheckContext = {
    statements,
    lookups,
    traits,
    rows: sizes.rows,
    describeRows: sizes.describe,
    resolve,
    types: new Map(catalog.types.map((type) => [qualified(type), type])),
    views: new Set(catalog.views.map(qualified)),
    made,
    after: later,
    published: { before: published(catalog), after: published(after) },
    rebuilt: new Set(rebuilt.map(({ table }) => qualified(table))),
    workSeconds: (work) => secondsOf(work, { ...input, sized }),
    joined: engine.migrations.joined ?? (() => undefined),
  };
  return {
    results: runHazards(hazards, full, catalog),
    undone: groups.flatMap(({ undone, drafts }) => {
      const last = drafts.at(-1);
      return undone && last ? [{ file: last.file.name, line: last.line }] : [];
    }),
    statements: statements.filter(isTold).map((statement) => reported(statement, full)),
    files: files.map(({ file, running }) => ({ name: file.name, ...running })),
  };
}

function readDraft(file: MigrationFile, sql: string, line: number, read: (sql: string) => ReadStatement): Draft {
  const copy = serverCopy(sql);
  if (copy !== undefined)
    return {
      file,
      sql,
      line,
      read: read(copy),
      limit: 'psql runs \\copy with a file of its own, which the lab has not',
    };
  const first = read(sql);
  if (!first.fault || !/:['"]?[a-z_]\w*/i.test(sql)) return { file, sql, line, read: first };
  // psql puts the values of its variables in before the server sees the statement.
  const set = variablesOf(file.text, line);
  const known = filled(sql, (name) => set.get(name));
  const whole = read(known);
  if (!whole.fault) return { file, sql: known, line, read: whole };
  const again = read(filled(known, (name) => name));
  if (again.fault) return { file, sql, line, read: first };
  return { file, sql, line, read: again, limit: 'it has variables of psql that the file does not set' };
}

/** A column, cast, operator or value that a type has and its stand-in may not; what is no type of an extension fails so, too. */
function isForWantOfType(error: EngineError | undefined): boolean {
  return error !== undefined && /^(?:42703|42846|42804|22P02|22023)$/.test(error.code);
}

/** What is not there is not locked. */
function isMissing(error: EngineError | undefined): boolean {
  return error !== undefined && /^(?:42P01|3F000)$/.test(error.code);
}

/** Why a statement was not watched, and whether it fails; rows that the lab lacks are no reason to fail. */
function outcomeOf(
  { limit, read }: Draft,
  seen: ScriptRehearsal | undefined,
  endless: string | undefined,
  unmade: ReadonlySet<string>,
  standIns: boolean,
): { readonly limit?: string; readonly error?: EngineError } {
  if (limit !== undefined) return { limit };
  if (endless !== undefined) return { limit: endless };
  if (seen?.limit !== undefined) return { limit: seen.limit };
  const error = seen?.error ?? seen?.unwatched;
  if (!error) return {};
  if (/extension ".*" is not available/.test(error.message)) return { limit: 'the lab lacks the extension' };
  const movesRows = read.actions.some((action) =>
    ['insert', 'update', 'delete', 'merge', 'copy', 'select', 'do'].includes(action.kind),
  );
  if (movesRows && /^(?:23|P0|21|22)/.test(error.code)) return { limit: `the lab has no rows: ${error.message}` };
  // A stand-in has types, and neither access methods nor operator classes nor all functions.
  if (standIns && /^(?:42704|42883|0A000|58P01)$/.test(error.code) && !/^role /.test(error.message))
    return { limit: `the lab has stand-ins for extensions, which may be why: ${error.message}` };
  // What a statement that could not be run would have made is missing to the others.
  const named = [...error.message.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name.split('.').at(-1) ?? '');
  if (/^(?:42P01|42703|42704|42883|3F000)$/.test(error.code) && named.some((name) => unmade.has(name)))
    return { limit: `a statement before it could not be run: ${error.message}` };
  return { error };
}

/** Names of relations, columns and types that the actions make. */
function namesMadeBy(actions: readonly MigrationAction[]): readonly string[] {
  return actions.flatMap((action): readonly string[] => {
    switch (action.kind) {
      case 'create table':
        return [action.table.name];
      case 'create view':
        return [action.view.name];
      case 'add column':
        return [action.column];
      case 'create index':
        return action.index === undefined ? [] : [action.index];
      case 'create enum':
        return [action.type.name];
      case 'create domain':
        return [action.domain.name];
      case 'create routine':
        return [action.routine.name];
      case 'create schema':
        return [action.schema];
      case 'rename':
        return [action.to];
      case 'rename column':
        return [action.to];
      default:
        return [];
    }
  });
}

async function withBroken(
  statements: readonly CheckedStatement[],
  { queries, engine, traits }: CheckInput,
  after: Catalog,
  resolve: (name: WrittenName) => QualifiedName,
  identifiers: (text: string) => ReadonlySet<string>,
): Promise<readonly CheckedStatement[]> {
  const taken = statements.map((statement) =>
    statement.error || statement.transaction?.undone
      ? []
      : [...statement.actions.flatMap((action) => takenNames(action, resolve)), ...goneAlong(statement)],
  );
  const all: readonly TakenName[] = taken.flat();
  const broken = await brokenQueries(queries, after, engine, traits, all);
  return statements.map((statement, at) => {
    const own = taken[at] ?? [];
    const dependents: readonly BrokenDependent[] = [
      ...statement.broken,
      ...own.flatMap((one) => brokenRoutines(one, after, identifiers)),
      ...broken.filter((one) => own.includes(one.taken)).map(({ taken: _, ...one }) => one),
    ];
    return { ...statement, broken: dependents };
  });
}

/** Tables and views that the lab saw go: CASCADE takes along what the statement does not name. */
function goneAlong({ effects }: CheckedStatement): readonly TakenName[] {
  return effects.locks.flatMap(({ dropped, kind, relation }) =>
    dropped && (kind === 'table' || kind === 'view') ? [{ table: relation }] : [],
  );
}

/** What only speaks to the session is no step. */
function isTold({ actions }: CheckedStatement): boolean {
  return !actions.every((action) => action.kind === 'set' || action.kind === 'transaction') || actions.length === 0;
}

function reported(statement: CheckedStatement, context: CheckContext): ReportedStatement {
  const { at, sql, known, limit, transaction, effects, manner, error, errorWithRows } = statement;
  const failure = error?.message ?? errorWithRows?.message;
  return {
    at,
    sql,
    class: classOf(statement, context),
    known,
    ...(manner === undefined ? {} : { manner }),
    ...(limit === undefined ? {} : { limit }),
    ...(transaction ? { transaction: transaction.number } : {}),
    locks: effects.locks,
    locksOnNew: effects.locksOnNew,
    rewritten: effects.rewritten,
    scanned: effects.scanned,
    built: effects.built,
    newFiles: effects.newFiles,
    ...(failure === undefined ? {} : { error: failure }),
  };
}
