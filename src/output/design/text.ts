import { printable } from '../printable.ts';
import { hanging, heading, type Page, pageOf, type TextOptions } from '../text-style.ts';
import { cut, displayWidth, padEnd, wrap } from '../width.ts';
import { bytes, count, short } from '../words.ts';
import { askedFor, type DesignProof, type DesignReport, type ProvenQuery } from './report.ts';

/** The design with its proof, for a terminal or a pipe. */
export function designText(report: DesignReport, options: TextOptions & { readonly written?: string }): string {
  const page = pageOf(options);
  const { design, proof, tables } = report;
  const rows = tables.reduce((sum, one) => sum + one.rows, 0);
  const size = tables.reduce((sum, one) => sum + one.bytes, 0);
  const references = report.blueprint.tables.reduce((sum, one) => sum + one.references.length, 0);
  const lines = [
    page.colors.bold(cut(printable(design.title), page.width)),
    `${count(tables.length, 'table')}, ${count(references, 'reference')}, ${short(rows)} rows, ${bytes(size)} with indexes, for ${report.engine}`,
    '',
    page.colors.dim(row(page, 'table', 'rows', 'size', 'columns')),
    ...tables.flatMap((one) => [
      row(page, one.name, short(one.rows), bytes(one.bytes), String(one.columns)),
      ...(page.verbose ? wrap(one.rowsWhy, page.width - 2).map((line) => page.colors.dim(`  ${line}`)) : []),
    ]),
    ...queryLines(page, proof.queries),
    ...proofLines(page, report),
    ...saidLines(page, report),
  ];
  if (options.written !== undefined)
    lines.push(
      '',
      ...wrap(
        `Written to ${options.written}: relvar review ${options.written}, relvar docs ${options.written} and all other commands take it.`,
        page.width,
      ),
    );
  else
    lines.push(
      '',
      'Nothing is written: -o folder writes schema.sql, queries.sql, volumes.yaml,',
      'brief.yaml, DESIGN.md and schema.svg. --why table tells why a table is as it is.',
    );
  return `${lines.join('\n')}\n`;
}

function row(page: Page, name: string, ...cells: readonly string[]): string {
  const right = cells
    .map((cell, at) => ' '.repeat(Math.max(0, [8, 11, 9][at] ?? 9) - displayWidth(cell)) + cell)
    .join('');
  const room = page.width - displayWidth(right);
  return `${padEnd(cut(printable(name), room - 1), room)}${right}`;
}

function queryLines(page: Page, queries: readonly ProvenQuery[]): readonly string[] {
  if (queries.length === 0) return [];
  const said = queries.filter((one) => one.said);
  const usual = queries.filter((one) => !one.said);
  const shown = page.verbose ? queries : [...said, ...usual.filter((one) => one.served === false)];
  const left = queries.length - shown.length;
  return [
    ...(queries.some(({ tenfold }) => tenfold)
      ? [
          ...heading(page, 'Queries, as the planner prices them', page.colors.cyan),
          page.colors.dim(costs(page, '', 'cost today', 'at 10×')),
        ]
      : heading(page, 'Queries, which no planner has seen', page.colors.cyan)),
    ...shown.flatMap((one) => [
      costs(page, one.name, price(one.today?.cost), price(one.tenfold?.cost)),
      ...wrap(readBy(one), page.width - 4).map((line) => page.colors.dim(`    ${line}`)),
    ]),
    ...(left > 0
      ? [page.colors.dim(`${count(left, 'usual query')} more, ${usualText(usual)} (--verbose lists them)`)]
      : []),
  ];
}

/** What is known of queries that are not listed: those that a large table is read for are. */
function usualText(queries: readonly ProvenQuery[]): string {
  const unplanned = queries.filter(({ served }) => served === undefined).length;
  if (unplanned === 0) return 'all served by indexes';
  return unplanned === queries.length ? 'none of them planned' : `${unplanned} of them not planned`;
}

function costs(page: Page, name: string, today: string, tenfold: string): string {
  const right = `${' '.repeat(Math.max(1, 12 - today.length))}${today}${' '.repeat(Math.max(1, 12 - tenfold.length))}${tenfold}`;
  const room = page.width - right.length;
  return `  ${padEnd(cut(printable(name), room - 3), room - 2)}${right}`;
}

function price(cost: number | undefined): string {
  if (cost === undefined) return '';
  return cost < 1000 ? String(Number(cost.toPrecision(3))) : short(cost);
}

/** By which indexes a query is read, and what its goal is worth. */
export function readBy({
  tenfold,
  served,
  summary,
  goalMilliseconds,
  tenfoldMilliseconds,
  without,
}: ProvenQuery): string {
  const less = without === undefined ? '' : `; without ${without.join(', ')}, which the design has no name for`;
  const goal = `${less}${goalMilliseconds === undefined ? '' : `; goal ${goalMilliseconds} ms`}`;
  if (!tenfold) return `not planned${goal}`;
  const by = tenfold.indexes.length > 0 ? `by ${tenfold.indexes.join(', ')}` : 'without an index';
  const whole = served
    ? ''
    : `; reads all of ${tenfold.whole.join(', ')}${summary ? ', because it adds all rows up' : ''}`;
  // A plan that may stop early is priced by where rows are presumed to be; none of them may be there.
  const worth =
    goalMilliseconds === undefined || tenfoldMilliseconds === undefined
      ? ''
      : `: ${served || summary ? goalText(tenfoldMilliseconds, goalMilliseconds) : 'cannot be told, as it may read all of that'}`;
  return `${by}${whole}${goal}${worth}`;
}

/** Whether a goal can be met at ten times the size, if every page comes from a solid-state disk. */
function goalText(time: number, goal: number): string {
  return time <= goal
    ? 'plausible at 10×, at 0.1 ms for each page that is read'
    : `not plausible at 10×: about ${short(time)} ms at 0.1 ms for each page`;
}

/** How the schema was loaded, and that nothing could be tried where no engine was there. */
export function loadedText({ lab, tried, statements }: DesignReport['proof']): string {
  return tried
    ? `${count(statements, 'statement')} load in ${lab}`
    : `${count(statements, 'statement')} are read without a mistake (${lab}); no row was tried and no query planned: --lab with the URL of a server does`;
}

function proofLines(page: Page, { proof, design }: DesignReport): readonly string[] {
  const said = askedFor(proof);
  const pressing = proof.findings.filter(({ finding }) => finding.priority !== 'P2');
  const open = pressing.filter(({ because }) => because === undefined);
  const ok = (good: boolean) => (good ? page.colors.green('✓') : page.colors.red('✗'));
  const marked = (mark: string, text: string) =>
    wrap(text, page.width - 4).map((part, at) => (at === 0 ? `  ${mark} ${part}` : `    ${part}`));
  const line = (good: boolean, text: string) => marked(ok(good), text);
  const told = (text: string) => marked(page.colors.yellow('!'), text);
  return [
    ...heading(page, 'Proof', page.colors.cyan),
    ...line(true, loadedText(proof)),
    ...(proof.tried
      ? line(
          proof.wrong.length === 0,
          `${count(proof.goodRows, 'sample row')} go in, ${count(proof.refused, 'bad row')} are refused by constraints`,
        )
      : []),
    ...(proof.effects > 0
      ? line(
          true,
          `${count(proof.effects, 'kept value')} (histories, sums) ${proof.effects === 1 ? 'is' : 'are'} right after a change of rows`,
        )
      : []),
    ...proof.wrong.slice(0, 5).flatMap((one) => line(false, one)),
    ...(proof.queries.some((one) => one.today)
      ? [
          ...(said.every((one) => one.served) && !said.every(isServed)
            ? told(servedText(proof))
            : line(said.every(isServed), servedText(proof))),
          ...summedText(proof).flatMap((one) => line(true, one)),
        ]
      : []),
    ...untoldText(design).flatMap(told),
    ...line(
      open.length === 0,
      `review of what was designed: score ${proof.score}, ${pressing.length === 0 ? 'nothing at P0 or P1' : `${count(pressing.length, 'finding')} at P0 or P1, ${open.length === 0 ? 'all explained' : `${open.length} of them not explained`}`}`,
    ),
    ...pressing.flatMap(({ finding, because }) =>
      hanging(
        page,
        `    ${finding.priority}`,
        `${finding.rule}: ${printable(finding.message)}${because === undefined ? '' : ` — ${because}`}`,
      ),
    ),
  ];
}

/** What was planned is what was asked for, and is read through indexes. */
function isServed({ served, without }: ProvenQuery): boolean {
  return served === true && without === undefined;
}

/** How many of the queries that are asked for are served, and which are designed for less than was asked. */
export function servedText(proof: DesignProof): string {
  const said = askedFor(proof);
  if (said.length === 0)
    return summedFor(proof).length === 0
      ? 'no query is asked for in the description'
      : 'no query is asked for but sums of rows';
  const less = said.filter(({ without, query }) => without !== undefined && query.after !== true);
  const told = less.map(({ name, without }) => `${name} (${(without ?? []).join(', ')})`).join(', ');
  const beside =
    less.length === 0
      ? ''
      : `; not counted, for it is designed without what the description asks for: ${printable(told)}`;
  return `${said.filter(isServed).length} of ${count(said.length, 'query')} that the description asks for ${said.length === 1 ? 'is' : 'are'} served by indexes at 10× the size${beside}`;
}

function summedFor({ queries }: DesignProof): readonly ProvenQuery[] {
  return queries.filter((one) => one.said && one.summary);
}

/** Sums that are asked for are no look-ups: each is told with what it reads. */
export function summedText(proof: DesignProof): readonly string[] {
  const summed = summedFor(proof);
  if (summed.length === 0) return [];
  const whole = summed.filter(({ served }) => served === false).length;
  return [
    `${count(summed.length, 'sum')} of rows ${summed.length === 1 ? 'is' : 'are'} asked for, ${whole === 0 ? 'and none reads all of a large table' : `of which ${whole} ${whole === 1 ? 'reads' : 'read'} all of a large table`}`,
  ];
}

/** How much of the description is in no part of the design, or not whole: a proof of the rest proves nothing of it. */
export function untoldText({ notUnderstood }: DesignReport['design']): readonly string[] {
  if (notUnderstood.length === 0) return [];
  return [
    `${count(notUnderstood.length, 'part')} of the description ${notUnderstood.length === 1 ? 'is' : 'are'} not in this design, or not whole (see "Not understood"): nothing here proves ${notUnderstood.length === 1 ? 'it' : 'them'}`,
  ];
}

function saidLines(page: Page, { design, engine, otherwise }: DesignReport): readonly string[] {
  const { contradictions, questions, notUnderstood } = design;
  const lines: string[] = [];
  if (otherwise.length > 0) {
    lines.push(...heading(page, `Otherwise in ${engine}`, page.colors.yellow));
    const shown = page.verbose ? otherwise : otherwise.slice(0, 4);
    for (const one of shown) lines.push(...hanging(page, '  ·', printable(one)));
    if (otherwise.length > shown.length)
      lines.push(page.colors.dim(`  and ${otherwise.length - shown.length} more (--verbose, DESIGN.md)`));
  }
  if (contradictions.length > 0) {
    lines.push(...heading(page, 'Contradictions: the later was taken', page.colors.yellow));
    for (const { first, second, taken } of contradictions) {
      lines.push(
        ...hanging(
          page,
          '  ·',
          `"${printable(first.words)}" (line ${first.line ?? 1}) against "${printable(second.words)}" (line ${second.line ?? 1}). ${taken}`,
        ),
      );
    }
  }
  if (notUnderstood.length > 0) {
    lines.push(...heading(page, 'Not understood', page.colors.yellow));
    for (const { words, line, why } of notUnderstood)
      lines.push(...hanging(page, '  ·', `line ${line}: "${printable(words)}" (${why})`));
  }
  if (questions.length > 0) {
    lines.push(...heading(page, 'To ask', page.colors.yellow));
    const shown = page.verbose ? questions : questions.slice(0, 5);
    for (const { question, changes } of shown)
      lines.push(...hanging(page, '  ·', `${printable(question)} It would change: ${changes}.`));
    if (questions.length > shown.length)
      lines.push(page.colors.dim(`  and ${questions.length - shown.length} more (--verbose, DESIGN.md)`));
  }
  return lines;
}
