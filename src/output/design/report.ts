import type { Blueprint, BlueprintQuery } from '../../catalog/blueprint.ts';
import type { Decision, Design } from '../../design/model.ts';
import type { Finding } from '../../findings/finding.ts';

/** What a plan of a designed query is at one size. */
export interface DesignedPlan {
  readonly cost: number;
  /** Indexes that it reads, in its order. */
  readonly indexes: readonly string[];
  /** Large tables that it reads whole. */
  readonly whole: readonly string[];
}

export interface ProvenQuery {
  readonly name: string;
  readonly said: boolean;
  readonly words: string;
  readonly sql: string;
  /** What the SQL was written from. */
  readonly query: BlueprintQuery;
  readonly perHour?: number;
  readonly goalMilliseconds?: number;
  /** Absent where no engine was there to plan it. */
  readonly today?: DesignedPlan;
  readonly tenfold?: DesignedPlan;
  /** How long the plan at ten times the size takes at most, where the planner's costs tell. */
  readonly tenfoldMilliseconds?: number;
  /** Every large table is read through an index at ten times the size; absent as the plans are. */
  readonly served?: boolean;
  /** What it is asked by and the design has no name for: what is planned is less than what was asked for. */
  readonly without?: readonly string[];
  /** Adds up rows: what it costs grows with them. */
  readonly summary: boolean;
}

export interface DesignedTable {
  readonly name: string;
  readonly entity: string;
  readonly about: string;
  readonly columns: number;
  readonly rows: number;
  /** Bytes with indexes. */
  readonly bytes: number;
  readonly growthPerMonth?: number;
  readonly rowsWhy: string;
}

/** A finding of the review that stays, with the decision that explains it. */
export interface LeftFinding {
  readonly finding: Finding;
  readonly because?: string;
}

export interface DesignProof {
  /** In what the schema was loaded: `an embedded PostgreSQL`. */
  readonly lab: string;
  /** False where no engine was there: the statements were read, and no row was tried. */
  readonly tried: boolean;
  readonly statements: number;
  readonly goodRows: number;
  readonly refused: number;
  /** Values that the database keeps itself, histories and sums, and that were seen to be right after a change. */
  readonly effects: number;
  /** Bad rows that went in all the same, and good ones that did not: what is wrong with each. */
  readonly wrong: readonly string[];
  readonly queries: readonly ProvenQuery[];
  readonly findings: readonly LeftFinding[];
  readonly score: number;
}

/** A design that was carried out and proven. */
export interface DesignReport {
  readonly tool: { readonly name: string; readonly version: string };
  readonly source: string;
  readonly engine: string;
  readonly proposer: string;
  readonly design: Design;
  readonly blueprint: Blueprint;
  readonly tables: readonly DesignedTable[];
  readonly decisions: readonly Decision[];
  /** What the engine has otherwise than the one that the design was made for, or not at all; a sentence each. */
  readonly otherwise: readonly string[];
  readonly indexes: readonly { readonly table: string; readonly definition: string; readonly why: string }[];
  readonly proof: DesignProof;
}

/** Queries that the description asks for and that read the rows they want, and not sums of all rows. */
export function askedFor({ queries }: DesignProof): readonly ProvenQuery[] {
  return queries.filter((one) => one.said && !one.summary);
}

/**
 * Whether the proof holds: rows go in and bad ones do not, what is asked for is served by indexes, and no finding at P0 or
 * P1 is without an explanation.
 */
export function isProven({ proof }: Pick<DesignReport, 'proof'>): boolean {
  return (
    proof.wrong.length === 0 &&
    askedFor(proof).every((one) => one.served !== false) &&
    proof.findings.every(({ finding, because }) => finding.priority === 'P2' || because !== undefined)
  );
}
