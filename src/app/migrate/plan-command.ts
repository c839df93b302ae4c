import type { Change } from '../../catalog/change.ts';
import { catalogDigests, catalogHash } from '../../catalog/hash.ts';
import { compareText, type QualifiedName, qualified } from '../../catalog/names.ts';
import { objectKey } from '../../catalog/object.ts';
import { type Config, configPath } from '../../config/config.ts';
import { readIntents } from '../../config/intents.ts';
import { parseSpan } from '../../config/span.ts';
import { parseRows, readVolumes, type Volumes } from '../../config/volumes.ts';
import type { Gone } from '../../diff/renames/rename.ts';
import type { PlanMode } from '../../engines/procedure.ts';
import { type Diagnostic, RelvarError } from '../../findings/error.ts';
import { draftSteps, renameOf } from '../../plan/draft.ts';
import { checkIntents, findIntents, goneBy, type MadeAnew, tablesMadeAnew } from '../../plan/intents.ts';
import type { MigrationPlan, PlanEnd } from '../../plan/plan.ts';
import { planMigration } from '../../plan/plan-migration.ts';
import type { KnownRates } from '../../plan/rates.ts';
import { derive } from '../../scale/derive/derive.ts';
import { readAnswers } from '../diff/answers.ts';
import { compare } from '../diff/compare.ts';
import { openSource } from '../open-source.ts';
import type { OpenedSource } from '../opened-source.ts';
import { heavyChanges } from './heavy-changes.ts';
import { judged } from './proof.ts';
import { ratesOf } from './rates.ts';
import { rehearseSteps } from './rehearse-steps.ts';

/** A plan as the command line and the API ask for it. */
export interface PlanRequest {
  readonly from: string;
  readonly to: string;
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: AsyncIterable<Uint8Array>;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
  /** `orders=50M` each. */
  readonly rows: readonly string[];
  readonly volumes: string | undefined;
  readonly mode: PlanMode;
  /** The major version that the statements are for. */
  readonly target: string | undefined;
  /** `old=new` each. */
  readonly renames: readonly string[];
  /** `old` each: dropped, and not renamed. */
  readonly drops: readonly string[];
  /** A file of answers. */
  readonly answers: string | undefined;
  /** `scan=250M` each. */
  readonly rates: readonly string[];
  /** The URL of a server on which rates are measured, or `lab`. */
  readonly calibrate: string | undefined;
  /** `7d`, `12h`. */
  readonly quarantine: string | undefined;
  /** A file that says what two schemas cannot tell. */
  readonly intents: string | undefined;
}

export interface PlanResult {
  readonly plan: MigrationPlan;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compares two schemas, lays down the steps from one to the other, and rehearses them in the lab.
 * @throws RelvarError for every kind of bad input
 */
export async function planCommand(request: PlanRequest): Promise<PlanResult> {
  const known = await ratesOf(request.config, request.rates, request.calibrate);
  const quarantineSeconds =
    request.quarantine === undefined ? undefined : parseSpan(request.quarantine, '--quarantine', 'bad-quarantine');
  const volumes = await declaredVolumes(request);
  const { target: version, ...given } = request;
  const target = version === undefined ? {} : { target: version };
  const from = await openSource({ ...given, ...target, source: request.from, volumes });
  try {
    const to = await openSource({ ...given, ...target, source: request.to, volumes: [] });
    try {
      return await planned(request, from, to, known, quarantineSeconds);
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
}

async function planned(
  request: PlanRequest,
  from: OpenedSource,
  to: OpenedSource,
  known: KnownRates,
  quarantineSeconds: number | undefined,
): Promise<PlanResult> {
  const { engine, traits } = from;
  request.progress('comparing the schemas');
  const told = await readAnswers(request, from.catalog, traits.defaultSchema);
  const placed = request.intents === undefined ? [] : await readIntents(request.intents);
  const intents = findIntents(placed, from.catalog, traits.defaultSchema);
  const gone = goneBy(intents).map((key): readonly [string, undefined] => [key, undefined]);
  const comparison = await compare(from, to, { answers: new Map([...told, ...gone]), filter: (catalog) => catalog });
  const questions = comparison.questions.filter((one) => one.holdsData);
  if (questions.length > 0) throw unanswered(questions);
  const { changes } = comparison;
  const formerly = formerNames(changes);
  checkIntents(intents, changes, formerly);
  const anew = tablesMadeAnew(changes, intents).filter(({ table }) => !told.has(tableKey(formerly(table))));
  if (anew.length > 0) throw lost(anew, formerly);
  const statistics = derive(from.catalog, from.statistics, {
    sizes: engine.sizes,
    traits,
    now: request.now,
  }).statistics;
  request.progress(`rehearsing ${changes.length} changes`);
  const heavy = await heavyChanges(from, changes);
  request.signal.throwIfAborted();
  const drafts = draftSteps(changes, {
    from: from.catalog,
    to: to.catalog,
    renames: { count: comparison.renamed.length, after: comparison.afterRenames },
    traits,
    mode: request.mode,
    procedure: (change, situation) => engine.procedure(change, situation),
    rowsStep: (rows) => engine.rowsStep(rows),
    intents: intents.map(({ intent }) => intent),
    heavy,
    batch: { rows: 5000, pauseMilliseconds: 100 },
    ...(quarantineSeconds === undefined ? {} : { quarantineSeconds }),
  });
  request.progress(`rehearsing ${drafts.length} steps`);
  const version = traits.name.replace(/^\D*/, '');
  const { effects, failures } = await rehearseSteps(from, drafts, from.catalog, version);
  request.signal.throwIfAborted();
  const proof = await judged(from, to, drafts, failures);
  const notes = [
    ...comparison.notes,
    ...comparison.renamed.map((one) => `${one.from} is taken to be renamed to ${one.to} (${one.reasons.join(', ')}).`),
    ...proof.notes,
    ...sizeNotes(from, changes),
  ];
  const plan = planMigration(
    drafts,
    effects,
    {
      from: endOf(from),
      to: endOf(to),
      engine: { id: engine.id, version },
      mode: request.mode,
      planned: request.now.toISOString(),
      leftOut: [],
      notes,
      ...(proof.broken.length === 0 ? {} : { broken: proof.broken }),
    },
    {
      statistics,
      known,
      formerly,
      before: from.catalog,
    },
  );
  return { plan, diagnostics: [...from.diagnostics, ...to.diagnostics] };
}

/** What may be a rename is never turned into a drop without a word. */
function unanswered(questions: readonly Gone[]): RelvarError {
  const told = questions.map(({ key, candidates }) => {
    const shown = candidates.map((one) => `${one.key} (${one.reasons.join(', ')})`).join(' or ');
    return `${key} is gone: dropped, or renamed to ${shown}?`;
  });
  const flags = questions.map(({ key, candidates: [first] }) => {
    const old = key.replace(/^(?:enum value|\w+) /, '');
    return `--rename ${old}=${first?.name ?? 'new'} or --drop ${old}`;
  });
  return new RelvarError('unanswered-rename', told.join(' '), { hint: `say ${flags.join(', ')}` });
}

const tableKey = ({ schema, name }: QualifiedName) => objectKey({ kind: 'table', schema, name });

/** Rows are never dropped with a table that goes on under its name, without a word. */
function lost(anew: readonly MadeAnew[], formerly: (table: QualifiedName) => QualifiedName): RelvarError {
  const told = anew.map(({ table, becomesPartitioned }) => {
    const how = becomesPartitioned ? 'becomes a partitioned table' : 'is made anew';
    return `table ${qualified(table)} ${how}: are its rows to be ${becomesPartitioned ? 'taken over, or ' : ''}dropped?`;
  });
  const ways = anew.map(({ table, becomesPartitioned }) => {
    const name = qualified(formerly(table));
    const drop = `--drop ${name} if its rows may go`;
    return becomesPartitioned ? `- partition: ${name} in the file of --intents to keep them, or ${drop}` : drop;
  });
  return new RelvarError('unanswered-loss', told.join(' '), { hint: `say ${ways.join('; ')}` });
}

function endOf({ source, catalog }: OpenedSource): PlanEnd {
  return { name: source.name, hash: catalogHash(catalog), objects: catalogDigests(catalog) };
}

async function declaredVolumes({ volumes, config, rows }: PlanRequest): Promise<readonly Volumes[]> {
  const file = volumes ?? (config.volumes && configPath(config, config.volumes));
  return [...(file === undefined ? [] : [await readVolumes(file)]), ...(rows.length > 0 ? [parseRows(rows)] : [])];
}

/** The name that a table has before the migration, by the one that the changes give it. */
function formerNames(changes: readonly Change[]): (table: QualifiedName) => QualifiedName {
  const former = new Map<string, QualifiedName>();
  for (const change of changes) {
    const renamed = renameOf(change);
    if (renamed) former.set(qualified(renamed.to), former.get(qualified(renamed.from)) ?? renamed.from);
  }
  return (table) => former.get(qualified(table)) ?? table;
}

/** Tables that are changed and whose rows nobody told. */
function sizeNotes({ catalog, statistics }: OpenedSource, changes: readonly Change[]): readonly string[] {
  const touched = new Set(
    changes.flatMap((change) => {
      if ('table' in change) return [qualified(change.table)];
      if (
        (change.kind === 'create' || change.kind === 'drop') &&
        'table' in change.object &&
        change.object.kind !== 'table'
      )
        return [qualified(change.object.table)];
      return (change.kind === 'create' || change.kind === 'drop') && change.object.kind === 'index'
        ? [qualified(change.object.relation)]
        : [];
    }),
  );
  const guessed = catalog.tables
    .map(qualified)
    .filter((name) => touched.has(name))
    .filter((name) => (statistics.tables[name]?.origin ?? 'derived') === 'derived')
    .sort(compareText);
  if (guessed.length === 0) return [];
  const shown = guessed.slice(0, 5).join(', ') + (guessed.length > 5 ? ` and ${guessed.length - 5} more` : '');
  return [`The rows of ${shown} are presumed: --rows table=number tells them, and makes the durations true.`];
}
