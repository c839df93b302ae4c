import { basename } from 'node:path';
import type { Hazard } from '../../../check/hazard.ts';
import { hazardPage } from '../../../check/page.ts';
import { hazards } from '../../../check/registry.ts';
import type { CheckReport } from '../../../check/report.ts';
import type { Config } from '../../../config/config.ts';
import { latest } from '../../../engines/engines.ts';
import type { MigrationHistory } from '../../../engines/migration-reading.ts';
import { type Diagnostic, RelvarError } from '../../../findings/error.ts';
import { priorities } from '../../../findings/finding.ts';
import type { GroupingRule } from '../../../findings/group.ts';
import { groupItems } from '../../../findings/group.ts';
import { compareFindings } from '../../../findings/order.ts';
import type { RuleDescription } from '../../../findings/report.ts';
import { applySuppressions } from '../../../findings/suppress.ts';
import type { ScratchConnection } from '../../../lab/engine-lab.ts';
import { hasEmbeddedExtension } from '../../../lab/extensions.ts';
import { labOf } from '../../../lab/labs.ts';
import { usualTimeLimit } from '../../../lab/within-time.ts';
import { engineByMarks } from '../../../sources/dialect.ts';
import { headOfFiles } from '../../../sources/head.ts';
import { version } from '../../../version.ts';
import { parseDuration } from '../../../workload/duration.ts';
import { declaredVolumes } from '../../declared-volumes.ts';
import { type WorkloadEntry, workloadEntries } from '../../indexes/workload-queries.ts';
import { namedSource, openSource } from '../../open-source.ts';
import type { OpenedSource } from '../../opened-source.ts';
import { openScratch } from '../open-scratch.ts';
import { ratesOf } from '../rates.ts';
import { ownerNotes, surroundingNotes } from '../surroundings.ts';
import { appliedCount, countBefore, isNoted } from './applied.ts';
import { checkMigration } from './check.ts';
import { type MigrationFile, readMigrationFiles } from './read-files.ts';

/** A check as the command line and the API ask for it. */
export interface CheckRequest {
  /** A file or folder of SQL, or `-`. */
  readonly migration: string;
  /** The schema that it is to be run on: any source. */
  readonly on: string;
  /** The first file of a folder to check. */
  readonly from?: string;
  /** How files are run; by what the files say when absent. */
  readonly transaction?: 'one' | 'each';
  readonly target?: string;
  readonly rows: readonly string[];
  readonly volumes: string | undefined;
  /** Inputs of queries: files of SQL, logs, code. */
  readonly workload: readonly string[];
  /** The URL of a server in whose scratch database the statements are run. */
  readonly lab: string | undefined;
  /** How long one statement may run in the embedded engine: `60s`. */
  readonly timeLimit: string | undefined;
  readonly failOn: string | undefined;
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: AsyncIterable<Uint8Array>;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

export interface CheckResult {
  readonly report: CheckReport;
  /** True when a finding is at or above `failOn`. */
  readonly failed: boolean;
}

/** @throws RelvarError for every kind of bad input */
export async function checkCommand(request: CheckRequest): Promise<CheckResult> {
  const limit = request.timeLimit === undefined ? usualTimeLimit : parseDuration(request.timeLimit, '--time-limit');
  const source = await namedSource({ ...request, source: request.migration });
  if (source.kind === 'database' || source.kind === 'snapshot') {
    throw new RelvarError('not-a-migration', `${request.migration} is no migration`, {
      hint: 'give a file or a folder of SQL; the schema that it is to be run on goes after --on',
    });
  }
  // Where the schema's file does not tell whose SQL it is, the migration may.
  const { head, files: migration } = await headOfFiles(source.files);
  const engine = engineByMarks(head);
  let files: readonly MigrationFile[] = [];
  let history: MigrationHistory | undefined;
  let roles: ReadonlySet<string> | undefined;
  const asItIs = await openSource({
    ...request,
    source: request.on,
    mayBeEmpty: true,
    statementLimit: limit,
    ...(engine ? { beside: { engine } } : {}),
    alsoAsk: async (connection, catalog, engine) => {
      history = await engine.migrations.readHistory(connection, catalog);
      roles = await engine.migrations.readRoles?.(connection);
    },
    volumes: await declaredVolumes(request),
    // Whose SQL the migration is, the schema tells.
    alsoWanted: async (engine) => {
      request.progress(`reading ${source.name}`);
      files = await readMigrationFiles(migration, engine.migrations);
      return files.flatMap((file) => file.statements);
    },
  });
  const opened = {
    ...asItIs,
    traits: request.target === undefined ? asItIs.traits : asItIs.engine.traits(request.target),
  };
  let scratch: ScratchConnection | undefined;
  try {
    const { watching, runs, apart } = await labOf(opened.engine);
    scratch = request.lab === undefined ? undefined : await openScratch(request.lab, opened, request.signal);
    const { kept, diagnostics } = await pendingFiles(files, opened, history, request);
    const queries = await queriesFor(opened, request);
    const missing = await opened.engine.migrations.standIn(
      opened.lab,
      kept.flatMap((file) => file.statements),
      hasEmbeddedExtension,
    );
    const surroundings = await opened.engine.migrations.furnish?.(
      opened.lab,
      kept.flatMap((file) => file.statements.map(({ sql }) => sql)),
      roles,
    );
    const major = Number(/\d+/.exec(opened.traits.name)?.[0] ?? 18);
    const checked = await checkMigration({
      files: kept,
      catalog: opened.catalog,
      statistics: opened.statistics,
      traits: opened.traits,
      major,
      engine: opened.engine,
      lab: scratch ?? opened.lab,
      ...(scratch || !apart ? {} : { apart: { open: apart, limit } }),
      watching,
      rates: await ratesOf(request.config, [], undefined),
      ...(request.transaction === undefined ? {} : { transaction: request.transaction }),
      standIns: missing.length > 0 || opened.catalog.extensions.some((extension) => extension.stubbed),
      queries: queries.entries,
      now: request.now,
      progress: request.progress,
    });
    const grouping = new Map(hazards.map((hazard) => [hazard.id, groupingOf(hazard)] as const));
    const findings = checked.results.flatMap(({ hazard, items }) => groupItems(groupingOf(hazard), items) ?? []);
    const suppression = applySuppressions(
      findings,
      { config: [], comments: kept.flatMap((file) => file.suppressions) },
      { rules: grouping, ran: (id) => grouping.has(id) },
    );
    const sorted = [...suppression.kept].sort(compareFindings);
    const named = new Set([...sorted.map((one) => one.rule), ...suppression.suppressed.map((one) => one.rule)]);
    const report: CheckReport = {
      tool: { name: 'relvar', version },
      source: { name: source.name, kind: source.kind, engine: opened.traits.name },
      on: opened.source,
      files: checked.files.map(({ name, mode, why }) => ({ name, mode, why })),
      statements: checked.statements,
      findings: sorted,
      suppressed: suppression.suppressed,
      assumptions: [
        ...assumptions(opened, checked.files, runs ? major : undefined),
        ...(surroundings ? surroundingNotes(surroundings) : []),
        ...ownerNotes(scratch),
      ],
      diagnostics: [
        ...source.diagnostics,
        ...kept.flatMap((file) => file.diagnostics),
        ...opened.diagnostics,
        ...diagnostics,
        ...queries.diagnostics,
        ...missing,
        ...suppression.diagnostics,
        ...checked.undone.map(
          (at): Diagnostic => ({
            severity: 'warning',
            code: 'rolled-back',
            message:
              'the transaction ends in ROLLBACK: nothing of it stays; its locks and its work are told all the same',
            ...at,
          }),
        ),
        ...notRehearsed(checked.statements),
      ],
      rules: hazards.filter((hazard) => named.has(hazard.id)).map(describe),
    };
    return { report, failed: isAtOrAbove(report, request.failOn) };
  } finally {
    await scratch?.close();
    await opened.close();
  }
}

/** The files that the schema does not hold yet. */
async function pendingFiles(
  files: readonly MigrationFile[],
  opened: OpenedSource,
  history: MigrationHistory | undefined,
  { from }: CheckRequest,
): Promise<{ readonly kept: readonly MigrationFile[]; readonly diagnostics: readonly Diagnostic[] }> {
  if (from !== undefined)
    return {
      kept: files.slice(
        countBefore(
          files.map((file) => file.name),
          from,
        ),
      ),
      diagnostics: [],
    };
  if (files.length < 2) return { kept: files, diagnostics: [] };
  const noted = files.filter((file) => history && isNoted(history, file.name));
  if (history && noted.length > 0) {
    const left = files.length - noted.length;
    return {
      kept: files.filter((file) => !noted.includes(file)),
      diagnostics: [
        {
          severity: 'note',
          code: 'already-applied',
          message: `${noted.length} of ${files.length} migrations stand in ${history.table} as applied and were not checked${left === 0 ? ': nothing is left' : ''}`,
          hint: '--from names the first to check',
        },
      ],
    };
  }
  const read = await opened.engine.migrations.openReader();
  const count = appliedCount(
    files.map((file) => file.statements.map((statement) => read(statement.sql))),
    opened.catalog,
  );
  const last = files[count - 1];
  if (!last) return { kept: files, diagnostics: [] };
  const left = files.length - count;
  return {
    kept: files.slice(count),
    diagnostics: [
      {
        severity: 'note',
        code: 'already-applied',
        message: `${count} of ${files.length} migrations, up to ${basename(last.name)}, are there already and were not checked${left === 0 ? ': nothing is left' : ''}`,
        hint: '--from names the first to check',
      },
    ],
  };
}

async function queriesFor(
  opened: OpenedSource,
  request: CheckRequest,
): Promise<{ readonly entries: readonly WorkloadEntry[]; readonly diagnostics: readonly Diagnostic[] }> {
  if (request.workload.length === 0 && opened.queries === undefined && opened.workload.queries.length === 0)
    return { entries: [], diagnostics: [] };
  const { entries, keptOut } = await workloadEntries(opened, request.workload, request);
  const diagnostics = keptOut.map(
    (one): Diagnostic => ({
      severity: 'note',
      code: 'query-not-read',
      message: `${one.count} queries were not looked at (${one.why}), the first: ${one.example}`,
    }),
  );
  return { entries, diagnostics };
}

function groupingOf(hazard: Hazard): GroupingRule {
  return { ...hazard, category: 'scale and operations', why: `${hazard.why} ${hazard.advice}` };
}

function describe(hazard: Hazard): RuleDescription {
  const { id, dimension, severity, summary, why, effort, tradeOff } = hazard;
  return {
    id,
    category: 'scale and operations',
    dimension,
    severity,
    summary,
    why,
    effort,
    tradeOff,
    help: hazardPage(hazard),
  };
}

function notRehearsed(statements: CheckReport['statements']): readonly Diagnostic[] {
  return statements
    .filter((statement) => statement.limit !== undefined)
    .map((statement) => ({
      severity: 'warning' as const,
      code: 'not-rehearsed',
      message: `not rehearsed: ${statement.limit}; its locks and class are those of its form`,
      file: statement.at.file,
      line: statement.at.line,
    }));
}

function assumptions(
  opened: OpenedSource,
  files: readonly {
    readonly name: string;
    readonly mode: 'one' | 'each';
    readonly why: string;
    readonly assumed: boolean;
  }[],
  /** The major version, where the embedded engine ran the statements. */
  major: number | undefined,
): readonly string[] {
  const assumed = files.filter((file) => file.assumed);
  const found = [
    ...new Set(
      assumed.map(
        ({ mode, why }) =>
          `${mode === 'one' ? 'Each file is run in one transaction' : 'Each statement is run by itself'}: ${why} (--transaction says otherwise).`,
      ),
    ),
  ];
  const newest = latest(opened.engine);
  if (major !== undefined && major < Number(newest))
    found.push(
      `The rehearsal ran on ${opened.engine.dialect.name} ${newest}; what ${opened.traits.name} does otherwise was put right by what servers of that version were seen to do.`,
    );
  if (Object.keys(opened.statistics.tables).length === 0)
    found.push('No row counts are known: every table is taken for a large one (--rows orders=50M tells).');
  return found;
}

function isAtOrAbove(report: CheckReport, failOn: string | undefined): boolean {
  const limit = (priorities as readonly (string | undefined)[]).indexOf(failOn);
  return report.findings.some((finding) => priorities.indexOf(finding.priority) <= limit);
}
