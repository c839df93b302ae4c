import { printable } from '../printable.ts';
import type { IndexReport, ReportedQuery } from './report.ts';
import { figures, sizeText } from './words.ts';

/** The version of the form of the file; grows when a reader could break. */
export const strategyVersion = 1;

/** What is needed beside the report to plan the same queries again: the rows of the tables that they read, and those declared. */
export interface StrategyFacts {
  /** By qualified name. */
  readonly rows: Readonly<Record<string, number>>;
}

/**
 * The strategy as a file to keep beside the schema: which query is to be read by which index. With `--check` it fails
 * when a query has lost its index.
 */
export function indexesYaml(report: IndexReport, facts: StrategyFacts): string {
  const planned = report.queries.filter((query) => query.error === undefined);
  const rows = Object.entries(facts.rows);
  return `${[
    `# Which query is served by which index: written by ${report.tool.name} ${report.tool.version} for ${printable(report.source.name)}.`,
    '# Keep it beside the schema; relvar indexes <source> --check <this file> fails when a query has lost its index.',
    `relvar-indexes: ${strategyVersion}`,
    ...(rows.length === 0
      ? []
      : [
          '# Rows that the costs below are for; where a source knows its own, those count.',
          'rows:',
          ...rows.map(([table, number]) => `  ${text(table)}: ${Math.round(number)}`),
        ]),
    ...(report.create.length === 0
      ? []
      : ['create:', ...report.create.map((one) => `  - ${text(one.definition)} # ${printable(sizeText(one))}`)]),
    ...(report.drop.length === 0
      ? []
      : ['drop:', ...report.drop.map((one) => `  - ${text(one.index)} # ${printable(one.why)}`)]),
    ...(planned.length === 0 ? ['queries: []'] : ['queries:', ...planned.flatMap(queryLines)]),
  ].join('\n')}\n`;
}

function queryLines(query: ReportedQuery): readonly string[] {
  const reads = Object.entries(query.reads);
  return [
    `  - name: ${text(query.title)}`,
    ...(query.fingerprint === undefined ? [] : [`    fingerprint: ${text(query.fingerprint)}`]),
    ...(query.where === undefined ? [] : [`    # ${printable(query.where)}`]),
    `    sql: ${text(query.sql.trim())}`,
    ...(query.callsPerSecond === undefined ? [] : [`    calls: ${plain(query.callsPerSecond)} # a second`]),
    ...(query.goalMilliseconds === undefined ? [] : [`    goal: ${plain(query.goalMilliseconds)} # milliseconds`]),
    `    cost: ${plain(query.costAfter)}${query.costAfter === query.costBefore ? '' : ` # ${figures(query.costBefore)} without the advice`}`,
    `    covered: ${query.covered}`,
    ...(reads.length === 0
      ? []
      : [
          '    reads:',
          ...reads.map(
            ([table, index]) => `      ${text(table)}: ${index === null ? 'null # from end to end' : text(index)}`,
          ),
        ]),
  ];
}

function plain(value: number): string {
  return String(Number(value.toPrecision(8)));
}

/** A word as it is where YAML takes it for one, else in quotes as JSON writes them, which YAML reads. */
function text(value: string): string {
  const isWord =
    /^[A-Za-z_][\w.]*(?: [A-Za-z_][\w.]*)*$/.test(value) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value);
  return isWord ? value : JSON.stringify(value);
}
