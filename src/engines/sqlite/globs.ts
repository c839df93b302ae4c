import type { OtherLike } from '../receiving.ts';

/** At most so many patterns stand for one regular expression. */
const most = 8;

/**
 * The condition with GLOB that a text matches a regular expression; nothing for one that no few patterns stand for. The
 * engine knows classes of characters and any text, but no numbers of times: `[A-Z]{2}` is written out.
 */
export function globs(text: string, pattern: string): string | undefined {
  let rest = pattern;
  let all = [''];
  if (rest.startsWith('^')) rest = rest.slice(1);
  else all = ['*'];
  for (;;) {
    if (rest === '$') break;
    if (rest === '') {
      all = all.map((one) => `${one}*`);
      break;
    }
    const [whole, atom = '', times = ''] = /^(\[[^\]\\]+\]|\\[.\-/]|[\w@:/ -])(\{\d\}|\?)?(?![+*{])/.exec(rest) ?? [];
    if (whole === undefined) return undefined;
    rest = rest.slice(whole.length);
    const one = atom.replace(/^\\/, '');
    if (times === '?') all = all.flatMap((before) => [before, before + one]);
    else all = all.map((before) => before + one.repeat(times === '' ? 1 : Number(times.slice(1, -1))));
    if (all.length > most) return undefined;
  }
  const conditions = all.map((one) => `${text} GLOB '${one.replaceAll("'", "''")}'`);
  return conditions.length === 1 ? conditions[0] : `(${conditions.join(' OR ')})`;
}

/** GLOB, which tells letters in both cases apart, with the pattern that finds what one of LIKE finds. */
export function globOfLike(pattern: string | undefined, escapes: boolean): OtherLike | undefined {
  if (pattern === undefined) return undefined;
  const wild: Readonly<Record<string, string>> = { '%': '*', _: '?' };
  const parts = pattern.match(escapes ? /\\[\s\S]|[\s\S]/gu : /[\s\S]/gu) ?? [];
  const literal = (part: string) => part.slice(part.length > 1 && part.startsWith('\\') ? 1 : 0);
  return {
    operator: 'GLOB',
    pattern: parts.map((part) => wild[part] ?? literal(part).replace(/[*?[]/, '[$&]')).join(''),
  };
}
