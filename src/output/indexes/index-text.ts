import type { ServedQuery } from '../../advisor/advice.ts';
import { costText } from '../explain/words.ts';
import { terminated } from '../finding-parts.ts';
import { printable, printableLines } from '../printable.ts';
import { sqlLines } from '../sql-lines.ts';
import { evidenceLines } from '../text-finding.ts';
import { besideLabel, labelled, type Page, roomBesideLabel } from '../text-style.ts';
import { cut, wrap } from '../width.ts';
import { bytes, count } from '../words.ts';
import type { IndexReport, IndexToCreate, IndexToDrop } from './report.ts';
import { waitsText } from './sql.ts';
import { gainText, insteadText, sizeText, uniqueText, writeText } from './words.ts';

const mostServed = 5;
const mostAlternatives = 3;

/** An index to create with its number: why so, whom it serves, what to run, what it takes, what else was tried. */
export function createText(
  index: IndexToCreate,
  number: number,
  queries: IndexReport['queries'],
  page: Page,
): readonly string[] {
  const { colors } = page;
  const room = roomBesideLabel(page);
  const sentences = (texts: readonly string[]) => texts.flatMap((text) => wrap(printable(text), room));
  const entries = index.rows === undefined ? '' : `, ${count(index.rows, 'entry')}`;
  const height = index.height === undefined ? '' : `, ${count(index.height + 1, 'level')}`;
  return [
    ...head(index.definition, number, colors.green, page),
    ...labelled(page, 'Why', sentencesOf(index.why)),
    ...served('Serves', index.serves, gainText, queries, page),
    ...(index.foreignKeys.length > 0
      ? labelled(page, 'Checks', printable(`${index.foreignKeys.join(', ')}: no query plan shows them`))
      : []),
    ...statements(index.sql, page),
    ...labelled(page, 'Takes', printable(sizeText(index, `${entries}${height}`))),
    ...labelled(page, 'Writes', printable(writeText(index.writeCost))),
    ...labelled(page, 'Locks', waitsText(index.waits)),
    ...besideLabel(page, 'Evidence', evidenceLines(index.evidence, page)),
    ...(index.maybeUnique ? labelled(page, 'Unique', uniqueText) : []),
    ...besideLabel(page, 'Instead', sentences(alternatives(index, page))),
  ];
}

function sentencesOf(texts: readonly string[]): string {
  return printable(texts.map((text) => (/[.!?]$/.test(text) ? text : `${text}.`)).join(' '));
}

function alternatives(index: IndexToCreate, page: Page): readonly string[] {
  const { alternatives: all } = index;
  const shown = page.verbose ? all : all.slice(0, mostAlternatives);
  return shown.map((one) => `${one.definition}: ${insteadText(one, index)}`);
}

/** An index to drop with its number: the proof, who used it, what to run. */
export function dropText(
  index: IndexToDrop,
  number: number,
  queries: IndexReport['queries'],
  page: Page,
): readonly string[] {
  return [
    ...head(
      index.definition === undefined ? index.index : `${index.index}: ${index.definition}`,
      number,
      page.colors.red,
      page,
    ),
    ...labelled(page, 'Why', sentencesOf([index.why])),
    ...served('Used by', index.affected, lossText, queries, page),
    ...statements(index.sql, page),
    ...labelled(page, 'Frees', bytes(index.bytes)),
    ...besideLabel(page, 'Evidence', evidenceLines(index.evidence, page)),
  ];
}

function head(text: string, number: number, style: (text: string) => string, page: Page): readonly string[] {
  const mark = `${`${number}.`.padStart(3)} `;
  return wrap(printable(text), page.width - 4).map(
    (line, at) => `${at === 0 ? style(mark) : '    '}${page.colors.bold(line)}`,
  );
}

/** What a query costs with the advice, and what it costs without an index that goes. */
function lossText({ before, after }: ServedQuery): string {
  return `${costText(before)} → ${costText(after)}`;
}

function served<T extends ServedQuery>(
  label: string,
  all: readonly T[],
  costsOf: (one: T) => string,
  queries: IndexReport['queries'],
  page: Page,
): readonly string[] {
  const shown = page.verbose || all.length === mostServed + 1 ? all : all.slice(0, mostServed);
  const rest = all.length - shown.length;
  const room = roomBesideLabel(page);
  return besideLabel(page, label, [
    ...shown.map((one) => {
      const title = queries.find((query) => query.number === one.query)?.title ?? '';
      const costs = costsOf(one);
      return `${cut(printable(`${one.query}. ${title}`), Math.max(10, room - costs.length - 2))}  ${costs}`;
    }),
    ...(rest > 0 ? [page.colors.dim(`… and ${rest} more (--verbose)`)] : []),
  ]);
}

function statements(sql: readonly string[], page: Page): readonly string[] {
  const lines = sql.map(terminated).flatMap((statement) => sqlLines(printableLines(statement), roomBesideLabel(page)));
  return besideLabel(page, 'Run', lines);
}
