import type { Line } from './lines.ts';

/** A plan that auto_explain wrote to a log. */
export interface LoggedPlan {
  /** How long the statement ran. */
  readonly milliseconds: number;
  /** What stands after `plan:`, without the marks of the log. */
  readonly lines: readonly Line[];
}

const start = /duration: (\d+(?:\.\d+)?) ms\s+plan:/;
const header =
  /(?:^|[\s\]|:])(?:LOG|ERROR|WARNING|FATAL|PANIC|NOTICE|INFO|DEBUG\d?|DETAIL|HINT|STATEMENT|CONTEXT|QUERY|LOCATION|TRANSACTION|SSL):\s{1,2}\S/;

/**
 * The plans that auto_explain logged: in the server's log with any line prefix, through syslog, as csvlog or jsonlog,
 * or as psql shows them.
 */
export function loggedPlans(lines: readonly Line[]): readonly LoggedPlan[] {
  const found: LoggedPlan[] = [];
  const plain = lines.some(({ text }) => text.includes('#011') || /\[\d+-\d+\] /.test(text))
    ? lines.map((line) => ({ ...line, text: withoutSyslog(line.text) }))
    : lines;
  for (let at = 0; at < plain.length; at++) {
    const line = plain[at];
    const match = line && start.exec(line.text);
    if (!line || !match) continue;
    const end = plain.findIndex((next, index) => index > at && start.test(next.text));
    const entry = plain.slice(at, end < 0 ? undefined : end);
    const before = line.text.slice(0, match.index);
    const after = line.text.slice(match.index + match[0].length);
    const content = jsonMessage(line) ?? csvField(before, after, entry) ?? plainEntry(after, entry);
    found.push({ milliseconds: Number(match[1]), lines: content });
  }
  return found;
}

/** `Jan  1 00:00:00 host postgres[123]: [5-2] #011Seq Scan …`. */
function withoutSyslog(text: string): string {
  return text.replace(/^.*?\[\d+-\d+\] /, '').replaceAll('#011', '\t');
}

function jsonMessage(line: Line): readonly Line[] | undefined {
  if (!/^\s*\{"/.test(line.text)) return undefined;
  let message: unknown;
  try {
    message = (JSON.parse(line.text) as Readonly<Record<string, unknown>>)['message'];
  } catch {
    return undefined;
  }
  if (typeof message !== 'string') return undefined;
  return message
    .slice((start.exec(message)?.index ?? 0) + (start.exec(message)?.[0].length ?? 0))
    .split('\n')
    .map((text) => ({ text, number: line.number }));
}

/** A field of csvlog begins with a quote and goes on to the next one that is not doubled. */
function csvField(before: string, after: string, entry: readonly Line[]): readonly Line[] | undefined {
  if (!/(?:^|,)"$/.test(before)) return undefined;
  const content: Line[] = [];
  for (const [at, line] of entry.entries()) {
    const text = at === 0 ? after : line.text;
    const end = /(?<!")(?:"")*"(?!")/.exec(text);
    const inside = end ? text.slice(0, end.index + end[0].length - 1) : text;
    content.push({ ...line, text: inside.replaceAll('""', '"') });
    if (end) break;
  }
  return content;
}

function plainEntry(after: string, entry: readonly Line[]): readonly Line[] {
  const [first, ...rest] = entry;
  const tabbed = rest.length > 0 && (rest[0]?.text.startsWith('\t') ?? false);
  const end = rest.findIndex(({ text }) =>
    tabbed ? text.trim() !== '' && !text.startsWith('\t') : header.test(text) && !/^\s*Query Text:/.test(text),
  );
  const content = (end < 0 ? rest : rest.slice(0, end)).map((line) =>
    tabbed ? { ...line, text: line.text.replace(/^\t/, '') } : line,
  );
  return first && after.trim() !== '' ? [{ ...first, text: after }, ...content] : content;
}
