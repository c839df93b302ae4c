import type { Diagnostic } from '../findings/error.ts';
import { type FindingItem, type Priority, type Severity, subjectText } from '../findings/finding.ts';
import { orderResults, type Results } from '../findings/order.ts';
import type { Report, RuleDescription, Suppressed } from '../findings/report.ts';
import { terminated } from './finding-parts.ts';

const levels: Readonly<Record<Priority, string>> = { P0: 'error', P1: 'warning', P2: 'note' };
const severityLevels: Readonly<Record<Severity, string>> = {
  critical: 'error',
  high: 'warning',
  medium: 'warning',
  low: 'note',
};

/**
 * The report as SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format): a result for each case, with the
 * case's id as its partial fingerprint; what was silenced is there with its suppression; diagnostics are
 * notifications of the run.
 */
export function sarif(report: Pick<Report, 'tool' | 'source'> & Results): string {
  const { tool, source } = report;
  const { findings, suppressed, diagnostics, rules } = orderResults(report);
  const places = new Map(rules.map((rule, at) => [rule.id, at] as const));
  // A file's own name is the location of what is known only to be somewhere in it.
  const artifact = source.kind === 'file' ? source.name : undefined;
  const results = [
    ...findings.flatMap((finding) =>
      finding.items.map((item) => result(finding.rule, item, item.why ?? finding.why, places, artifact)),
    ),
    ...suppressed.map((one) => ({
      ...result(one.rule, one.item, one.item.why, places, artifact),
      suppressions: [suppression(one)],
    })),
  ];
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            version: tool.version,
            ...(tool.informationUri === undefined ? {} : { informationUri: tool.informationUri }),
            rules: rules.map(descriptor),
          },
        },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: diagnostics.map(notification) }],
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function descriptor(rule: RuleDescription) {
  const help = `${rule.why}\n\nEffort: ${rule.effort}. ${rule.tradeOff}`;
  return {
    id: rule.id,
    shortDescription: { text: rule.summary },
    fullDescription: { text: rule.why },
    help: { text: help, markdown: rule.help ?? help },
    ...(rule.helpUri === undefined ? {} : { helpUri: rule.helpUri }),
    defaultConfiguration: { level: severityLevels[rule.severity] },
    properties: { tags: [rule.category, rule.dimension] },
  };
}

function result(
  rule: string,
  item: FindingItem,
  why: string | undefined,
  places: ReadonlyMap<string, number>,
  artifact: string | undefined,
) {
  const place = places.get(rule);
  return {
    ruleId: rule,
    ...(place === undefined ? {} : { ruleIndex: place }),
    level: levels[item.priority],
    // SARIF 3.27.25: 0 to 100, the most important highest.
    rank: item.confidence * 10,
    message: { text: why === undefined ? item.message : `${item.message}\n${why}` },
    locations: [location(item, artifact)],
    ...(item.alsoAt && item.alsoAt.length > 0
      ? { relatedLocations: item.alsoAt.map(({ file, line }) => ({ physicalLocation: physicalLocation(file, line) })) }
      : {}),
    partialFingerprints: { 'relvarItem/v1': item.id },
    properties: {
      priority: item.priority,
      confidence: item.confidence,
      evidence: item.evidence.map((one) => `${one.kind}: ${one.text}`),
      ...(item.sql.length === 0 ? {} : { sql: item.sql.map(terminated).join('\n') }),
    },
  };
}

function location(item: FindingItem, artifact: string | undefined) {
  const file = item.file?.file ?? artifact;
  const { kind, object, names = [] } = item.at;
  const logical = { name: names.at(-1) ?? object.name, fullyQualifiedName: subjectText(item.at), kind };
  return {
    ...(file === undefined ? {} : { physicalLocation: physicalLocation(file, item.file?.line) }),
    logicalLocations: [logical],
  };
}

function physicalLocation(file: string, line: number | undefined) {
  return {
    artifactLocation: { uri: fileUri(file) },
    ...(line === undefined ? {} : { region: { startLine: line } }),
  };
}

/** A path as a URI: relative stays relative; a drive or a root makes it absolute. */
function fileUri(path: string): string {
  const encoded = path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  if (/^[A-Za-z]%3A\//.test(encoded)) return `file:///${encoded.replace('%3A', ':')}`;
  return encoded.startsWith('/') ? `file://${encoded}` : encoded;
}

function suppression(one: Suppressed) {
  return {
    kind: one.by === 'comment' ? 'inSource' : 'external',
    status: 'accepted',
    justification: one.reason,
  };
}

function notification(diagnostic: Diagnostic) {
  const { severity, code, message, file, line, hint } = diagnostic;
  return {
    descriptor: { id: code },
    level: severity,
    message: { text: hint === undefined ? message : `${message}\n${hint}` },
    ...(file === undefined ? {} : { locations: [{ physicalLocation: physicalLocation(file, line) }] }),
  };
}
