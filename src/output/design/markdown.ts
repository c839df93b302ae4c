import type { Decision } from '../../design/model.ts';
import { code, prose } from '../markdown-text.ts';
import { bytes, count, short } from '../words.ts';
import type { DesignReport } from './report.ts';
import { readBy } from './text.ts';
import { from } from './why.ts';

/** DESIGN.md: what there is and why, what was assumed, and what to ask. */
export function designMarkdown(report: DesignReport): string {
  const { design, tables, proof } = report;
  return `${[
    `# ${prose(design.title)}`,
    `Designed by relvar for ${report.engine} from ${prose(report.source)}: ${count(tables.length, 'table')}, ${short(tables.reduce((sum, one) => sum + one.rows, 0))} rows, ${bytes(tables.reduce((sum, one) => sum + one.bytes, 0))} with indexes. The schema is in [schema.sql](schema.sql), its queries in [queries.sql](queries.sql), its picture in [schema.svg](schema.svg).`,
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
    '## Queries',
    'Costs are the planner’s own, at the sizes above and at ten times them.',
    tableOf(
      ['query', 'asked for', 'cost today', 'at 10×', 'how'],
      proof.queries.map((one) => [
        prose(one.name),
        one.said ? prose(`"${one.words}"`) : 'usual',
        String(Number(one.today.cost.toPrecision(4))),
        String(Number(one.tenfold.cost.toPrecision(4))),
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
      `${count(proof.statements, 'statement')} load in an embedded PostgreSQL.`,
      `${count(proof.goodRows, 'sample row')} go in; ${count(proof.refused, 'bad row')} are refused by constraints.`,
      ...(proof.effects > 0 ? [`${count(proof.effects, 'trigger')} kept a former value when a row was changed.`] : []),
      ...proof.wrong,
      `The review gives ${proof.score} of 100.`,
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

/** What was chosen; delete rules stand with the references. */
function decisions(all: readonly Decision[]): readonly string[] {
  const chosen = all.filter(({ what }) => !what.startsWith('When the '));
  if (chosen.length === 0) return ['None but those that the tables themselves show.'];
  return chosen.map(
    ({ at, what, why, instead, cause }) =>
      `- ${at === undefined ? '' : `${code(at)}: `}${prose(what)} Because ${prose(why)}.${instead === undefined ? '' : ` ${prose(instead)}`} ${prose(from(cause))}`,
  );
}

/** How large it is in a year, as far as growth is told. */
function capacity({ tables }: DesignReport): readonly string[] {
  const growing = tables.filter((one) => (one.growthPerMonth ?? 0) > 0);
  if (growing.length === 0) return [];
  const rows = growing.map((one) => {
    const year = one.rows * (1 + (one.growthPerMonth ?? 0) * 12);
    return [
      code(one.name),
      short(one.rows),
      short(year),
      bytes(Math.round((one.bytes * year) / Math.max(1, one.rows))),
    ];
  });
  return [
    '## Capacity',
    'A year on, if growth stays what it is (as many new rows each month).',
    tableOf(['table', 'rows now', 'rows in a year', 'size in a year'], rows),
  ];
}

function assumed({ design }: DesignReport): readonly string[] {
  const known = design.entities.filter((one) => one.cause.kind !== 'said');
  const found = [
    ...known.map(({ name, cause }) => `There is a table of ${name.replaceAll('_', ' ')} rows. ${from(cause)}`),
    ...design.entities.flatMap((entity) => {
      const usual = entity.attributes.filter(({ cause }) => cause.kind === 'known').map(({ name }) => name);
      return entity.cause.kind === 'said' && usual.length > 0
        ? [`Of a ${entity.name.replaceAll('_', ' ')} these are kept because they usually are: ${usual.join(', ')}.`]
        : [];
    }),
  ];
  return found.length === 0 ? [] : ['## Assumed', list(found)];
}
