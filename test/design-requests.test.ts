import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { designCommand } from '../src/app/design-command.ts';
import type { BlueprintQuery } from '../src/catalog/blueprint.ts';
import { designOfBrief } from '../src/design/brief/design-of.ts';
import { readBrief } from '../src/design/brief/read.ts';
import { briefOf, briefText } from '../src/design/brief/write.ts';
import { domains } from '../src/design/knowledge/knowledge.ts';
import { designedQueries } from '../src/design/structure/queries.ts';
import { structure } from '../src/design/structure/structure.ts';
import { understand } from '../src/design/understand/understand.ts';
import { postgresTraits } from '../src/engines/postgres/traits.ts';

interface Request {
  readonly domain: string;
  readonly text: string;
  /** Where the text stands when it is a document. */
  readonly file?: string;
  /** Every table with its references, `column > table`. */
  readonly tables: Readonly<Record<string, string>>;
  /** Every query that the text asks for, in its order: the table, what it filters by, and what it orders by. */
  readonly queries: readonly string[];
  /** What is told not to be understood, or not in full. */
  readonly lost?: readonly string[];
}

function fileOf(name: string): string {
  return readFileSync(new URL(`design-requests/${name}`, import.meta.url), 'utf8');
}

function requestsOf(file: string): readonly Request[] {
  const found: readonly Request[] = JSON.parse(fileOf(file));
  return found.map((one) => (one.file === undefined ? one : { ...one, text: fileOf(one.file) }));
}

/** What a user of each domain might write, with numbers and queries. */
const requests = requestsOf('domains.json');
/** And of domains that the library does not have; each is right as far as it goes, and tells where it does not. */
const unusual = requestsOf('unusual.json');
/** Requirements, a data model with a workload, and a brief, of some length. */
const documents = requestsOf('documents.json');

describe('what a request asks for', () => {
  it.each([...requests, ...unusual, ...documents])(
    '$domain has the right tables, references and queries',
    ({ text, tables, queries, lost = [] }) => {
      const design = understand({ text, name: 'the description' }, domains);
      const made = structure(design, postgresTraits('18'));
      const found = Object.fromEntries(
        made.blueprint.tables.map(({ name, references }) => [
          name,
          references
            .map((one) => `${one.columns.at(-1)} > ${one.to}`)
            .sort()
            .join(', '),
        ]),
      );
      expect(found).toEqual(tables);
      const asked = designedQueries(made).filter((one) => one.said && !one.query.after);
      expect(asked.map((one) => spoken(one.query))).toEqual(queries);
      const again = designOfBrief(readBrief(briefText(briefOf(design)), 'brief.yaml'), domains);
      const read = designedQueries(structure(again, postgresTraits('18'))).filter(
        (one) => one.said && !one.query.after,
      );
      expect(
        read.map((one) => spoken(one.query)),
        'by way of the brief',
      ).toEqual(queries);
      expect(design.notUnderstood.map((one) => one.words)).toEqual(lost);
    },
  );
});

/** `orders customer_id =, status in open -> placed_at desc, id desc`. */
function spoken({ table, summary, each, equal, among = [], absent, range, search, order }: BlueprintQuery): string {
  const column = (one: { readonly of?: string; readonly column: string }) =>
    one.of === undefined || one.of === table ? one.column : `${one.of}.${one.column}`;
  const groups = summary?.groupBy.map(column).join(', ') ?? '';
  const filters = [
    ...equal.map((one) => `${column(one)} =`),
    ...among.map((one) => `${one.column} in ${one.values.join('/')}`),
    ...absent.map((one) => `${one} absent`),
    ...(range === undefined ? [] : [`${range} between`]),
    ...(search ? ['words'] : []),
  ];
  return [
    ...(summary?.ranked ? ['most'] : []),
    ...(summary
      ? [`${summary.sum === undefined ? 'count' : `sum of ${summary.sum}`}${groups === '' ? '' : ` by ${groups}`} of`]
      : []),
    ...(each ? [`first for each of ${each.table} in`] : []),
    table,
    ...(filters.length > 0 ? [filters.join(', ')] : []),
    ...(order.length > 0
      ? [`-> ${order.map((one) => `${column(one)}${one.descending ? ' desc' : ''}`).join(', ')}`]
      : []),
  ].join(' ');
}

describe('a request of each domain', () => {
  it.each(requests)('$domain is proven, each query that it states through an index', async ({ text }) => {
    const { report, proven } = await designCommand({
      description: text,
      with: [],
      tell: () => {},
      input: (async function* (): AsyncGenerator<Uint8Array> {})(),
      force: false,
      now: new Date('2026-11-01'),
      clock: () => performance.now(),
      signal: new AbortController().signal,
      progress: () => {},
    });
    const { wrong, queries } = report.proof;
    const said = queries.filter((one) => one.said && !one.summary);
    expect({ wrong, proven, asked: said.length > 0 }).toEqual({ wrong: [], proven: true, asked: true });
    expect(said.filter((one) => !one.served).map((one) => one.name)).toEqual([]);
  });
});
