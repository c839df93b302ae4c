import type { MigrationDialect } from '../../engines/applying.ts';
import type { BatchesWork, MigrationPlan, Precautions, Step, Work } from '../../plan/plan.ts';
import { precautionsBack } from '../../plan/precautions-back.ts';

/**
 * A part of a migration that has to be run in one way, with its own limits. `first` are statements that read rows, for as
 * long as it takes: no limits are set for them. `before` takes away what a broken run of a statement left.
 */
export type Piece = { readonly precautions: Precautions } & (
  | { readonly kind: 'together'; readonly first?: readonly string[]; readonly statements: readonly string[] }
  /** A statement outside transactions. */
  | { readonly kind: 'alone'; readonly statement: string; readonly before: readonly string[] }
  | { readonly kind: 'batches'; readonly work: BatchesWork }
);

/** A step as a migration of another tool: there and back. */
export interface Migration {
  /** From 1, through all stages. */
  readonly number: number;
  readonly id: string;
  readonly title: string;
  /** The title as a name of a file: `build_index_orders_user_id_idx`. */
  readonly slug: string;
  readonly up: readonly Piece[];
  /** Why there is no way back, or the way. */
  readonly down: readonly Piece[] | { readonly none: string };
  /** What the reader must know, a line each: class, reasons, what must hold, what is lost on the way back. */
  readonly remarks: readonly string[];
  readonly preconditions: Step['preconditions'];
}

/** Migrations that may run one after the other; before each stage but the first people have something to do. */
export interface Stage {
  /** Sentences that must have come true; none before the first. */
  readonly until: readonly string[];
  readonly migrations: readonly Migration[];
}

/** A file to be written. */
export interface MigrationFile {
  /** Path below the folder that is written to. */
  readonly path: string;
  readonly text: string;
}

/** What a tool needs besides the migrations. */
export interface ExportContext {
  readonly dialect: MigrationDialect;
  /** The date of the first migration; each later one is a second later. */
  readonly first: Date;
  /** The version of the first migration where versions are numbers that go on, with the zeros before it: `0042`. */
  readonly firstNumber?: string;
  /** What the migrations are of: `old.sql to new.sql`. */
  readonly title: string;
}

/** A tool that plans are written for. */
export interface MigrationTool {
  /** Its versions are dates, and nothing else will do. */
  readonly datedOnly?: true;
  /** What the tool cannot do that the plan asks for, and how it is to be run, a sentence each. */
  readonly limits: readonly string[];
  /** The files of one stage. `before` are the migrations of the stages before it. */
  files(stage: Stage, context: ExportContext, before: readonly Migration[]): readonly MigrationFile[];
}

/** The plan as migrations, in stages that its waits set apart. */
export function stagesOf(plan: MigrationPlan): readonly Stage[] {
  const stages: { until: string[]; migrations: Migration[] }[] = [{ until: [], migrations: [] }];
  let number = 0;
  for (const step of plan.steps) {
    const { work } = step;
    if (work.kind === 'wait') {
      const last = stages.at(-1);
      const time = work.seconds === undefined ? [] : [`${Math.round(work.seconds)} seconds have passed since.`];
      if (last && last.migrations.length === 0) last.until.push(...work.until, ...time);
      else stages.push({ until: [...work.until, ...time], migrations: [] });
    } else {
      number++;
      stages.at(-1)?.migrations.push(migrationOf(step, work, number));
    }
  }
  return stages.filter(({ migrations }) => migrations.length > 0);
}

function migrationOf(step: Step, work: Work, number: number): Migration {
  const { undo } = step;
  const remarks = [
    `Step ${step.id} of the plan: ${step.class}.`,
    ...(step.why === undefined ? [] : [step.why]),
    ...step.preconditions.map((one) => `Must hold before: ${one.holds}`),
    ...backRemarks(undo),
  ];
  return {
    number,
    id: step.id,
    title: step.title,
    slug: slugOf(step.title),
    up: piecesOf(work, step.precautions, step.preconditions),
    down:
      'none' in undo
        ? { none: undo.none }
        : undo.work.flatMap((one, at) =>
            piecesOf(one, precautionsBack(step, one), at === firstTogether(undo.work) ? undo.preconditions : []),
          ),
    remarks,
    preconditions: step.preconditions,
  };
}

/** The first work that stands in a transaction, where what must hold before the way back can be asked. */
function firstTogether(works: readonly Work[]): number {
  return works.findIndex(
    (work) => work.kind === 'statements' && work.statements.every(({ transactional }) => transactional),
  );
}

function backRemarks(undo: Step['undo']): readonly string[] {
  if ('none' in undo) return [`No way back: ${undo.none}.`];
  return [
    ...(undo.loses === undefined ? [] : [`Lost on the way back: ${undo.loses}.`]),
    ...(undo.breaks === undefined ? [] : [`The way back breaks ${undo.breaks}.`]),
    ...(undo.preconditions ?? []).map((one) => `Must hold before the way back: ${one.holds}`),
  ];
}

function piecesOf(work: Work, precautions: Precautions, preconditions: Step['preconditions'] = []): readonly Piece[] {
  if (work.kind === 'wait') return [];
  if (work.kind === 'batches') return [{ kind: 'batches', work, precautions }];
  const statements = work.statements.map(({ sql }) => sql);
  const first = preconditions.flatMap(({ guard }) => guard ?? []);
  if (work.statements.every(({ transactional }) => transactional))
    return [{ kind: 'together', ...(first.length === 0 ? {} : { first }), statements, precautions }];
  const before = work.recover?.cleanUp.map(({ sql }) => sql) ?? [];
  return statements.map((statement) => ({ kind: 'alone', statement, before, precautions }));
}

function slugOf(title: string): string {
  const words = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return (words === '' ? 'step' : words).slice(0, 60).replace(/_+$/, '');
}

/** A migration's pieces for a direction; nothing where there is no way back. */
export function piecesFor({ up, down }: Migration, direction: 'up' | 'down'): readonly Piece[] {
  if (direction === 'up') return up;
  return 'none' in down ? [] : down;
}

/** True where everything of it may stand in one transaction. */
export function isTogether(pieces: readonly Piece[]): boolean {
  return pieces.every(({ kind }) => kind === 'together');
}

/** The statements of a piece that stand in one transaction, after what must hold and what limits them. */
export function togetherStatements(
  context: ExportContext,
  { first = [], statements, precautions }: Extract<Piece, { readonly kind: 'together' }>,
): readonly string[] {
  const { everyRow } = context.dialect;
  const seen = everyRow && statements.some((sql) => everyRow.concerns(sql)) ? [everyRow.set(true)] : [];
  return [...first, ...seen, ...limitStatements(context, precautions, true), ...statements];
}

/** The statements that a lock is waited for in, with the limits of the step first. */
export function limitStatements(
  { dialect }: ExportContext,
  precautions: Precautions,
  local: boolean,
): readonly string[] {
  const { lockTimeoutMilliseconds: lock, statementTimeoutMilliseconds: statement } = precautions;
  return [
    ...(lock === undefined ? [] : [dialect.lockTimeout(lock, local)]),
    ...(statement === undefined ? [] : [dialect.statementTimeout(statement, local)]),
  ];
}

/** When a migration is dated, in milliseconds since 1970. */
export function timeOf({ first }: ExportContext, number: number): number {
  return first.getTime() + (number - 1) * 1000;
}

/** `20261128215930`, a migration's date, or `0043`: its version, by its number. */
export function versionOf(context: ExportContext, number: number): string {
  const { firstNumber } = context;
  if (firstNumber !== undefined) {
    return String(BigInt(firstNumber) + BigInt(number - 1)).padStart(firstNumber.length, '0');
  }
  return new Date(timeOf(context, number)).toISOString().replace(/[-:T]/g, '').slice(0, 14);
}

/** How many files a plan makes at most, each of which is dated. */
export function datedFiles(stages: readonly Stage[]): number {
  const sizes = stages.flatMap(({ migrations }) =>
    migrations.map(({ up, down }) => Math.max(1, up.length, 'none' in down ? 0 : down.length)),
  );
  return sizes.reduce((sum, one) => sum + one, 0);
}

/** A text as comments of a language, line by line. */
export function commented(lines: readonly string[], mark: string): string {
  return lines
    .flatMap((line) => line.split(/\r\n|\r|\n/))
    .map((line) => `${mark} ${line}`.trimEnd())
    .join('\n');
}

/** A statement with its semicolon, on a line of its own after a comment at its end. */
export function ended(sql: string): string {
  const text = sql.trimEnd();
  return /--[^\n]*$/.test(text) ? `${text}\n;` : `${text};`;
}

/** CamelCase of a slug, for the name of a class. */
export function className(slug: string): string {
  return slug.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()).replace(/^(?=\d)/, 'Step');
}
