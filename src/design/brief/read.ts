import { isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { closest } from '../../catalog/closest.ts';
import { RelvarError } from '../../findings/error.ts';
import { type BriefFile, briefFile } from './schema.ts';

/** Where a value of a brief stands: keys and places of lists. */
export type Path = readonly (string | number)[];

/** A brief as it stands in its file, with the line of every part. */
export interface ReadBrief {
  readonly file: string;
  readonly brief: BriefFile;
  /** The line of what a path leads to, from 1. */
  readonly lineOf: (path: Path) => number | undefined;
}

/** @throws RelvarError `bad-brief`, all mistakes, each in a line with file and line */
export function readBrief(text: string, file: string): ReadBrief {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: true, uniqueKeys: true });
  if (document.errors.length > 0)
    throw together(
      file,
      document.errors.map((error) => {
        const line = error.linePos?.[0].line;
        return new RelvarError(
          'bad-brief',
          `${file}${line ? `:${line}` : ''}: not YAML: ${error.message.split('\n')[0]?.replace(/ at line \d+.*$/, '')}`,
          { cause: error },
        );
      }),
    );
  const lineOf = (path: Path) => {
    const at = placeIn(document.contents, path);
    return at === undefined ? undefined : lines.linePos(at).line;
  };
  const result = briefFile.safeParse(document.toJS() ?? {});
  if (!result.success)
    throw together(
      file,
      result.error.issues.flatMap((one) => problems(file, one, lineOf)),
    );
  return { file, brief: result.data, lineOf };
}

/** One mistake as it is; of several all, each in a line of its own. */
export function together(file: string, mistakes: readonly RelvarError[]): RelvarError {
  const lines = new Set(mistakes.map(({ message, hint }) => `${message}${hint === undefined ? '' : ` — ${hint}`}`));
  const [first] = mistakes;
  if (first && lines.size === 1) return first;
  return new RelvarError('bad-brief', [`${file}: ${lines.size} mistakes`, ...lines].join('\n  '));
}

/** What a complaint of the schema says: each unknown key by itself. */
function problems(file: string, issue: z.core.$ZodIssue, lineOf: ReadBrief['lineOf']): readonly RelvarError[] {
  const found = deepest(issue);
  const path = found.path.map((one) => (typeof one === 'symbol' ? String(one) : one));
  const what = path.join('.') || 'the brief';
  const told = (at: Path, message: string, guess: string | undefined) => {
    const line = lineOf(at);
    return new RelvarError('bad-brief', `${file}${line ? `:${line}` : ''}: ${what}: ${message}`, {
      hint: guess === undefined ? 'docs/brief.md says what may stand there' : `did you mean ${guess}?`,
    });
  };
  if (found.code !== 'unrecognized_keys') return [told(path, found.message.replace(/^Invalid input: /, ''), undefined)];
  return found.keys.map((key) => told([...path, key], `unknown key ${JSON.stringify(key)}`, closest(key, known)));
}

/** Of several forms that a value may have, the complaint of the one that it came closest to. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors
    .flatMap((one) => one.slice(0, 1))
    .map(deepest)
    .sort((a, b) => b.path.length - a.path.length || rank(b) - rank(a));
  const [best] = inner;
  if (!best || (best.path.length === 0 && rank(best) === 0)) return issue;
  return { ...best, path: [...issue.path, ...best.path] };
}

function rank(issue: z.core.$ZodIssue): number {
  return issue.code === 'unrecognized_keys' ? 2 : issue.code === 'invalid_type' ? 0 : 1;
}

const known = [
  'title',
  'description',
  'engine',
  'domains',
  'entities',
  'usual',
  'many_to_many',
  'access',
  'wishes',
  'tenants',
  'compliance',
  'load',
  'goal_ms',
  'constraints',
  'risks',
  'about',
  'table',
  'exact',
  'rows',
  'per_day',
  'growth_per_year',
  'each',
  'attributes',
  'references',
  'identified_by',
  'unique',
  'checks',
  'append_only',
  'retention',
  'type',
  'optional',
  'length',
  'values',
  'default',
  'personal',
  'min',
  'max',
  'signed',
  'on_delete',
  'why',
  'column',
  'one',
  'to',
  'equal',
  'among',
  'each',
  'absent',
  'range',
  'search',
  'order',
  'limit',
  'per_hour',
  'summary',
  'connections',
  'reads_per_write',
  'through',
  'between',
];

/** Where in the text the key of a path stands, or its value where it is an item of a list. */
function placeIn(node: Node | null, path: Path): number | undefined {
  let at: Node | null | undefined = node;
  let place = node?.range?.[0];
  for (const step of path) {
    if (isMap(at)) {
      const pair = at.items.find((one) => isScalar(one.key) && String(one.key.value) === String(step));
      if (!pair) return place;
      place = (pair.key as Node).range?.[0] ?? place;
      at = pair.value as Node | null;
    } else if (at && 'items' in at && Array.isArray(at.items)) {
      at = at.items[Number(step)] as Node | undefined;
      place = at?.range?.[0] ?? place;
    } else return place;
  }
  return place;
}
