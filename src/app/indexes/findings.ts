import { qualified } from '../../catalog/names.ts';
import type { Diagnostic } from '../../findings/error.ts';
import type { FileLocation, Finding, FindingItem, Severity } from '../../findings/finding.ts';
import { compareItems, type Results } from '../../findings/order.ts';
import { priority } from '../../findings/priority.ts';
import type { RuleDescription } from '../../findings/report.ts';
import type {
  CheaperForm,
  IndexReport,
  IndexToCreate,
  IndexToDrop,
  ReportedQuery,
} from '../../output/indexes/report.ts';
import { figures } from '../../output/indexes/words.ts';
import { bytes } from '../../output/words.ts';
import type { OpenedSource } from '../opened-source.ts';
import { placeOf } from './place.ts';

/** From this share of the workload's cost on, what takes it off is of high severity, and of medium. */
const highShare = 0.1;
const mediumShare = 0.01;

type Located = Pick<OpenedSource, 'locate' | 'catalog' | 'traits'>;

/**
 * The advice as findings, for forms that know of nothing else (SARIF, annotations): each index at the line of the query
 * that gains most by it, with the other queries as further places; drops and what no query is written for at the table.
 */
export function indexFindings(report: IndexReport, opened: Located): Results {
  const findings = [
    found(
      'index-to-create',
      report.create.map((one) => createItem(one, report, opened)),
    ),
    found(
      'index-to-drop',
      report.drop.map((one) => dropItem(one, opened)),
    ),
    found(
      'query-in-dearer-form',
      report.rewrites.map((one) => formItem(one, report, opened)),
    ),
    found(
      'query-without-serving-index',
      report.queries.flatMap((one) => unservedItem(one, opened)),
    ),
  ].filter((one) => one.items.length > 0);
  const told = new Set(findings.map((one) => one.rule));
  return {
    findings,
    suppressed: [],
    diagnostics: report.diagnostics.map((one) => ({ ...one, ...placeOfDiagnostic(one) })),
    rules: rules.filter((one) => told.has(one.id)),
  };
}

const rules: readonly RuleDescription[] = [
  {
    id: 'index-to-create',
    category: 'indexes',
    dimension: 'performance',
    severity: 'high',
    summary: 'An index that queries of the workload need is missing.',
    why: 'The planner finds the workload cheaper with it, beside the other indexes of the advice, by more than its space and its writes take.',
    effort: 'minutes',
    tradeOff: 'Every insert, and every update that writes to indexes at all, writes one more entry.',
  },
  {
    id: 'index-to-drop',
    category: 'indexes',
    dimension: 'performance',
    severity: 'medium',
    summary: 'An index that another one makes superfluous, or that nothing reads.',
    why: 'Every write maintains it, and no query of the workload becomes dearer without it.',
    effort: 'minutes',
    tradeOff: 'A query outside of the workload may use it.',
  },
  {
    id: 'query-in-dearer-form',
    category: 'indexes',
    dimension: 'performance',
    severity: 'medium',
    summary: 'A query that gives the same rows in another form, at less cost.',
    why: 'Both forms gave the same rows on made databases, and the planner finds the other one cheaper.',
    effort: 'minutes',
    tradeOff: 'The text of the query changes where it is written.',
  },
  {
    id: 'query-without-serving-index',
    category: 'indexes',
    dimension: 'performance',
    severity: 'low',
    summary: 'A query that reads a table from end to end, and that no index serves as it is written.',
    why: 'It takes the longer the larger the table gets.',
    effort: 'hours',
    tradeOff: 'None: it is told so that nobody looks for an index.',
  },
];

function found(rule: RuleDescription['id'], items: readonly FindingItem[]): Finding {
  const own = rules.find((one) => one.id === rule);
  if (!own) throw new Error(`there is no rule ${rule}`);
  const [first] = [...items].sort(compareItems);
  return {
    id: rule,
    rule,
    category: own.category,
    dimension: own.dimension,
    priority: first?.priority ?? 'P2',
    confidence: Math.max(1, ...items.filter((one) => one.priority === first?.priority).map((one) => one.confidence)),
    message: own.summary,
    why: own.why,
    effort: own.effort,
    tradeOff: own.tradeOff,
    items,
  };
}

function createItem(one: IndexToCreate, report: IndexReport, { locate }: Located): FindingItem {
  const whole = report.totals.before.workloadCost;
  const share = whole > 0 ? one.gainPerSecond / whole : 0;
  const severity: Severity = share >= highShare ? 'high' : share >= mediumShare ? 'medium' : 'low';
  const [best] = one.serves;
  const table = { schema: one.change.table.schema, name: one.change.table.name };
  const columns = one.change.keys.flatMap((key) => key.column ?? []);
  const places = one.serves.flatMap(({ query }) => placeOf(report.queries[query - 1]?.where) ?? []);
  const [file = locate({ kind: 'table', object: table }), ...others] = places;
  const title = best && report.queries[best.query - 1]?.title;
  const gain =
    best === undefined
      ? `the foreign key ${one.foreignKeys.join(', ')} needs it`
      : `the query "${title}" costs ${figures(best.before)} by the planner, and ${figures(best.after)} with it`;
  return {
    ...weighed(severity, one.confidence, share),
    id: `index-to-create:${one.definition.replaceAll(/\s+/g, '')}`,
    at: { kind: 'index', object: table, names: [one.change.name] },
    ...located(file, others),
    message: `create ${one.definition}, about ${bytes(one.bytes)}: ${gain}${columns.length === 0 || one.serves.length < 2 ? '' : `; ${one.serves.length - 1} more gain`}`,
    why: one.why.join('. '),
    evidence: one.evidence,
    changes: [one.change],
    sql: one.sql,
  };
}

function dropItem(one: IndexToDrop, { locate }: Located): FindingItem {
  const { schema, name } = one.change.index;
  const at = { kind: 'index', object: one.change.table, names: [name] } as const;
  return {
    ...weighed('medium', one.confidence, 0),
    id: `index-to-drop:${schema}.${name}`,
    at,
    ...located(locate(at) ?? locate({ kind: 'table', object: one.change.table })),
    message: `drop ${one.index}, ${bytes(one.bytes)}: ${one.why}`,
    why: one.why,
    evidence: one.evidence,
    changes: [one.change],
    sql: one.sql,
  };
}

function formItem(form: CheaperForm, report: IndexReport, opened: Located): FindingItem {
  const query = report.queries[form.query - 1];
  const beside = form.create.map((one) => one.definition).join(', ');
  return {
    ...weighed('medium', 8, 0),
    id: `query-in-dearer-form:${form.id}:${identityOf(query)}`,
    at: subjectOf(query, opened),
    ...located(placeOf(query?.where)),
    message: `"${query?.title}": ${form.title}${beside === '' ? '' : `, with the index ${beside}`}: planner cost ${figures(form.before)} → ${figures(form.after)}`,
    why: `${form.tested}. The form: ${form.sql.replaceAll(/\s+/g, ' ').trim()}`,
    evidence: [{ kind: 'measured', text: form.tested }],
    changes: [],
    sql: form.create.flatMap((one) => one.sql),
  };
}

function unservedItem(query: ReportedQuery, opened: Located): readonly FindingItem[] {
  if (query.unserved === undefined || query.error !== undefined) return [];
  return [
    {
      ...weighed('low', 8, 0),
      id: `query-without-serving-index:${identityOf(query)}`,
      at: subjectOf(query, opened),
      ...located(placeOf(query.where)),
      message: `"${query.title}" is served by no index: ${query.unserved}`,
      why: query.unserved,
      evidence: [
        { kind: 'planned', text: `it costs ${figures(query.costAfter)} by the planner, with all of the advice` },
      ],
      changes: [],
      sql: [],
    },
  ];
}

function weighed(severity: Severity, confidence: number, importance: number) {
  const own = Math.min(1, Math.max(0, importance));
  return { severity, confidence, importance: own, priority: priority(severity, confidence, own) };
}

function located(file: FileLocation | undefined, others: readonly FileLocation[] = []) {
  return { ...(file ? { file } : {}), ...(file && others.length > 0 ? { alsoAt: others } : {}) };
}

/** What stays the same of a query while its place and its constants change. */
function identityOf(query: ReportedQuery | undefined): string {
  return query?.fingerprint ?? query?.title.replaceAll(/\s+/g, '-') ?? '';
}

/** The first table that it reads. */
function subjectOf(query: ReportedQuery | undefined, { catalog, traits }: Located): FindingItem['at'] {
  const [read] = Object.keys(query?.reads ?? {});
  const table = catalog.tables.find((one) => qualified(one) === read);
  const { defaultSchema } = traits;
  return table
    ? { kind: 'table', object: { schema: table.schema, name: table.name } }
    : { kind: 'schema', object: { schema: defaultSchema, name: defaultSchema } };
}

/** `queries.sql:4:7: …` begins with its place. */
function placeOfDiagnostic({ file, message }: Diagnostic): Partial<FileLocation> {
  if (file !== undefined) return {};
  const [, name, line] = /(?:^|: )([^\s:]+\.\w+):(\d+)(?::\d+)?: /.exec(message) ?? [];
  return name === undefined ? {} : { file: name, line: Number(line) };
}
