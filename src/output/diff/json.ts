import type { DiffReport } from './report.ts';

/** The report as JSON; its form is schemas/diff.schema.json. */
export function diffJson(report: DiffReport): string {
  return `${JSON.stringify({ format: 'relvar-diff', version: 1, ...report }, undefined, 2)}\n`;
}
