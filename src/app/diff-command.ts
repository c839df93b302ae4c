import type { Catalog } from '../catalog/catalog.ts';
import { qualified } from '../catalog/names.ts';
import type { Config } from '../config/config.ts';
import { parseTimeZone } from '../config/time-zone.ts';
import type { Gone } from '../diff/renames/rename.ts';
import { summaryEntry } from '../diff/summary-entry.ts';
import type { Diagnostic } from '../findings/error.ts';
import { matchesGlob } from '../findings/glob.ts';
import type { DiffReport } from '../output/diff/report.ts';
import { readAnswers } from './diff/answers.ts';
import { type CarriedOver, carriedOver } from './diff/carry-over.ts';
import { type Comparison, compare } from './diff/compare.ts';
import { newerForms, newerNotes, requireKnown } from './newer-forms.ts';
import { openPair } from './open-pair.ts';
import type { OpenedSource } from './opened-source.ts';
import { serverNotes, unreadNotes, unreadOf } from './unread.ts';

/** A comparison as the command line and the API ask for it. */
export interface DiffRequest {
  /** A file, a folder, a URL, a snapshot or the name of an environment each. */
  readonly from: string;
  readonly to: string;
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
  /** `old=new` each. */
  readonly renames: readonly string[];
  /** `old` each: dropped, and not renamed. */
  readonly drops: readonly string[];
  /** A file of answers. */
  readonly answers: string | undefined;
  /** Asks a person one question and gives the answer; absent where nobody is there. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  /** Only these schemas; all when empty. `*` stands for any text. */
  readonly schemas: readonly string[];
  /** Objects to leave out, by qualified name; `*` stands for any text. */
  readonly ignore: readonly string[];
  /** The major version that statements for a schema in files are for. */
  readonly target?: string;
  /** Statements are what is asked for: those that the server cannot run are refused, and else told. */
  readonly writesSql?: boolean;
  /** The name of the zone that times without one are in. */
  readonly timeZone: string | undefined;
  /** Owners are compared, too. */
  readonly owners?: boolean | undefined;
}

export interface DiffResult {
  readonly report: DiffReport;
  readonly diagnostics: readonly Diagnostic[];
  /** Every statement of both was loaded. */
  readonly isWhole: boolean;
  /** A statement as a script has it, with its end. */
  readonly ended: (sql: string) => string;
}

/**
 * Compares two sources.
 * @throws RelvarError for every kind of bad input
 */
export async function diffCommand(request: DiffRequest): Promise<DiffResult> {
  const given = { ...request, volumes: [], mayBeEmpty: true };
  const { from, to } = await openPair({ ...given, source: request.from }, { ...given, source: request.to });
  try {
    const other = await carriedOver(from, to, request);
    try {
      const result = await compared(other?.opened ?? from, to, request, other);
      return (other && (await turned(from, to, request, result))) ?? result;
    } finally {
      await other?.opened.close();
    }
  } finally {
    await Promise.all([from.close(), to.close()]);
  }
}

/**
 * The comparison in the other engine, where it shows no difference there: the first may be a conversion of the second, and
 * what that lost on the way cannot come back. Nothing where there are differences on both sides, or a person said what
 * became of names.
 */
async function turned(
  from: OpenedSource,
  to: OpenedSource,
  request: DiffRequest,
  { report }: DiffResult,
): Promise<DiffResult | undefined> {
  if (report.changes.length === 0 || request.answers !== undefined) return undefined;
  if (request.renames.length + request.drops.length > 0) return undefined;
  const other = await carriedOver(to, from, request);
  if (!other) return undefined;
  try {
    const result = await compared(from, other.opened, { ...request, ask: undefined }, other);
    return result.report.changes.length === 0 && result.isWhole ? result : undefined;
  } finally {
    await other.opened.close();
  }
}

async function compared(
  from: OpenedSource,
  to: OpenedSource,
  request: DiffRequest,
  other: CarriedOver | undefined,
): Promise<DiffResult> {
  const { ask } = request;
  const filter = filterOf(request);
  const timeZone = request.timeZone === undefined ? undefined : parseTimeZone(request.timeZone);
  request.progress('comparing');
  const answers = await readAnswers(request, from.catalog, from.traits.defaultSchema);
  const comparison = await compare(from, to, {
    answers,
    timeZone,
    owners: request.owners,
    filter: other ? (catalog) => other.comparable(filter(catalog)) : filter,
    ...(ask ? { ask: (question: Gone) => asked(question, ask) } : {}),
  });
  const diagnostics = [...told(from), ...told(to)];
  const unread = unreadOf(from, to);
  const statements = from.engine.renderAll(comparison.changes, from.traits, from.catalog);
  const sql = statements.map((all) => all.map((statement) => statement.sql));
  const newer = await newerForms(from.engine, from.version, sql.flat());
  if (request.writesSql) requireKnown(newer, from.traits.name);
  return {
    report: reportOf(from, to, sql, {
      ...comparison,
      notes: [
        ...newerNotes(newer, from.traits.name),
        ...unreadNotes(unread),
        ...serverNotes(from, to),
        ...(other?.notes ?? []),
        ...comparison.notes,
      ],
    }),
    diagnostics,
    isWhole: unread.length === 0,
    ended: from.engine.inScripts?.ended ?? ((sql) => `${sql};`),
  };
}

function told({ source, diagnostics }: OpenedSource): readonly Diagnostic[] {
  return diagnostics
    .filter((one) => one.severity !== 'note')
    .map((one) => (one.file === undefined ? { ...one, file: source.name } : one));
}

/** Asks until the answer is one of the numbers; nothing is the safe answer: it is gone indeed. */
async function asked(question: Gone, ask: (text: string) => Promise<string>): Promise<string | undefined> {
  const choices = question.candidates.map(
    ({ key, reasons }, at) => `  ${at + 1}) renamed to ${key} (${reasons.join(', ')})`,
  );
  const text = [`${question.key} is gone. Was it`, ...choices, '  0) dropped, with what it holds', '? '].join('\n');
  for (;;) {
    const answer = (await ask(text)).trim();
    if (answer === '' || answer === '0') return undefined;
    const candidate = question.candidates[Number(answer) - 1];
    if (candidate) return candidate.name;
  }
}

function filterOf({ schemas, ignore }: DiffRequest): (catalog: Catalog) => Catalog {
  if (schemas.length === 0 && ignore.length === 0) return (catalog) => catalog;
  const keepsSchema = (name: string) => schemas.length === 0 || schemas.some((glob) => matchesGlob(glob, name));
  const keeps = (one: { readonly schema: string; readonly name: string }) =>
    keepsSchema(one.schema) && !ignore.some((glob) => matchesGlob(glob, qualified(one)) || matchesGlob(glob, one.name));
  return (catalog) => ({
    ...catalog,
    schemas: catalog.schemas.filter(({ name }) => keepsSchema(name)),
    tables: catalog.tables.filter(keeps),
    views: catalog.views.filter(keeps),
    types: catalog.types.filter(keeps),
    sequences: catalog.sequences.filter(keeps),
    routines: catalog.routines.filter(keeps),
    statistics: catalog.statistics.filter(keeps),
    others: catalog.others.filter(({ schema, name }) =>
      schema === undefined ? schemas.length === 0 && !ignore.includes(name) : keeps({ schema, name }),
    ),
  });
}

/** The comparison of two opened sources for a report. */
function reportOf(
  from: OpenedSource,
  to: OpenedSource,
  statements: readonly (readonly string[])[],
  comparison: Comparison,
): DiffReport {
  return {
    from: from.source.name,
    to: to.source.name,
    changes: comparison.changes.map((change, at) => ({
      kind: change.kind,
      ...summaryEntry(change),
      sql: statements[at] ?? [],
    })),
    renames: comparison.renamed.map((one) => ({ from: one.from, to: one.to, reasons: one.reasons })),
    questions: comparison.questions.map(({ key, holdsData, candidates }) => ({
      key,
      holdsData,
      candidates: candidates.map(({ key, name, score, reasons }) => ({
        key,
        name,
        score: Math.round(score * 100) / 100,
        reasons,
      })),
    })),
    notes: comparison.notes,
  };
}
