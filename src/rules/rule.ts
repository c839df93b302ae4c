import type { Catalog } from '../catalog/catalog.ts';
import type { Change } from '../catalog/change.ts';
import type { Lookups } from '../catalog/lookups.ts';
import type { Statistics } from '../catalog/statistics.ts';
import type { Table } from '../catalog/table.ts';
import type { Traits } from '../catalog/traits.ts';
import type { Evidence } from '../findings/evidence.ts';
import type { Category, Dimension, Effort, FileLocation, Severity, Subject } from '../findings/finding.ts';
import type { AskedColumns } from './asked-columns.ts';
import type { JoinedColumns } from './joined-columns.ts';
import type { Sizes } from './sizes.ts';
import type { WorkloadAdvice } from './workload-advice.ts';

/** What a rule is given: plain data, nothing to await. */
export interface RuleContext<Settings = unknown> {
  readonly catalog: Catalog;
  readonly lookups: Lookups;
  readonly statistics: Statistics;
  readonly traits: Traits;
  /** Row counts and sizes, known or not. */
  readonly sizes: Sizes;
  /** What the planner said of the queries of the workload; absent where there are none. */
  readonly advice?: WorkloadAdvice;
  /** Columns that views and queries compare with each other; absent where nobody asked. */
  readonly joins?: readonly JoinedColumns[];
  /** Of queries that no planner was asked about; absent where there are none. */
  readonly unplanned?: AskedColumns;
  /** The rule's settings, defaults filled in. */
  readonly settings: Settings;
  /** The time of the run, for ages of counters. */
  readonly now: Date;
}

/** A fact that was missing, as a question for the end of the report. */
export interface Question {
  /** The same text from several rules is asked once. */
  readonly question: string;
  /** What the answer would change. */
  readonly changes: string;
}

/** One case that a rule found. */
export interface Draft {
  readonly at: Subject;
  /** Where to point, when that is not where the subject is written: the query that suffers, and others. */
  readonly place?: FileLocation;
  readonly alsoAt?: readonly FileLocation[];
  /** What is wrong here, one sentence with the names and numbers. */
  readonly message: string;
  /** Why it matters here, when the rule's own sentence can be made more exact. */
  readonly why?: string;
  readonly evidence: readonly Evidence[];
  readonly changes: readonly Change[];
  /** Instead of the rule's severity. */
  readonly severity?: Severity;
  /** Tables whose importance weighs this case; the subject's table when absent. */
  readonly weighs?: readonly Table[];
  /** Ids of other rules' items that this one implies and so silences: `rule:subject`. */
  readonly implies?: readonly string[];
  readonly questions?: readonly Question[];
}

/** What a rule reads: without `statistics` (a live database, a snapshot), `volumes` or a `workload` it may say less. */
export type Need = 'catalog' | 'statistics' | 'volumes' | 'workload';

/** A rule's settings: names with defaults; a number, text or list each. */
export type SettingDefaults = Readonly<Record<string, number | string | boolean | readonly string[]>>;

export interface Rule<Settings extends SettingDefaults = SettingDefaults> {
  /** Its folder, its key in the configuration, its docs page. Names what is wrong. */
  readonly id: string;
  readonly category: Category;
  readonly dimension: Dimension;
  readonly severity: Severity;
  /** One sentence: what is wrong. */
  readonly summary: string;
  /** The headline of several cases together. */
  readonly headline: (count: number) => string;
  /** Why it matters, one or two sentences. */
  readonly why: string;
  readonly effort: Effort;
  /** What the fix costs or risks, one sentence. */
  readonly tradeOff: string;
  readonly needs: readonly Need[];
  /** When the engine makes the rule moot. */
  readonly when?: (traits: Traits) => boolean;
  readonly settings: Settings;
  /** False for a rule that speaks only when asked for (`--rule`, or in the configuration). */
  readonly enabledByDefault?: boolean;
  check(context: RuleContext<Settings>): Iterable<Draft>;
}

/** A rule with its settings' types forgotten, as the registry keeps it. */
export type AnyRule = Omit<Rule, 'check'> & { check(context: RuleContext<never>): Iterable<Draft> };

export function defineRule<Settings extends SettingDefaults>(rule: Rule<Settings>): Rule<Settings> {
  return rule;
}
