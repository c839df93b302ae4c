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
  const isLoop = (at: number) => {
    const line = withoutComment(lines[at] ?? '');
    if (!loop.test(line)) return false;
    return !isInHead([line, ...lines.slice(at + 1).map(withoutComment)].join('\n'));
  };
  if (isLoop(own)) return own + 1;
  let depth = depthOf(before);
  for (let at = own - 1; at >= 0 && depth > 0; at--) {
    const line = withoutComment(lines[at] ?? '');
    if (line.trim() === '' || depthOf(line) >= depth) continue;
    depth = depthOf(line);
    if (isLoop(at)) return at + 1;
    if (named.test(line)) return undefined;
  }
  return undefined;
}

/** The last loop over a list in a line: what the list is reckoned from runs once. */
const overList =
  /(?:^|[^\w$.])(?:foreach\b|for\b(?=[^\n]*?(?:\bin\b|\bof\b|\brange\b)))(?!.*(?:^|[^\w$.])(?:for|foreach)\b)/;

/** Whether a text, which begins with the line of a loop, ends within the head of it: in a bracket of what it goes over. */
function isInHead(text: string): boolean {
  const [line = ''] = text.split('\n', 1);
  const found = overList.exec(line);
  // What is done for each of a list stands in a bracket, too.
  if (!found || /\.\w+\s*(?:\(|\{|do\b).*(?:=>|->|\|)/.test(line.slice(found.index))) return false;
  const head = text.slice(found.index + found[0].length);
  const isBracketed = /^\s*(?:await\s*)?\(/.test(head);
  let depth = 0;
  let isFirst = true;
  for (let at = 0; at < head.length; at++) {
    const sign = head[at] ?? '';
    if ('([{'.includes(sign)) {
      if (sign === '{' && depth === 0) return false;
      depth++;
    } else if (')]}'.includes(sign)) {
      depth--;
      // The bracket around a head ends it; one around several names does not.
      if (depth <= 0 && isFirst && isBracketed && !/^\s*in\b/.test(head.slice(at + 1))) return false;
      if (depth <= 0) isFirst = false;
    } else if (depth === 0 && (sign === '\n' || (sign === ':' && head[at + 1] !== '='))) return false;
  }
  return depth > 0;
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
