import { terminated } from '../finding-parts.ts';
import { digits, priorityWords, short } from '../words.ts';
import type { DocumentedQuery } from './dictionary.ts';
import { type Block, badge, type Cell, quiet, type Section, text } from './page.ts';

import { type Material, section } from './table-parts.ts';

export function queries({ dictionary }: Material, key: string): Section | undefined {
  const own = dictionary.queries.filter((query) => query.reads.includes(key) || query.writes.includes(key));
  return section(
    'queries',
    'Queries that use it',
    own.flatMap((query): readonly Block[] => [
      { kind: 'paragraph', text: queryText(query, key) },
      { kind: 'code', text: query.sql, summary: 'the query' },
    ]),
  );
}

function queryText(query: DocumentedQuery, key: string): Cell {
  const facts = [
    query.writes.includes(key) ? 'writes' : 'reads',
    query.callsPerSecond === undefined ? '' : rate(query.callsPerSecond),
    query.goalMilliseconds === undefined ? '' : `goal ${digits(query.goalMilliseconds)} ms`,
    query.scans.includes(key) ? 'its plan reads this table from end to end' : '',
    query.where ?? '',
  ].filter((one) => one !== '');
  return [text(query.title), quiet(` ${facts.join(' · ')}`)];
}

function rate(perSecond: number): string {
  if (perSecond >= 1) return `${short(perSecond)} times a second`;
  return perSecond * 3600 >= 1
    ? `${short(perSecond * 3600)} times an hour`
    : `${short(perSecond * 86_400)} times a day`;
}

export function findings({ dictionary }: Material, key: string): Section | undefined {
  const own = dictionary.findings[key] ?? [];
  return section(
    'findings',
    'Findings',
    own.flatMap((one): readonly Block[] => [
      {
        kind: 'paragraph',
        text: [
          badge(one.priority, priorityWords[one.priority]),
          text(` ${one.message} `),
          quiet(`${one.rule}, confidence ${one.confidence}/10. ${one.why}`),
        ],
      },
      ...(one.sql.length === 0
        ? []
        : [{ kind: 'code', text: one.sql.map(terminated).join('\n'), summary: 'the fix' } as const]),
    ]),
  );
}
