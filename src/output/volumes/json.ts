import type { VolumesReport } from './report.ts';

/** The report as JSON; columns only when asked for. */
export function volumesJson(report: VolumesReport, options: { readonly columns: boolean }): string {
  const tables = options.columns ? report.tables : report.tables.map(({ columns: _, ...table }) => table);
  return `${JSON.stringify({ version: 1, ...report, tables }, undefined, 2)}\n`;
}
