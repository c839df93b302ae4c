import { decodedText } from './decode-text.ts';
import { isSyslog } from './log/syslog.ts';

/** What an input is, told from its beginning and its name. */
export type InputKind =
  | 'empty'
  | 'SQL'
  | 'code'
  | 'stderr log'
  | 'syslog'
  | 'csvlog'
  | 'jsonlog'
  | 'statement counters'
  | 'snapshot'
  | 'workload'
  | 'strategy'
  | 'slow log'
  | 'statement digests'
  | 'binary'
  | 'unknown';

/** Languages whose strings are searched for SQL, by the end of a file's name. */
export const languages: Readonly<Record<string, string>> = {
  ts: 'TypeScript',
  tsx: 'TypeScript',
  mts: 'TypeScript',
  cts: 'TypeScript',
  js: 'JavaScript',
  jsx: 'JavaScript',
  mjs: 'JavaScript',
  cjs: 'JavaScript',
  vue: 'JavaScript',
  svelte: 'JavaScript',
  py: 'Python',
  rb: 'Ruby',
  erb: 'Ruby',
  go: 'Go',
  java: 'Java',
  kt: 'Java',
  php: 'PHP',
  cs: 'C#',
};

export function endingOf(name: string): string {
  return /\.([^./\\]+)$/.exec(name.replace(/\.gz$/i, ''))?.[1]?.toLowerCase() ?? '';
}

/** Tells what an input is. */
export function inputKind(name: string, head: Uint8Array): InputKind {
  if (head.length === 0) return 'empty';
  const ending = endingOf(name);
  if (languages[ending] !== undefined) return 'code';
  const start = head.subarray(0, 65_536);
  const decoded = decodedText(start);
  const text = decoded.replace(/^\ufeff/, '');
  if (text.trim() === '') return start.includes(0) ? 'binary' : 'empty';
  const json = ofJson(text);
  if (json) return json;
  if (/^relvar-indexes:/m.test(text) && /^ya?ml$/.test(ending)) return 'strategy';
  const [line = ''] = text.split('\n', 1);
  const columns = line.toLowerCase();
  if (/[,;\t]/.test(line) && /\bquery\b/.test(columns) && /\bcalls\b/.test(columns)) return 'statement counters';
  if (/\bdigest_text\b/.test(columns)) return 'statement digests';
  if (csvLine.test(line)) return 'csvlog';
  if (/^# (?:Time: |User@Host: |Query_time: )/m.test(text)) return 'slow log';
  if (level.test(text) && ending !== 'sql') return isSyslog(text) ? 'syslog' : 'stderr log';
  if (ending === 'sql' || /^\s*(?:--|\/\*|select\b|with\b|insert\b|update\b|delete\b|create\b|begin\b)/i.test(text)) {
    return 'SQL';
  }
  return start.includes(0) ? 'binary' : 'unknown';
}

/** As the server writes it, and as a table of it is written by COPY: without quotes where none are needed, with a head. */
const csvLine =
  /^(?:"?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?: [^",]+|[+-]\d\d[:\d]*)"?,(?:"[^"]*"|[^",]*),(?:"[^"]*"|[^",]*),\d*,|"?log_time"?,"?user_name"?,)/;
const level = /^[^\n]*(?:LOG|ERROR|FATAL|PANIC|WARNING|DETAIL|STATEMENT|HINT|NOTICE): {2}/m;

function ofJson(text: string): InputKind | undefined {
  // A log's prefix may begin with a bracket: `[2800] …`, `[psql] …`.
  if (!/^\s*(?:\[\s*(?:[[{"\]]|$)|\{\s*(?:["}]|$))/.test(text)) return undefined;
  if (/^\s*\{\s*"format"\s*:\s*"relvar-snapshot"/.test(text)) return 'snapshot';
  if (/^\s*\{\s*"format"\s*:\s*"relvar-workload"/.test(text)) return 'workload';
  if (/"error_severity"\s*:/.test(text)) return 'jsonlog';
  if (/"digest_text"\s*:/i.test(text)) return 'statement digests';
  if (/"query"\s*:/.test(text) && /"calls"\s*:/.test(text)) return 'statement counters';
  return level.test(text) ? undefined : 'unknown';
}
