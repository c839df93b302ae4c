import { tokens } from './sql/tokens.ts';

/** Functions that came after 3.35 (https://sqlite.org/changes.html), with the release that brought them. */
const functions: Readonly<Record<string, string>> = {
  unixepoch: '3.38',
  format: '3.38',
  unhex: '3.41',
  json_error_position: '3.42',
  octet_length: '3.43',
  timediff: '3.43',
  concat: '3.44',
  concat_ws: '3.44',
  string_agg: '3.44',
  jsonb: '3.45',
  json_pretty: '3.46',
  if: '3.48',
  unistr: '3.50',
};

/** What of an expression or a query many installations do not know, and the release that brought it; nothing for most. */
export function newerThanMost(sql: string): string | undefined {
  const list = [...tokens(sql)];
  for (const [at, { kind, value, text }] of list.entries()) {
    const next = list[at + 1];
    const since = kind === 'word' && next?.text === '(' ? functions[text.toLowerCase()] : undefined;
    if (since !== undefined) return `${text.toLowerCase()}() came with SQLite ${since}`;
    if (text === '->' || text === '->>') return `${text} came with SQLite 3.38`;
    if (value === 'DISTINCT' && next?.value === 'FROM') return 'IS DISTINCT FROM came with SQLite 3.39';
    if (kind === 'word' && (value === 'RIGHT' || value === 'FULL') && /^(?:OUTER|JOIN)$/.test(next?.value ?? ''))
      return `${value} JOIN came with SQLite 3.39`;
  }
  return undefined;
}
