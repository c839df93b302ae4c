import { closest } from '../catalog/closest.ts';
import { type Lookups, lookups as makeLookups } from '../catalog/lookups.ts';
import { qualified } from '../catalog/names.ts';
import type { Config } from '../config/config.ts';
import type { Baseline } from '../findings/baseline.ts';
import { RelvarError } from '../findings/error.ts';
import type { Finding, FindingItem } from '../findings/finding.ts';
import { matchesGlob } from '../findings/glob.ts';
import { groupItems } from '../findings/group.ts';
import { nextSteps } from '../findings/next-steps.ts';
import { compareFindings } from '../findings/order.ts';
import { tableImportance } from '../findings/priority.ts';
import type { Rejected, Report, ReportQuestion, RuleDescription } from '../findings/report.ts';
import { schemaStatistics } from '../findings/schema-statistics.ts';
import { healthScore } from '../findings/score.ts';
import { applySuppressions } from '../findings/suppress.ts';
import type { EngineLab } from '../lab/engine-lab.ts';
import { labOf } from '../lab/labs.ts';
import { allRules } from '../rules/registry.ts';
import type { AnyRule } from '../rules/rule.ts';
import { type RuleResult, runRules } from '../rules/run.ts';
import { sizes as makeSizes } from '../rules/sizes.ts';
import { risks } from '../scale/risks.ts';
import { version } from '../version.ts';
import { hasQueries, type OpenedSource } from './opened-source.ts';
import { joinFixes, scripted } from './review/join-fixes.ts';
import { joinedColumns } from './review/joined-columns.ts';
import type { JudgedWorkload, WorkloadOptions } from './review/judge-workload.ts';
import { rehearseFixes } from './review/rehearse-fixes.ts';
import { ruleHelp } from './rule-help.ts';
import type { RuleSelection } from './select-rules.ts';

export interface ReviewOptions {
  readonly selection: RuleSelection;
  readonly config: Config;
  /** Tables to tell of: `orders`, `shop.orders`, with `*`; all when empty. */
  readonly tables: readonly string[];
  readonly baseline?: Baseline;
  /** The queries; those that came with the source when absent. */
  readonly workload?: WorkloadOptions;
  /** Whether the fixes are to be run as one script. */
  readonly script?: boolean;
  /** False: what the fixes lock and rewrite is not asked for, only whether they run. */
  readonly watched?: boolean;
  /** The command that made the report, for the next steps. */
  readonly command: string;
  readonly now: Date;
  readonly progress: (text: string) => void;
}

/** Judges a source: runs the rules, proves their fixes in the lab, and puts the report together. */
export async function review(opened: OpenedSource, options: ReviewOptions): Promise<Report> {
  requireTables(opened, options.tables);
  const lookups = makeLookups(opened.catalog);
  const workload = options.workload && (await judged(opened, lookups, options, options.workload));
  try {
    return await reviewed(opened, options, lookups, workload);
  } finally {
    await workload?.close();
  }
}

/** What the queries say; nothing where there are none, and then the part of the program that plans them is not read. */
async function judged(
  opened: OpenedSource,
  lookups: Lookups,
  options: ReviewOptions,
  asked: WorkloadOptions,
): Promise<JudgedWorkload | undefined> {
  if (asked.inputs.length === 0 && !hasQueries(opened)) return undefined;
  const { judgeWorkload } = await import('./review/judge-workload.ts');
  return await judgeWorkload(opened, lookups, options, asked);
}

async function reviewed(
  opened: OpenedSource,
  options: ReviewOptions,
  lookups: Lookups,
  workload: JudgedWorkload | undefined,
): Promise<Report> {
  const { catalog, statistics, traits } = opened;
  const sizes = makeSizes(catalog, statistics);
  // Elsewhere columns are compared whatever their collations are.
  const joins = traits.comparesWithinCollation ? await joinedColumns(opened, workload?.queries ?? []) : undefined;
  options.progress('running the rules');
  const results = runRules(options.selection.rules, {
    catalog,
    statistics,
    traits,
    now: options.now,
    ...(workload?.advice ? { advice: workload.advice } : {}),
    ...(joins ? { joins } : {}),
    ...(workload?.unplanned ? { unplanned: workload.unplanned } : {}),
    ...(workload ? { use: workload.use } : {}),
    settings: options.selection.settings,
  });
  const told = results.map((result) => ({ ...result, items: result.items.filter((item) => isWanted(item, options)) }));
  options.progress('proving the fixes');
  const dropped = workload ? await workload.proveDrops(told) : { results: told, rejected: [] };
  const proven = await rehearseFixes(opened, dropped.results, workload?.lab, options.watched ?? true);
  const located = proven.results.map((result) => ({
    ...result,
    items: result.items.map((item) => locate(item, opened)),
  }));
  const findings = located.flatMap(({ rule, items }) => groupItems(rule, items) ?? []);

  const { kept, suppressed, diagnostics } = applySuppressions(
    findings,
    {
      config: (options.config.suppress ?? []).map(({ at, ...entry }) => (at === undefined ? entry : { ...entry, at })),
      comments: [...opened.suppressions, ...(workload?.suppressions ?? [])],
      ...(options.baseline ? { baseline: options.baseline } : {}),
    },
    {
      rules: new Map(allRules.map((rule) => [rule.id, rule])),
      ran: (id) => options.tables.length === 0 && options.selection.rules.some((rule) => rule.id === id),
    },
  );
  const joined = joinFixes([...kept].sort(compareFindings), opened);
  const sorted = options.script ? scripted(joined, opened) : joined;
  const importance = tableImportance(catalog, lookups, sizes.rows, workload?.use);
  // Last: the lab believes in greater sizes afterwards.
  const planned = await workload?.risks(5);
  const scale = risks({
    traits,
    catalog,
    lookups,
    statistics,
    rows: sizes.rows,
    findings: sorted,
    ...(planned ? { planned: planned.planned } : {}),
    most: 5,
  });
  const partial = {
    findings: sorted,
    statistics: schemaStatistics(catalog, lookups, sizes),
    questions: questions(located, sorted),
    diagnostics: [
      ...opened.diagnostics,
      ...diagnostics,
      ...(workload?.diagnostics ?? []),
      ...(planned?.diagnostics ?? []),
    ],
    suppressed,
  };
  return {
    tool: { name: 'relvar', version },
    source: opened.source,
    score: healthScore(sorted, { tables: lookups.ownTables, importance }),
    ...partial,
    risks: scale,
    assumptions: [
      ...limitsOf(options, suppressed.length),
      ...assumptions(opened, await labOf(opened.engine), sizes.unknown, proven.rejected),
      ...(workload?.assumptions ?? []),
    ],
    rejected: [...proven.rejected, ...dropped.rejected],
    nextSteps: nextSteps(partial, options.command),
    rules: await describedRules(
      sorted,
      suppressed.map((one) => one.rule),
    ),
  };
}

/** A name after `--table` that matches nothing must not look like a schema without faults. */
function requireTables({ catalog }: OpenedSource, patterns: readonly string[]): void {
  const names = [...catalog.tables, ...catalog.views].flatMap((table) => [table.name, qualified(table)]);
  for (const pattern of patterns) {
    if (names.some((name) => matchesGlob(pattern, name))) continue;
    const guess = closest(pattern, names);
    throw new RelvarError('no-such-table', `--table ${pattern}: there is no such table`, {
      hint: guess === undefined ? 'check the name; * stands for any text' : `did you mean ${guess}?`,
    });
  }
}

function isWanted(item: FindingItem, options: ReviewOptions): boolean {
  const name = qualified(item.at.object);
  const matches = (pattern: string) => matchesGlob(pattern, name) || matchesGlob(pattern, item.at.object.name);
  if ((options.config.ignore ?? []).some(matches)) return false;
  return options.tables.length === 0 || options.tables.some(matches);
}

function locate(item: FindingItem, opened: OpenedSource): FindingItem {
  if (item.file) return item;
  const file = opened.locate(item.at);
  return file ? { ...item, file } : item;
}

/** Each question once, with the rules that ask it and still have something to say. */
function questions(results: readonly RuleResult[], findings: readonly Finding[]): readonly ReportQuestion[] {
  const speaking = new Set(findings.map((finding) => finding.rule));
  const asked = new Map<string, { changes: Set<string>; rules: Set<string> }>();
  for (const { rule, questions } of results) {
    if (!speaking.has(rule.id)) continue;
    for (const { question, changes } of questions) {
      const entry = asked.get(question) ?? { changes: new Set(), rules: new Set() };
      asked.set(question, entry);
      entry.changes.add(changes);
      entry.rules.add(rule.id);
    }
  }
  return [...asked].map(([question, { changes, rules }]) => ({
    question,
    changes: [...changes].join('; '),
    rules: [...rules],
  }));
}

/** What the score does not tell of, because the run left it out. */
function limitsOf({ selection, tables }: ReviewOptions, suppressed: number): readonly string[] {
  return [
    ...(selection.rules.length < allRules.length
      ? [`Only ${selection.rules.length} of ${allRules.length} rules were run: the score tells of nothing else.`]
      : []),
    ...(tables.length > 0
      ? [`Only the tables ${tables.join(', ')} were judged: the score tells of nothing else.`]
      : []),
    ...(suppressed > 0
      ? [`${suppressed} known cases (baseline, configuration, comments) are left out of the score.`]
      : []),
  ];
}

function assumptions(
  opened: OpenedSource,
  lab: Pick<EngineLab, 'name' | 'runs'>,
  sizesUnknown: boolean,
  rejected: readonly Rejected[],
): readonly string[] {
  const found: string[] = [];
  if (opened.source.kind !== 'database' && opened.source.kind !== 'snapshot') {
    found.push(
      `The fixes are written for ${opened.traits.name}${opened.engine.versions.length > 1 ? ' (--target)' : ''}; ${lab.runs ? `they were tried on ${lab.name}` : 'they were read back, and run on no server'}.`,
    );
    found.push('No activity counters were read: what is used, dead or bloated is not known.');
  }
  if (sizesUnknown) found.push('No row counts are known: a table is as important as its references make it.');
  if (opened.catalog.extensions.some((extension) => extension.stubbed)) {
    const names = opened.catalog.extensions.filter((extension) => extension.stubbed).map((extension) => extension.name);
    found.push(
      `Stand-ins were used for extensions that the lab lacks (${names.join(', ')}): what depends on their behaviour was not tried.`,
    );
  }
  if (opened.statistics.standby)
    found.push('The server is a standby: its counters tell only of its own queries, not of the primary’s.');
  if (rejected.length > 0)
    found.push(`${rejected.length} fixes failed in the lab and are left out of the advice (--verbose lists them).`);
  return found;
}

async function describedRules(
  findings: readonly Finding[],
  suppressed: readonly string[],
): Promise<readonly RuleDescription[]> {
  const named = new Set([...findings.map((finding) => finding.rule), ...suppressed]);
  const described = allRules.filter((rule) => named.has(rule.id));
  return Promise.all(described.map(describe));
}

async function describe(rule: AnyRule): Promise<RuleDescription> {
  const { id, category, dimension, severity, summary, why, effort, tradeOff } = rule;
  return { id, category, dimension, severity, summary, why, effort, tradeOff, help: await ruleHelp(id) };
}
