import type { Change } from '../../catalog/change.ts';
import { catalogDigests, catalogHash } from '../../catalog/hash.ts';
import { compareText, type QualifiedName, qualified } from '../../catalog/names.ts';
import { objectKey } from '../../catalog/object.ts';
import type { readIntents } from '../../config/intents.ts';
import type { Answers } from '../../diff/renames/find.ts';
import type { Gone } from '../../diff/renames/rename.ts';
import type { DraftStep, PlanMode } from '../../engines/procedure.ts';
import { RelvarError } from '../../findings/error.ts';
import type { ScratchConnection } from '../../lab/engine-lab.ts';
import { draftSteps, renameOf } from '../../plan/draft.ts';
import {
  checkIntents,
  type FoundIntent,
  findIntents,
  goneBy,
  type MadeAnew,
  tablesMadeAnew,
} from '../../plan/intents.ts';
import type { MigrationPlan, PlanEnd } from '../../plan/plan.ts';
import { planMigration } from '../../plan/plan-migration.ts';
import type { KnownRates } from '../../plan/rates.ts';
import { derive } from '../../scale/derive/derive.ts';
import { compare } from '../diff/compare.ts';
import { newerForms, requireKnown } from '../newer-forms.ts';
import type { OpenedSource } from '../opened-source.ts';
import { heavyChanges } from './heavy-changes.ts';
import { hasStandIns, judged, unsureKeys } from './proof.ts';
import { rehearseSteps } from './rehearse-steps.ts';
import { rehearseUndos } from './rehearse-undos.ts';
import { ownerNotes, surroundingNotes } from './surroundings.ts';
import { wayOut } from './way-out.ts';

/** What is known besides the two schemas. */
export interface PlanningInput {
  readonly mode: PlanMode;
  readonly known: KnownRates;
  readonly quarantineSeconds?: number;
  /** What was said of things that are gone. */
  readonly told: Answers;
  /** The zone that times without one are in, where a person named it. */
  readonly timeZone?: string | undefined;
  /** Owners are compared, too. */
  readonly owners?: boolean | undefined;
  readonly intents: Awaited<ReturnType<typeof readIntents>>;
  /** The roles of the server that the first schema was read from. */
  readonly roles?: ReadonlySet<string> | undefined;
  /** Nobody is there to be asked: what goes is gone and not renamed, and tables that become partitioned keep their rows. */
  readonly unasked?: true;
  /** A database on a server that holds the first schema: the steps are rehearsed there, not in the lab of the source. */
  readonly scratch?: ScratchConnection;
  /** Whether all is taken back in the lab, too. */
  readonly rehearsesUndos: boolean;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

export interface Planned {
  readonly plan: MigrationPlan;
  /** Of a plan without downtime that does not work: whether one in plain forms does. */
  readonly wayOut?: string;
}

/**
 * Lays down the steps from one opened schema to the other, and rehearses them in the lab of the first, which is as the
 * second afterwards where the undos are not rehearsed.
 * @throws RelvarError for what the schemas cannot tell and nobody said
 */
export async function planBetween(from: OpenedSource, to: OpenedSource, input: PlanningInput): Promise<Planned> {
  const { engine, traits } = from;
  const { told } = input;
  input.progress('comparing the schemas');
  const said = findIntents(input.intents, from.catalog, traits.defaultSchema);
  const gone = goneBy(said).map((key): readonly [string, undefined] => [key, undefined]);
  const comparison = await compare(from, to, {
    answers: new Map([...told, ...gone]),
    timeZone: input.timeZone,
    owners: input.owners,
    filter: (catalog) => catalog,
    ...(input.unasked ? { ask: async () => undefined } : {}),
  });
  const questions = comparison.questions.filter((one) => one.holdsData);
  if (questions.length > 0) throw unanswered(questions);
  const { changes } = comparison;
  const formerly = formerNames(changes);
  const intents = input.unasked ? [...said, ...partitionIntents(changes, said)] : said;
  checkIntents(intents, changes, formerly);
  const anew = tablesMadeAnew(changes, intents).filter(({ table }) => !told.has(tableKey(formerly(table))));
  if (anew.length > 0) throw lost(anew, formerly);
  const statistics = derive(from.catalog, from.statistics, {
    sizes: engine.sizes,
    traits,
    now: input.now,
  }).statistics;
  const written = engine.renderAll(changes, traits, from.catalog).flatMap((all) => all.map(({ sql }) => sql));
  const surroundings = await engine.migrations.furnish?.(from.lab, written);
  input.progress(`rehearsing ${changes.length} changes`);
  const heavy = await heavyChanges(from, changes);
  input.signal.throwIfAborted();
  const drafted = (mode: PlanMode) =>
    draftSteps(changes, {
      from: from.catalog,
      to: to.catalog,
      renames: { count: comparison.leading, after: comparison.afterRenames },
      traits,
      mode,
      procedure: (change, situation) => engine.procedure(change, situation),
      rowsStep: (rows) => engine.rowsStep(rows),
      intents: intents.map(({ intent }) => intent),
      heavy,
      batch: { rows: 5000, pauseMilliseconds: 100 },
      ...(input.quarantineSeconds === undefined ? {} : { quarantineSeconds: input.quarantineSeconds }),
    });
  const laid = drafted(input.mode);
  requireKnown(await newerForms(engine, from.version, statementsOf(laid)), traits.name);
  // The way back names those to whom things belonged.
  await engine.migrations.furnish?.(from.lab, statementsBack(laid));
  input.progress(`rehearsing ${laid.length} steps`);
  const version = traits.name.replace(/^\D*/, '');
  const bench = input.scratch ? { ...from, lab: input.scratch } : from;
  const began = await engine.introspect(bench.lab);
  const { effects, failures } = await rehearseSteps(bench, laid, from.catalog, version);
  input.signal.throwIfAborted();
  const proof = await judged(bench, to, laid, failures, input.scratch ? unsureKeys(to) : []);
  const triesPlain = proof.broken.length > 0 && input.mode === 'zero-downtime';
  const out = triesPlain ? await wayOut(from, to, drafted('brief-maintenance'), version) : undefined;
  input.signal.throwIfAborted();
  if (input.rehearsesUndos) input.progress('rehearsing the way back');
  const { drafts, notes: undone } =
    input.rehearsesUndos && failures.length === 0
      ? await rehearseUndos(bench, laid, began, hasStandIns(from, to))
      : { drafts: laid, notes: [] };
  input.signal.throwIfAborted();
  const notes = [
    ...comparison.notes,
    ...comparison.renamed.map((one) => `${one.from} is taken to be renamed to ${one.to} (${one.reasons.join(', ')}).`),
    ...proof.notes,
    ...undone,
    ...(out === undefined ? [] : [out]),
    ...(surroundings ? surroundingNotes(surroundings, input.roles) : []),
    ...ownerNotes(input.scratch),
    ...sizeNotes(from, changes),
  ];
  const plan = planMigration(
    drafts,
    effects,
    {
      from: endOf(from),
      to: endOf(to),
      engine: { id: engine.id, version, name: traits.name },
      mode: input.mode,
      planned: input.now.toISOString(),
      leftOut: [],
      notes,
      ...(proof.broken.length === 0 ? {} : { broken: proof.broken }),
    },
    {
      statistics,
      known: input.known,
      formerly,
      before: from.catalog,
    },
  );
  return { plan, ...(out === undefined ? {} : { wayOut: out }) };
}

/** All that a plan runs. */
function statementsOf(steps: readonly DraftStep[]): readonly string[] {
  return steps.flatMap(({ work }) => (work.kind === 'statements' ? work.statements.map(({ sql }) => sql) : []));
}

/** All that takes a plan back. */
function statementsBack(steps: readonly DraftStep[]): readonly string[] {
  const works = steps.flatMap(({ undo }) => ('work' in undo ? undo.work : []));
  return works.flatMap((work) => (work.kind === 'statements' ? work.statements.map(({ sql }) => sql) : []));
}

/** Tables that become partitioned take their rows along. */
function partitionIntents(changes: readonly Change[], said: readonly FoundIntent[]): readonly FoundIntent[] {
  return tablesMadeAnew(changes, said).flatMap(({ table: { schema, name }, becomesPartitioned }) =>
    becomesPartitioned
      ? [{ place: 'the design', intent: { kind: 'partition' as const, table: { schema, name }, pace: {} } }]
      : [],
  );
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

function endOf(opened: OpenedSource): PlanEnd {
  const { source, catalog } = opened;
  const unsure = unsureKeys(opened);
  return {
    name: source.name,
    hash: catalogHash(catalog),
    objects: catalogDigests(catalog),
    ...(unsure.length === 0 ? {} : { unsure }),
  };
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
