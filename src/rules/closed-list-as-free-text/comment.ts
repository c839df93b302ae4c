const word = String.raw`[\p{L}\p{N}][\p{L}\p{N}_-]*`;
const quotedWord = String.raw`(?:'[^']+'|"[^"]+"|\x60[^\x60]+\x60)`;
const separators = String.raw`\s*(?:,|\||/|;|\bor\b|\band\b|,\s*or\b)\s*`;
const quotedList = new RegExp(`${quotedWord}(?:${separators}${quotedWord})+`, 'u');
const introduced = new RegExp(
  String.raw`(?:one of|either|values?(?: are)?|possible|allowed|enum)\s*:?\s*[([{]?\s*(${word}(?:${separators}${word})+)`,
  'iu',
);
const piped = new RegExp(String.raw`(?:^|[\s:([])(${word}(?:\s*[|]\s*${word})+)`, 'u');
/** After these the list goes on, or is only an example. */
const unfinished = /\be\.?g\b|\bfor example\b|\bsuch as\b|\betc\b|\.\.\.|…|\blike\b/i;

/** The values that a comment lists: `'new', 'paid' or 'sent'`, `one of: new, paid`, `new | paid`. Nothing when it is not sure that they are all. */
export function valuesInComment(comment: string | undefined): readonly string[] | undefined {
  if (comment === undefined || unfinished.test(comment)) return undefined;
  const quoted = quotedList.exec(comment)?.[0];
  const values = quoted
    ? [...quoted.matchAll(new RegExp(quotedWord, 'gu'))].map((match) => match[0].slice(1, -1))
    : (introduced.exec(comment)?.[1] ?? piped.exec(comment)?.[1])?.split(new RegExp(separators, 'u'));
  const different = [...new Set(values)].filter((value) => value !== '');
  return different.length >= 2 ? different : undefined;
}
