/** A call in an expression, from its first to after its last character. */
interface Call {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  /** The text between its parentheses. */
  readonly arguments: string;
}

/**
 * The expression with each of the named calls wrapped in a scalar subquery, and which calls that were. Calls that stand
 * in a subquery without FROM are left alone: the engine evaluates such a subquery once for the statement. So are
 * calls with arguments that may differ from row to row.
 *
 * @param expression as the engine writes it back
 * @param names the functions, qualified as they stand in expressions
 */
export function wrapCalls(
  expression: string,
  names: ReadonlySet<string>,
): { readonly text: string; readonly calls: readonly string[] } {
  const found = scan(expression).filter((call) => names.has(call.name) && isConstant(call.arguments));
  let text = '';
  let at = 0;
  for (const { start, end } of found) {
    text += `${expression.slice(at, start)}(select ${expression.slice(start, end)})`;
    at = end;
  }
  return {
    text: text + expression.slice(at),
    calls: [...new Set(found.map(({ start, end }) => expression.slice(start, end)))],
  };
}

/** Only literals, with their casts, and keywords. */
function isConstant(parameters: string): boolean {
  return /^(?:\s|,|'(?:[^']|'')*'|::[\w ."]+(?:\[\])?|-?\d+(?:\.\d+)?|true|false|NULL)*$/i.test(parameters);
}

const token =
  /'(?:[^']|'')*'|(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)(?:\.(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*))*|[()]|[^\s]/gu;

interface Frame {
  /** Calls whose parentheses this is. */
  readonly call?: { readonly start: number; readonly name: string; readonly inside: number };
  readonly subquery: boolean;
  readonly calls: Call[];
  from: boolean;
}

/** All calls that are not inside a subquery without FROM. */
function scan(expression: string): readonly Call[] {
  const outer: Frame = { subquery: false, calls: [], from: false };
  const stack = [outer];
  const tokens = [...expression.matchAll(token)];
  for (const [at, match] of tokens.entries()) {
    const [word] = match;
    const top = stack.at(-1) ?? outer;
    if (word === '(') {
      const before = tokens[at - 1];
      const named =
        before &&
        before.index + before[0].length === match.index &&
        /[\w"$]$/.test(before[0]) &&
        !before[0].startsWith("'");
      stack.push({
        ...(named ? { call: { start: before.index, name: before[0], inside: match.index + 1 } } : {}),
        subquery: tokens[at + 1]?.[0].toUpperCase() === 'SELECT',
        calls: [],
        from: false,
      });
    } else if (word === ')' && stack.length > 1) {
      stack.pop();
      const parent = stack.at(-1) ?? outer;
      if (!top.subquery || top.from) parent.calls.push(...top.calls);
      if (top.call)
        parent.calls.push({
          ...top.call,
          end: match.index + 1,
          arguments: expression.slice(top.call.inside, match.index),
        });
    } else if (word.toUpperCase() === 'FROM') {
      top.from = true;
    }
  }
  return outer.calls.sort((a, b) => a.start - b.start);
}
