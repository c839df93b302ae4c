import { type BlueprintColumn, type BlueprintReference, relationsOf } from '../../catalog/blueprint.ts';
import type { Contradiction, Decision, NotUnderstood, Question } from '../../design/model.ts';
import type { Priority } from '../../findings/finding.ts';
import type { DesignedTable, DesignProof, DesignReport, ProvenQuery } from './report.ts';

/** The version of the form that schemas/design.schema.json describes; grows when a reader could break. */
export const designVersion = 1;

/** A table as programs read it. */
export interface ToldTable extends Omit<DesignedTable, 'columns'> {
  readonly columns: readonly Pick<BlueprintColumn, 'name' | 'meaning' | 'nullable' | 'values' | 'about'>[];
  readonly primaryKey: readonly string[];
  readonly references: readonly Pick<BlueprintReference, 'columns' | 'to' | 'toColumns' | 'onDelete'>[];
}

export type ToldQuery = Omit<ProvenQuery, 'query'>;

export interface ToldProof extends Omit<DesignProof, 'queries' | 'findings'> {
  readonly findings: readonly {
    readonly rule: string;
    readonly priority: Priority;
    readonly message: string;
    readonly because?: string;
  }[];
}

/** What `relvar design --format json` prints. */
export interface DesignFile {
  readonly format: 'relvar-design';
  readonly version: typeof designVersion;
  readonly tool: { readonly name: string; readonly version: string };
  readonly source: string;
  readonly engine: string;
  readonly proposer: string;
  readonly title: string;
  readonly domains: readonly string[];
  readonly tables: readonly ToldTable[];
  readonly indexes: DesignReport['indexes'];
  readonly queries: readonly ToldQuery[];
  readonly decisions: readonly Decision[];
  readonly otherwise: readonly string[];
  readonly contradictions: readonly Contradiction[];
  readonly questions: readonly Question[];
  readonly constraints: readonly string[];
  readonly risks: readonly string[];
  readonly notUnderstood: readonly NotUnderstood[];
  readonly proof: ToldProof;
}

/** The design and its proof for programs (schemas/design.schema.json). */
export function designFile({ design, blueprint, proof, ...report }: DesignReport): DesignFile {
  const { queries, findings, ...proven } = proof;
  return {
    format: 'relvar-design',
    version: designVersion,
    tool: report.tool,
    source: report.source,
    engine: report.engine,
    proposer: report.proposer,
    title: design.title,
    domains: design.domains,
    tables: report.tables.map((table) => {
      const made = relationsOf(blueprint).find((one) => one.name === table.name);
      return {
        ...table,
        columns: (made?.columns ?? []).map(({ name, meaning, nullable, values, about }) => ({
          name,
          meaning,
          nullable,
          ...(values ? { values } : {}),
          about,
        })),
        primaryKey: made?.primaryKey ?? [],
        references: (made?.references ?? []).map(({ columns, to, toColumns, onDelete }) => ({
          columns,
          to,
          toColumns,
          onDelete,
        })),
      };
    }),
    indexes: report.indexes,
    queries: queries.map(({ query: _, ...told }) => told),
    decisions: report.decisions,
    otherwise: report.otherwise,
    contradictions: design.contradictions,
    questions: design.questions,
    constraints: design.constraints ?? [],
    risks: design.risks ?? [],
    notUnderstood: design.notUnderstood,
    proof: {
      ...proven,
      findings: findings.map(({ finding: { rule, priority, message }, because }) => ({
        rule,
        priority,
        message,
        ...(because === undefined ? {} : { because }),
      })),
    },
  };
}

export function designJson(report: DesignReport): string {
  return `${JSON.stringify(designFile(report), undefined, 2)}\n`;
}
