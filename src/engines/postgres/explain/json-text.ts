import { badPlan } from './bad-plan.ts';
import type { Line } from './lines.ts';

/**
 * All JSON values in lines that may hold other text as well. Reads more than the standard allows, as plans come so:
 * line breaks within strings where a client wrapped them, properties between the elements of a list (versions 11 and 12
 * write `"Subplans Removed"` so, later ones the counts of MERGE), which are put where they belong, at the object around.
 * @throws RelvarError `bad-plan` where a value is cut short or broken
 */
export function jsonValues(lines: readonly Line[], name: string): readonly unknown[] {
  // 64 bits are more than a number of JavaScript holds.
  const text = lines
    .map((line) => line.text)
    .join('\n')
    .replace(/("Query Identifier"\s*:\s*)(-?\d+)/g, '$1"$2"');
  const whole = attempt(text);
  if (whole !== undefined) return [whole];
  const values: unknown[] = [];
  let from = 0;
  for (;;) {
    const start = nextStart(text, from);
    if (start === undefined) return values;
    const scanner = newScanner(text, start, (at, what) => badPlan(name, lineAt(lines, text, at), what));
    values.push(scanner.value());
    from = scanner.at();
  }
}

function attempt(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where a list or an object begins that is no prompt, no log prefix and no array of SQL. */
function nextStart(text: string, from: number): number | undefined {
  const start = /\[\s*[[{]|\{\s*"/g;
  start.lastIndex = from;
  return start.exec(text)?.index;
}

function lineAt(lines: readonly Line[], text: string, at: number): number {
  let line = 0;
  for (let index = text.indexOf('\n'); index >= 0 && index < at; index = text.indexOf('\n', index + 1)) line++;
  return lines[Math.min(line, lines.length - 1)]?.number ?? 1;
}

type Properties = Record<string, unknown>;

function newScanner(text: string, start: number, fail: (at: number, what: string) => Error) {
  let at = start;
  return { value: () => value(undefined), at: () => at };

  function space(): void {
    while (/\s/.test(text[at] ?? '')) at++;
  }

  function cut(where: number): Error {
    return fail(where, 'the JSON ends here before the plan does: it is cut short');
  }

  function value(around: Properties | undefined): unknown {
    space();
    const first = text[at];
    if (first === undefined) throw cut(text.trimEnd().length);
    if (first === '{') return object();
    if (first === '[') return array(around);
    if (first === '"') return string();
    const word = /^(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/.exec(text.slice(at, at + 40))?.[0];
    if (word === undefined && isEnd()) throw cut(at);
    if (word === undefined) throw fail(at, `not JSON at "${text.slice(at, at + 20).split('\n')[0]}"`);
    at += word.length;
    return JSON.parse(word);
  }

  function string(): string {
    const begin = at++;
    let raw = '';
    for (;;) {
      const next = text[at];
      if (next === undefined) throw cut(begin);
      at++;
      if (next === '"') break;
      if (next === '\\') raw += next + (text[at++] ?? '');
      else if (next === '\n') {
        raw = `${raw.trimEnd()} `;
        space();
      } else raw += next < ' ' ? ' ' : next;
    }
    const parsed = attempt(`"${raw}"`);
    if (typeof parsed !== 'string') throw fail(begin, 'a string with a broken escape');
    return parsed;
  }

  function object(): Properties {
    const found: Properties = {};
    at++;
    for (;;) {
      space();
      if (text[at] === '}') break;
      if (text[at] === ',') at++;
      else if (text[at] === '"') pair(found);
      else throw text[at] === undefined ? cut(text.trimEnd().length) : broken();
    }
    at++;
    return found;
  }

  function pair(found: Properties): void {
    const key = string();
    space();
    if (text[at] !== ':') throw text[at] === undefined ? cut(text.trimEnd().length) : broken();
    at++;
    found[key] = value(found);
  }

  function array(around: Properties | undefined): unknown[] {
    const found: unknown[] = [];
    at++;
    for (;;) {
      space();
      if (text[at] === ']') break;
      if (text[at] === ',') at++;
      else if (text[at] === '"' && around && isPair()) pair(around);
      else found.push(value(around));
    }
    at++;
    return found;
  }

  function isPair(): boolean {
    return /^"(?:[^"\\\n]|\\.)*"\s*:/.test(text.slice(at, at + 100));
  }

  /** Nothing but a broken word or number stands here and after it. */
  function isEnd(): boolean {
    return /^[^\n{}[\]]*$/.test(text.slice(at).trimEnd());
  }

  function broken(): Error {
    return isEnd() ? cut(at) : fail(at, `the JSON is broken at "${text.slice(at, at + 20).split('\n')[0]}"`);
  }
}
