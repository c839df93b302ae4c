import type { Catalog } from '../catalog/catalog.ts';
import { lookups as makeLookups } from '../catalog/lookups.ts';
import { type QualifiedName, qualified } from '../catalog/names.ts';
import type { Statistics } from '../catalog/statistics.ts';
import type { Traits } from '../catalog/traits.ts';
import { confidence } from '../findings/evidence.ts';
import { type FindingItem, subjectId } from '../findings/finding.ts';
import { priority, tableImportance } from '../findings/priority.ts';
import type { AskedColumns } from './asked-columns.ts';
import type { JoinedColumns } from './joined-columns.ts';
import type { AnyRule, Draft, Question, RuleContext, SettingDefaults } from './rule.ts';
import { sizes as makeSizes } from './sizes.ts';
import type { WorkloadAdvice } from './workload-advice.ts';

/** A rule's settings as the configuration gives them: those not named keep their defaults. */
export type RuleSettings = Readonly<Record<string, SettingDefaults>>;

export interface RunOptions {
  readonly catalog: Catalog;
  readonly statistics: Statistics;
  readonly traits: Traits;
  readonly now: Date;
  /** What the planner said of the queries of the workload. */
  readonly advice?: WorkloadAdvice;
  /** Columns that views and queries compare with each other. */
  readonly joins?: readonly JoinedColumns[];
  /** Of queries that no planner was asked about. */
  readonly unplanned?: AskedColumns;
  /** How much of the workload reads or writes a table (tableImportance); absent where there is none. */
  readonly use?: (table: QualifiedName) => number;
  /** By rule id. */
  readonly settings?: RuleSettings;
}

/** What one rule found: its cases, most pressing first, and the facts that it missed. */
export interface RuleResult {
  readonly rule: AnyRule;
  readonly items: readonly FindingItem[];
  readonly questions: readonly Question[];
}

/**
 * Runs rules over a catalog. Cases that another case implies are left out, wherever their rules stand in the list;
 * so are cases of tables that are partitions when the parent has the same.
 */
export function runRules(rules: readonly AnyRule[], options: RunOptions): readonly RuleResult[] {
  const { catalog, statistics, traits, now } = options;
  const lookups = makeLookups(catalog);
  const sizes = makeSizes(catalog, statistics);
  const importance = tableImportance(catalog, lookups, sizes.rows, options.use);
  const found = rules
    .filter((rule) => rule.when?.(traits) ?? true)
    .map((rule) => {
      const settings = { ...rule.settings, ...options.settings?.[rule.id] };
      // The registry has forgotten each rule's own settings type; the configuration was checked against it.
      const context: RuleContext<never> = {
        catalog,
        lookups,
        statistics,
        traits,
        sizes,
        now,
        ...(options.advice ? { advice: options.advice } : {}),
        ...(options.joins ? { joins: options.joins } : {}),
        ...(options.unplanned ? { unplanned: options.unplanned } : {}),
        settings: settings as never,
      };
      return { rule, drafts: [...rule.check(context)] };
    });
  const implied = new Set(found.flatMap(({ drafts }) => drafts.flatMap((draft) => draft.implies ?? [])));
  return found.map(({ rule, drafts }) => {
    const kept = drafts.filter((draft) => !implied.has(itemId(rule, draft)));
    return {
      rule,
      items: kept.map((draft) => item(rule, draft, importance)),
      questions: kept.flatMap((draft) => draft.questions ?? []),
    };
  });
}

function itemId(rule: AnyRule, draft: Draft): string {
  return `${rule.id}:${subjectId(draft.at)}`;
}

function item(rule: AnyRule, draft: Draft, importance: ReadonlyMap<string, number>): FindingItem {
  const severity = draft.severity ?? rule.severity;
  const sure = confidence(draft.evidence);
  const tables = draft.weighs ?? [draft.at.object];
  const weight = Math.max(0, ...tables.map((table) => importance.get(qualified(table)) ?? 0));
  return {
    id: itemId(rule, draft),
    priority: priority(severity, sure, weight),
    severity,
    confidence: sure,
    importance: weight,
    at: draft.at,
    ...(draft.place ? { file: draft.place } : {}),
    ...(draft.alsoAt ? { alsoAt: draft.alsoAt } : {}),
    message: draft.message,
    ...(draft.why === undefined ? {} : { why: draft.why }),
    evidence: draft.evidence,
    changes: draft.changes,
    sql: [],
  };
}
