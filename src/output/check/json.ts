import { qualified } from '../../catalog/names.ts';
import type { CheckReport, ReportedStatement } from '../../check/report.ts';
import { subjectText } from '../../findings/finding.ts';
import { orderResults } from '../../findings/order.ts';
import { terminated } from '../finding-parts.ts';

/** The version of the form; grows when a reader could break. */
const checkVersion = 1;

/** The check for programs. */
export function checkJson(report: CheckReport): string {
  const { findings, suppressed, diagnostics } = orderResults(report);
  const value = {
    format: 'relvar-check',
    version: checkVersion,
    tool: report.tool,
    migration: report.source.name,
    on: report.on,
    target: report.source.engine,
    files: report.files,
    statements: report.statements.map(statementValue),
    findings: findings.flatMap((finding) =>
      finding.items.map((item) => ({
        id: item.id,
        rule: finding.rule,
        priority: item.priority,
        severity: item.severity,
        confidence: item.confidence,
        at: subjectText(item.at),
        ...(item.file ? { file: item.file.file, line: item.file.line } : {}),
        message: item.message,
        why: item.why ?? finding.why,
        evidence: item.evidence,
        instead: item.sql.map(terminated),
        ...(item.commands ? { commands: item.commands } : {}),
      })),
    ),
    suppressed: suppressed.map(({ rule, item, reason, by }) => ({ id: item.id, rule, reason, by })),
    assumptions: report.assumptions,
    diagnostics,
  };
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function statementValue(statement: ReportedStatement) {
  const { at, sql, known, manner, limit, transaction, locks, locksOnNew, rewritten, scanned, built, newFiles, error } =
    statement;
  return {
    file: at.file,
    line: at.line,
    sql,
    class: statement.class,
    known,
    ...(manner === undefined ? {} : { manner }),
    ...(limit === undefined ? {} : { limit }),
    ...(transaction === undefined ? {} : { transaction }),
    locks: locks.map(lockValue),
    locksOnNew: locksOnNew.map(lockValue),
    rewritten: rewritten.map(qualified),
    scanned: scanned.map(qualified),
    indexesBuilt: built.map(qualified),
    newFiles: newFiles.map(qualified),
    ...(error === undefined ? {} : { error }),
  };
}

function lockValue({ relation, kind, mode, atEnd, known, renamedTo, dropped }: ReportedStatement['locks'][number]) {
  return {
    relation: qualified(relation),
    kind,
    mode,
    ...(atEnd === undefined ? {} : { atEnd }),
    known,
    ...(renamedTo ? { renamedTo: qualified(renamedTo) } : {}),
    ...(dropped ? { dropped } : {}),
  };
}
