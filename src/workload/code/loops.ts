/** The beginning of a loop in any of the languages, and of a call that does something for each of a list. */
const loop =
  /(?:^|[^\w$.])(?:for|foreach|while|until)\b(?!\s*\()(?!\s*[=:.,])|(?:^|[^\w$.])(?:for|foreach|while)\s*(?:await\s*)?\(|\.(?:forEach|map|flatMap|each|each_slice|find_each|times|Select|ForEach)\b\s*(?:\(|do\b|\{)/;

/** Where a function begins that has a name: what stands in it runs when it is called. */
const named =
  /^\s*(?:@\w+.*)?(?:(?:export|default|public|private|protected|internal|static|final|override|virtual|async|sync)\s+)*(?:function\b|def\b|func\b|fn\b|class\b|(?:[\w<>[\],?.]+\s+)?(?!(?:if|for|foreach|while|switch|catch|using|lock|return|await|new)\b)[A-Za-z_$][\w$]*\s*\([^()]*\)\s*(?::\s*[\w<>[\]|, ]+)?\s*(?:throws\s+[\w, ]+)?\{?\s*$|(?:const|let|var)\s+[\w$]+\s*=\s*(?:async\s*)?(?:\([^()]*\)|[\w$]+)\s*=>)/;

/**
 * The line, from 1, of the loop that a place of a program stands in, by how its lines are indented: every line around it
 * that is indented less is looked at, up to the function that it is in. Nothing where there is none.
 */
export function loopAround(text: string, offset: number): number | undefined {
  const lines = text.slice(0, offset).split('\n');
  const own = lines.length - 1;
  const before = withoutComment(lines[own] ?? '');
  if (loop.test(before)) return own + 1;
  let depth = depthOf(before);
  for (let at = own - 1; at >= 0 && depth > 0; at--) {
    const line = withoutComment(lines[at] ?? '');
    if (line.trim() === '' || depthOf(line) >= depth) continue;
    depth = depthOf(line);
    if (loop.test(line)) return at + 1;
    if (named.test(line)) return undefined;
  }
  return undefined;
}

/** Columns of white space, a tab up to the next eighth. */
function depthOf(line: string): number {
  let depth = 0;
  for (const sign of line) {
    if (sign === ' ') depth++;
    else if (sign === '\t') depth += 8 - (depth % 8);
    else break;
  }
  return depth;
}

/** Without what stands behind a mark of comments, and without texts. */
function withoutComment(line: string): string {
  return line.replaceAll(/(["'])(?:(?!\1)[^\\]|\\.)*\1/g, '$1$1').replace(/(?:\/\/|#(?!\{)|--).*$/, '');
}
