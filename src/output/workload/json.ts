import type { WorkloadReport } from './report.ts';

/** The report for programs: the workload as in its file, and what it shows. */
export function workloadJson(report: WorkloadReport): string {
  const { tool, inputs, valuesLeftOut, prefix, totals, notes, workload, patterns } = report;
  const value = {
    format: 'relvar-workload-report',
    version: 1,
    tool,
    inputs,
    valuesLeftOut,
    prefix,
    totals,
    notes,
    workload,
    patterns,
  };
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
