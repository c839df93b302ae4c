/**
 * A pasted answer without what is around it: code fences, prompts and counts of the client, and the frame of a table of
 * one column or of its vertical form. In its batch mode the client writes line breaks as two characters.
 */
export function unframed(text: string): readonly string[] {
  const plain = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const lines = (/\\n\s*->/.test(plain) ? plain.replaceAll('\\n', '\n') : plain).split('\n');
  return lines.filter((line) => !around.test(line)).map((line) => line.replace(/\u00A0/g, ' '));
}

/** Lines that are none of an answer: fences, `mysql> explain …`, `4 rows in set`, warnings, `Bye`. */
const around =
  /^\s*(?:```.*|~~~.*|<\/?(?:pre|code)>|(?:mysql|MariaDB \[[^\]]*\])> .*|\d+ rows? in set\b.*|Query OK\b.*|Bye)\s*$/;

/** Lines of a tree, each from its own first column: `EXPLAIN: -> Limit` and `| -> Limit` stand beside lines without a frame. */
export function treeLines(lines: readonly string[]): readonly string[] {
  return lines
    .filter((line) => !/^\s*(?:\+[-+]+\+|\*+ \d+\. row \*+|\|?\s*EXPLAIN\s*\|?)\s*$/.test(line))
    .map((line) =>
      line
        .replace(/^\s*EXPLAIN: /, '')
        .replace(/^\| ?(?=\s*->)/, '')
        .replace(/\s*\|\s*$/, ''),
    );
}
