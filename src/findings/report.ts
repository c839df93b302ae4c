import type { Diagnostic } from './error.ts';
import type { EvidenceKind } from './evidence.ts';
import type { Category, Dimension, Effort, Finding, FindingItem, Severity } from './finding.ts';
import type { SchemaStatistics } from './schema-statistics.ts';
import type { Score } from './score.ts';

/** Where the schema came from. */
export interface ReportSource {
  /** A path, or a URL without user and password. */
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'standard input' | 'database' | 'snapshot';
  /** The engine's name for people: `PostgreSQL 18`. */
  readonly engine: string;
}

/** What becomes a problem when the tables grow. */
export interface Risk {
  readonly text: string;
  /** How many times the present rows. */
  readonly factor: 10 | 100;
  /** The object, as people read it. */
  readonly at: string;
  /** Where the present numbers come from. */
  readonly basis: 'planned' | 'observed' | 'declared' | 'stated' | 'presumed';
}

/** A missing fact that would change the outcome. */
export interface ReportQuestion {
  readonly question: string;
  /** What the answer would change. */
  readonly changes: string;
  /** The rules that ask. */
  readonly rules: readonly string[];
}

/** A case that was found and silenced by the user. */
export interface Suppressed {
  readonly rule: string;
  readonly item: FindingItem;
  readonly reason: string;
  readonly by: 'config' | 'comment' | 'baseline';
}

/** Advice that was considered and that the proof contradicts; told only when asked for. */
export interface Rejected {
  readonly rule: string;
  /** The item's id. */
  readonly item: string;
  readonly message: string;
  /** Why not, with the numbers. */
  readonly reason: string;
  readonly kind: EvidenceKind;
}

/** What a reader may want to know of a rule that spoke. */
export interface RuleDescription {
  readonly id: string;
  readonly category: Category;
  readonly dimension: Dimension;
  readonly severity: Severity;
  readonly summary: string;
  readonly why: string;
  readonly effort: Effort;
  readonly tradeOff: string;
  /** The rule's page, in Markdown. */
  readonly help?: string;
  /** Where that page can be read. */
  readonly helpUri?: string;
}

/** A review as plain data: what every output format prints. */
export interface Report {
  readonly tool: { readonly name: string; readonly version: string; readonly informationUri?: string };
  readonly source: ReportSource;
  readonly score: Score;
  readonly statistics: SchemaStatistics;
  readonly findings: readonly Finding[];
  readonly risks: readonly Risk[];
  readonly assumptions: readonly string[];
  readonly questions: readonly ReportQuestion[];
  readonly suppressed: readonly Suppressed[];
  readonly rejected: readonly Rejected[];
  readonly diagnostics: readonly Diagnostic[];
  readonly nextSteps: readonly string[];
  /** At least those that a finding or a suppression names. */
  readonly rules: readonly RuleDescription[];
}
