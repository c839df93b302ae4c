import { readFile } from 'node:fs/promises';
import { LineCounter, parseDocument } from 'yaml';
import { closest } from '../catalog/closest.ts';
import { RelvarError } from '../findings/error.ts';
import { type DeclaredIntent, intentShapes, type Verb } from './intents-shape.ts';

/** An intent, and where it stands: `intents.yaml:4`. */
export interface PlacedIntent {
  readonly intent: DeclaredIntent;
  readonly place: string;
}

/**
 * Reads a file of intents, as docs/intents.md describes it.
 * @throws RelvarError `bad-intents`, one line with file and line
 */
export async function readIntents(file: string): Promise<readonly PlacedIntent[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new RelvarError('bad-intents', `${file}: the file of intents cannot be read`, {
      hint: 'check its path',
      cause,
    });
  });
  return parseIntents(text, file);
}

/** @throws RelvarError `bad-intents` */
export function parseIntents(text: string, file: string): readonly PlacedIntent[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: true, uniqueKeys: true });
  const placeOf = (path: readonly PropertyKey[]): string => {
    for (let length = path.length; length >= 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      const start = rangeOf(node)?.[0];
      if (start !== undefined) return `${file}:${lines.linePos(start).line}`;
    }
    return file;
  };
  const problem = (path: readonly PropertyKey[], message: string, hint = 'see docs/intents.md') =>
    new RelvarError('bad-intents', `${placeOf(path)}: ${message}`, { hint });
  const [error] = document.errors;
  if (error) {
    const line = error.linePos?.[0].line;
    const what = error.message.split('\n')[0]?.replace(/ at line \d+.*$/, '');
    throw new RelvarError('bad-intents', `${file}${line ? `:${line}` : ''}: not YAML: ${what}`, { cause: error });
  }
  const content: unknown = document.toJS();
  if (content === null || content === undefined) return [];
  if (!isRecord(content)) throw problem([], 'expected a map with the key "intents"');
  const other = Object.keys(content).find((key) => key !== 'intents');
  if (other !== undefined) throw problem([other], `unknown key ${JSON.stringify(other)}`, 'it may hold intents');
  const all = content['intents'] ?? [];
  if (!Array.isArray(all)) throw problem(['intents'], 'intents: expected a list');
  return all.map((one: unknown, at): PlacedIntent => {
    const path = ['intents', at];
    if (!isRecord(one))
      throw problem(path, 'an intent is a map that begins with its verb', `one of ${verbs.join(', ')}`);
    const verb = verbs.find((candidate) => candidate in one);
    if (!verb) throw unknownVerb(Object.keys(one), (message, hint) => problem(path, message, hint));
    const result = intentShapes[verb].safeParse(one);
    if (!result.success) {
      const [issue] = result.error.issues;
      const inside = issue?.path ?? [];
      const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
      if (unknown !== undefined) {
        const guess = closest(unknown, Object.keys(intentShapes[verb].shape));
        throw problem(
          [...path, ...inside, unknown],
          `${[verb, ...inside.map(String)].join('.')}: unknown key ${JSON.stringify(unknown)}`,
          guess === undefined ? undefined : `did you mean ${guess}?`,
        );
      }
      throw problem([...path, ...inside], `${[verb, ...inside.map(String)].join(' of ')}: ${issue?.message ?? ''}`);
    }
    // The shape is that of the verb.
    return { intent: { verb, ...result.data } as DeclaredIntent, place: placeOf(path) };
  });
}

const verbs = Object.keys(intentShapes) as readonly Verb[];

function unknownVerb(keys: readonly string[], problem: (message: string, hint: string) => RelvarError): RelvarError {
  const [key = ''] = keys;
  const guess = closest(key, verbs);
  return problem(
    `${JSON.stringify(key)} is no intent`,
    guess === undefined ? `one of ${verbs.join(', ')}` : `did you mean ${guess}?`,
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rangeOf(node: unknown): readonly number[] | undefined {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
    ? (node.range as readonly number[])
    : undefined;
}
