import { capital, plural, spoken, withArticle } from '../../catalog/words.ts';
import { identifier, singularName } from './phrase.ts';

/** How many there are at one end of a line between two things. */
type End = 'one' | 'maybe one' | 'many';

/** `1`, `0..1`, `1..*`, `0..n`, `N`, `M`, `*`; of Mermaid `||`, `|o`, `}o`, `}|` and the same the other way round. */
const numbered: readonly (readonly [RegExp, End])[] = [
  [/^(?:1|1\.\.1|\|\||one)$/i, 'one'],
  [/^(?:0\.\.1|\?|\|o|o\||0-1|zero or one)$/i, 'maybe one'],
  [/^(?:\*|n|m|0\.\.[*nm]|1\.\.[*nm]|[*nm]\.\.[*nm]|[}{][o|]|[o|][}{]|\d+\.\.\d+|many|\+)$/i, 'many'],
];

const end = String.raw`"?(?:1\.\.1|[01*nm]\.\.[1*nm]|\d+\.\.\d+|\|\||\|o|o\||[}{][o|]|[o|][}{]|one|many|[1nm*?+])"?`;
const line = String.raw`(?:-{1,3}|\.{2}|[—–]|:|to|<?[-=]+>?|→|↔)`;
const relation = new RegExp(
  String.raw`^["']?([\p{L}_][\p{L}\p{N}_ ]{0,40}?)["']?\s*(?:\(?\s*(${end})\s*\)?)\s*${line}\s*(?:\(?\s*(${end})\s*\)?)\s*["']?([\p{L}_][\p{L}\p{N}_ ]{0,40}?)["']?\s*(?::\s*(.*))?[.;,]?$`,
  'iu',
);

/** `User 1:N Order`, `Orders *—* Products`, `AUTHOR ||--o{ BOOK : writes` as the sentence that they stand for. */
export function arrowAsSentence(text: string): string | undefined {
  const [, left = '', atLeft = '', atRight = '', right = ''] = relation.exec(text.trim()) ?? [];
  const [one, other] = [atLeft, atRight].map((written) => {
    const plain = written.replaceAll('"', '').trim();
    return numbered.find(([form]) => form.test(plain))?.[1];
  });
  if (one === undefined || other === undefined) return undefined;
  const [from, to] = [left, right].map((name) => spoken(singularName(identifier(name))));
  if (from === undefined || to === undefined || from === '' || to === '') return undefined;
  if (one === 'many' && other === 'many')
    return `${plural(from)} have many ${plural(to)} and ${plural(to)} have many ${plural(from)}.`;
  if (other === 'many') return belongs(to, from, one);
  if (one === 'many') return belongs(from, to, other);
  return other === 'maybe one'
    ? `${capital(withArticle(from))} may have one ${to}.`
    : `Each ${from} has exactly one ${to}.`;
}

function belongs(part: string, whole: string, howMany: End): string {
  return howMany === 'maybe one'
    ? `${capital(withArticle(part))} may belong to ${withArticle(whole)}.`
    : `Each ${part} belongs to one ${whole}.`;
}
