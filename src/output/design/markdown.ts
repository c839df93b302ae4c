import { capital, spoken, withArticle } from '../../catalog/words.ts';
import type { Conflict } from '../../design/merge.ts';
import type { Decision } from '../../design/model.ts';
import { code, prose } from '../markdown-text.ts';
import { bytes, count, short } from '../words.ts';
import type { DesignedPlan, DesignedTable, DesignReport } from './report.ts';
import { loadedText, readBy, servedText, summedText, untoldText } from './text.ts';
import { from } from './why.ts';

/**
 * DESIGN.md: what there is and why, what was assumed, and what to ask.
 * @param conflicts what schema.sql has otherwise, because it was changed by hand
 */
export function designMarkdown(report: DesignReport, conflicts: readonly Conflict[] = []): string {
  const { design, tables, proof } = report;
  return `${[
    `# ${prose(design.title)}`,
    `Designed by relvar for ${report.engine} from ${prose(report.source)}: ${count(tables.length, 'table')}, ${short(tables.reduce((sum, one) => sum + one.rows, 0))} rows, ${bytes(tables.reduce((sum, one) => sum + one.bytes, 0))} with indexes. The schema is in [schema.sql](schema.sql), its queries in [queries.sql](queries.sql), its picture in [schema.svg](schema.svg).`,
    ...(conflicts.length > 0
      ? [
          '## Changed by hand',
          'What schema.sql has otherwise than this page tells.',
          list(
            conflicts.map(
              ({ part, wanted }) => `${part}: ${wanted === undefined ? 'was to go' : `the design has ${wanted}`}`,
            ),
          ),
        ]
      : []),
    '## Tables',
    tableOf(
      ['table', 'what a row is', 'rows', 'size', 'growth', 'how many, and why'],
      tables.map((one) => [
        code(one.name),
        prose(one.about),
        short(one.rows),
        bytes(one.bytes),
        one.growthPerMonth === undefined ? '' : `${Number((one.growthPerMonth * 100).toPrecision(2))}% a month`,
        prose(one.rowsWhy),
      ]),
    ),
    '## References',
    tableOf(['from', 'to', 'when it is deleted', 'why'], references(report)),
    '## Decisions',
    ...decisions(report.decisions),
    ...(report.otherwise.length > 0
      ? [
          `## For ${report.engine}`,
          'What is otherwise than these decisions say, or left to the application, because the engine has no such thing.',
          list(report.otherwise),
        ]
      : []),
    '## Queries',
    'Costs are the planner’s own, at the sizes above and at ten times them.',
    tableOf(
      ['query', 'asked for', 'cost today', 'at 10×', 'how'],
      proof.queries.map((one) => [
        prose(one.name),
        one.said ? prose(`"${one.words}"`) : 'usual',
        cost(one.today),
        cost(one.tenfold),
        prose(readBy(one)),
      ]),
    ),
    ...(report.indexes.length > 0
      ? [
          '## Indexes',
          tableOf(
            ['index', 'why'],
            report.indexes.map((one) => [code(one.definition.replaceAll(/\s+/g, ' ')), prose(one.why)]),
          ),
        ]
      : []),
    '## Proof',
    list([
      `${loadedText(proof)}.`,
      ...(proof.tried
        ? [
            `${count(proof.goodRows, 'sample row')} go in; ${count(proof.refused, 'bad row')} are refused by constraints.`,
          ]
        : []),
      ...(proof.effects > 0
        ? [
            `${count(proof.effects, 'kept value')} (histories, sums) ${proof.effects === 1 ? 'is' : 'are'} right after a change of rows.`,
          ]
        : []),
      ...proof.wrong,
      ...(proof.queries.some((one) => one.today)
        ? [servedText(proof), ...summedText(proof)].map((one) => `${capital(one)}.`)
        : []),
      ...untoldText(design).map((one) => `${capital(one)}.`),
      `The review of what was designed gives ${proof.score} of 100.`,
      ...proof.findings.map(
        ({ finding, because }) =>
          `${finding.priority} ${finding.rule}: ${finding.message}${because === undefined ? '' : ` — ${because}`}`,
      ),
    ]),
    ...capacity(report),
    ...assumed(report),
    ...(design.contradictions.length > 0
      ? [
          '## Contradictions',
          list(
            design.contradictions.map(
              ({ first, second, taken }) => `"${first.words}" against "${second.words}". ${taken}`,
            ),
          ),
        ]
      : []),
    ...worded(design),
    ...(design.notUnderstood.length > 0
      ? [
          '## Not understood',
          list(design.notUnderstood.map(({ words, line, why }) => `Line ${line}: "${words}" (${why}).`)),
        ]
      : []),
    ...(design.questions.length > 0
      ? ['## To ask', list(design.questions.map(({ question, changes }) => `${question} It would change: ${changes}.`))]
      : []),
  ].join('\n\n')}\n`;
}

/** What was asked to hold, and what is feared, in its own words. */
function worded({ constraints = [], risks = [], notUnderstood }: DesignReport['design']): readonly string[] {
  const why = new Map(notUnderstood.map((one) => [one.words, one.why]));
  return [
    ...(constraints.length > 0
      ? [
          '## Constraints',
          'What the description asks to hold. Rules of the schema are made of it where nothing else is told behind it.',
          list(constraints.map((one) => (why.has(one) ? `${one} (not held by the schema: ${why.get(one)})` : one))),
        ]
      : []),
    ...(risks.length > 0 ? ['## Risks', 'What is feared, in the words of the description.', list(risks)] : []),
  ];
}

function cost(plan: DesignedPlan | undefined): string {
  return plan === undefined ? '' : String(Number(plan.cost.toPrecision(4)));
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function list(items: readonly string[]): string {
  return items.map((one) => `- ${prose(one)}`).join('\n');
}

function references({ design, tables }: DesignReport): readonly (readonly string[])[] {
  const name = new Map(tables.map((one) => [one.entity, one.name]));
  const words = { cascade: 'goes, too', restrict: 'is refused', 'set null': 'stays without it' };
  return design.relations.map(({ from: own, to, role, onDelete, why }) => [
    code(name.get(own) ?? own),
    `${code(name.get(to) ?? to)}${role === to ? '' : ` as ${prose(role)}`}`,
    words[onDelete],
    prose(why),
  ]);
}

/** What was chosen, once for all that was chosen for the same reason; delete rules stand with the references. */
function decisions(all: readonly Decision[]): readonly string[] {
  const chosen = all.filter(({ what }) => !what.startsWith('When the '));
  if (chosen.length === 0) return ['None but those that the tables themselves show.'];
  const groups = new Map<string, Decision[]>();
  for (const one of chosen) {
    const key = one.at === undefined ? one.what : `${one.why}|${one.instead ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group;
    if (!first) return '';
    const { why, instead } = first;
    const causes = [...new Set(group.map(({ cause }) => from(cause)))];
    return [
      ...group.map(
        ({ at, what }, place) =>
          `${place === 0 ? '-' : '  <br>'} ${at === undefined ? '' : `${code(at)}: `}${prose(what)}`,
      ),
      `  - Why: ${prose(why)}.`,
      ...(instead === undefined ? [] : [`  - Instead: ${prose(instead)}`]),
      `  - From: ${prose(causes.slice(0, 2).join(' '))}${causes.length > 2 ? ` And ${causes.length - 2} more.` : ''}`,
    ].join('\n');
  });
}

/** A month has so many seconds. */
const month = 30.4 * 86_400;

/** How large it is today, in a year as far as growth is told, and at ten times the rows; how much goes in and out. */
function capacity({ design, tables, proof }: DesignReport): readonly string[] {
  const inAYear = ({ rows, growthPerMonth = 0 }: DesignedTable) => rows * (1 + growthPerMonth * 12);
  const sizeAt = (one: DesignedTable, rows: number) => Math.round((one.bytes * rows) / Math.max(1, one.rows));
  const growing = tables.filter((one) => (one.growthPerMonth ?? 0) > 0);
  const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);
  const cells = (name: string, all: readonly DesignedTable[]) => [
    name,
    short(sum(all.map((one) => one.rows))),
    bytes(sum(all.map((one) => one.bytes))),
    short(sum(all.map(inAYear))),
    bytes(sum(all.map((one) => sizeAt(one, inAYear(one))))),
    bytes(sum(all.map((one) => sizeAt(one, one.rows * 10)))),
  ];
  const inserts = sum(growing.map((one) => (one.rows * (one.growthPerMonth ?? 0)) / month));
  const calls = sum(proof.queries.map((one) => one.perHour ?? 0)) / 3600;
  const { connections, readsPerWrite } = design.load;
  const rate = (perSecond: number) => String(Number(perSecond.toPrecision(2)));
  return [
    '## Capacity',
    'Rows and bytes with indexes; in a year, if as many rows come each month as now. The last column is that of the plans at 10×.',
    tableOf(
      ['table', 'rows now', 'size now', 'rows in a year', 'size in a year', 'size at 10×'],
      [...growing.map((one) => cells(code(one.name), [one])), cells('all tables', tables)],
    ),
    list([
      growing.length === 0
        ? 'Nothing is said of growth: sizes in a year are those of today.'
        : `About ${rate(inserts)} new rows a second on average; peaks are higher.`,
      ...(calls > 0 ? [`About ${rate(calls)} queries a second, of those whose number is known.`] : []),
      ...(readsPerWrite === undefined ? [] : [`${readsPerWrite} reads for each write.`]),
      connections === undefined
        ? 'Nothing is said of connections.'
        : `${connections} connections at the peak${connections > 200 ? ': more than a server works well with, so that a pool (pgbouncer in transaction mode) stands before it' : ''}.`,
    ]),
  ];
}

function assumed({ design }: DesignReport): readonly string[] {
  const known = design.entities.filter((one) => one.cause.kind !== 'said');
  const found = [
    ...known.map(({ name, cause }) => `There is a table of ${name.replaceAll('_', ' ')} rows. ${from(cause)}`),
    ...design.entities.flatMap((entity) => {
      const usual = entity.attributes.filter(({ cause }) => cause.kind === 'known').map(({ name }) => name);
      return entity.cause.kind === 'said' && usual.length > 0
        ? [`Of ${withArticle(spoken(entity.name))} these are kept because they usually are: ${usual.join(', ')}.`]
        : [];
    }),
  ];
  return found.length === 0 ? [] : ['## Assumed', list(found)];
}
