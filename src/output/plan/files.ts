import { textDigest } from '../../plan/digest.ts';
import type { MigrationPlan } from '../../plan/plan.ts';
import { planMarkdown } from './markdown.ts';
import { planSql } from './sql.ts';

/** The files of a plan's folder by name: the plan as data, as a document, and as SQL. */
export function planFiles(plan: MigrationPlan): ReadonlyMap<string, string> {
  const sql = planSql(plan);
  const files = Object.fromEntries([...sql].map(([name, text]) => [name, textDigest(text)]));
  return new Map([['plan.json', planJson({ ...plan, files })], ['plan.md', planMarkdown(plan)], ...sql]);
}

export function planJson(plan: MigrationPlan): string {
  return `${JSON.stringify({ $schema: 'https://unpkg.com/relvar/schemas/plan.schema.json', ...plan }, undefined, 2)}\n`;
}
