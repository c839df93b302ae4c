/** Marks of tools that keep both directions in one file; lines outside the up part are passed over. */
const marks: readonly { readonly pattern: RegExp; readonly part: 'up' | 'down' }[] = [
  { pattern: /^\s*--\s*migrate:up\b/i, part: 'up' },
  { pattern: /^\s*--\s*migrate:down\b/i, part: 'down' },
  { pattern: /^\s*--\s*\+(?:goose|micrate)\s+up\b/i, part: 'up' },
  { pattern: /^\s*--\s*\+(?:goose|micrate)\s+down\b/i, part: 'down' },
  { pattern: /^\s*--\s*rollback\b/i, part: 'down' },
  { pattern: /^\s*--\s*(?:!down|@down|down\s*(?:migration)?)\s*:?\s*$/i, part: 'down' },
  { pattern: /^\s*--\s*(?:!up|@up|up\s*(?:migration)?)\s*:?\s*$/i, part: 'up' },
];

/**
 * The text with all that undoes it left out (dbmate, goose, and files with a line `-- down`): lines become empty, so
 * that the numbers of the others stay. Text before the first mark is kept.
 */
export async function* upPart(text: AsyncIterable<string>): AsyncGenerator<string> {
  let part: 'up' | 'down' = 'up';
  let rest = '';
  const kept = (line: string): string => {
    // Liquibase's `--rollback` undoes on its own line only.
    if (/^\s*--\s*rollback\s+\S/i.test(line)) return '';
    part = marks.find((mark) => mark.pattern.test(line))?.part ?? part;
    return part === 'up' ? line : '';
  };
  for await (const chunk of text) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) yield `${lines.map(kept).join('\n')}\n`;
  }
  if (rest !== '') yield kept(rest);
}
