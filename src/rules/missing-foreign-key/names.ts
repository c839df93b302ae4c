import { singular, words } from '../../catalog/words.ts';
import { plainWord, remembered } from './spelling.ts';

/** One way to read a column's name as the name of a reference: `approver_user_id` is approver, user + id. */
export interface Reading {
  /** The words that name what is referred to, as compared, role words before them: approver, user. */
  readonly stem: readonly string[];
  /** The stem joined. */
  readonly text: string;
  /** The same words as written. */
  readonly written: readonly string[];
  /** What may name the table: the ends of the stem, whole first, its words joined; a number at its end does not count. */
  readonly ends: readonly NameEnd[];
  /** The word that says that it is a key, `id` or `code` or `name`; nothing where the column bears the table's bare name. */
  readonly key: string | undefined;
  /** The key word has grown onto the word before it: `EMPNO`, `userid`. */
  readonly joined: boolean;
  /** The key word is one that ends the names of keys, not just any last word. */
  readonly keyed: boolean;
  /** The stem is a plural as written, or counted: `points`, `num_versions` are numbers of them, not references. */
  readonly plural: boolean;
}

/** The words of a stem from one of them on. */
export interface NameEnd {
  readonly words: readonly string[];
  readonly text: string;
  /** The text as written, where it differs. */
  readonly written: string | undefined;
  /** The words before it. */
  readonly roles: readonly string[];
  /** The role stands behind it instead. */
  readonly roleBehind?: boolean;
}

/** Words that end (or begin) the name of a reference and say nothing else. */
const surrogateWords = new Set('id ids uuid guid oid fk sk key pk ref ident identifier'.split(' '));
/** Words for a number or code that people know a thing by. */
const naturalWords = new Set(['no', 'nr', 'num', 'number', 'code', 'cd', 'uid', 'cod']);
const counting = new Set(['num', 'no', 'nr', 'number']);
const grownOn = /^(.{2,}?)(uuid|guid|code|key|id|no|nr|sk)$/;
/** Words that stand behind the thing that they tell apart from another of its kind: `account_id_from`, `user_assigned`. */
const trailingRoles = new Set(
  [
    'from to source target origin destination src dest dst old new before after previous next current original parent',
    'child assigned billing shipping home away a b',
  ].flatMap((line) => line.split(' ')),
);

export function isSurrogateWord(word: string): boolean {
  return surrogateWords.has(word);
}

export function isNaturalWord(word: string): boolean {
  return naturalWords.has(word);
}

/** A word that ends the names of keys. */
export function isKeyWord(word: string): boolean {
  return surrogateWords.has(word) || naturalWords.has(word);
}

const readingsOf: (column: string) => readonly Reading[] = remembered((column) => read(words(column)));

/** The readings of a column's name, likeliest first. `prefix` is a word that begins the names of all the table's columns. */
export function readings(column: string, prefix?: string): readonly Reading[] {
  const result = readingsOf(column);
  if (prefix === undefined) return result;
  const all = words(column);
  return all.length > 1 && all[0] === prefix ? [...result, ...read(all.slice(1))] : result;
}

function read(all: readonly string[]): Reading[] {
  const first = all[0] ?? '';
  const last = all.at(-1) ?? '';
  if (all.length > 1 && (first === 'fk' || first === 'ref')) return marked(all.slice(1), first);
  if (all.length > 1 && last === 'fk') return marked(all.slice(0, -1), last);
  const result: Reading[] = [];
  const add = (written: readonly string[], key: string | undefined, joined = false) => {
    const end = written.at(-1);
    if (end === undefined) return;
    const plural = singular(end) !== end && (key === undefined || (counting.has(first) && first === key));
    const stem = written.map(plainWord);
    const plain = written.map(singular);
    result.push({
      ...{ stem, text: stem.join(''), written: plain, ends: endsOf(withoutNumber(stem), withoutNumber(plain)) },
      ...{ key, keyed: key !== undefined && isKeyWord(key), joined, plural },
    });
  };
  if (all.length > 1 && isKeyWord(last)) add(all.slice(0, -1), last);
  else if (all.length > 1 && isKeyWord(first)) add(all.slice(1), first);
  const inside = all.findIndex((word, at) => at > 0 && at < all.length - 1 && surrogateWords.has(word));
  if (inside > 0 && all.slice(inside + 1).every(isTrailingRole)) add(all.slice(0, inside), all[inside]);
  if (isKeyWord(last)) return result;
  const grown = grownOn.exec(last);
  if (grown?.[1] !== undefined) add([...all.slice(0, -1), grown[1]], grown[2], true);
  add(all, undefined);
  if (all.length > 1) {
    // `country_iso` may be the `iso` of a country; only a key of just that name will do.
    add(all.slice(0, -1), last);
    if (isTrailingRole(last)) add(all.slice(0, -1), undefined);
  }
  return result;
}

/** A name that a word marks as that of a reference: what it names may stand first, a role behind it (`fk_user_author`). */
function marked(all: readonly string[], mark: string): Reading[] {
  const result = read(all)
    .filter((one) => one.key === undefined || one.keyed)
    .map((one): Reading => ({ ...one, key: one.key ?? mark, keyed: true, plural: false }));
  const [first] = result;
  if (first && first.stem.length > 1) {
    const stem = first.stem.slice(0, -1);
    const written = first.written.slice(0, -1);
    const roles = first.stem.slice(-1);
    const [whole] = endsOf(stem, written);
    if (whole)
      result.push({ ...first, stem, text: stem.join(''), written, ends: [{ ...whole, roles, roleBehind: true }] });
  }
  return result;
}

function endsOf(stem: readonly string[], written: readonly string[]): readonly NameEnd[] {
  return stem.map((_, at) => {
    const text = stem.slice(at).join('');
    const other = written.slice(at).join('');
    return { words: stem.slice(at), text, written: other === text ? undefined : other, roles: stem.slice(0, at) };
  });
}

function isTrailingRole(word: string): boolean {
  return trailingRoles.has(word) || /^\p{N}+$/u.test(word);
}

/** Words without the number that tells one from others of its kind: `team1_id` → team. */
function withoutNumber(stem: readonly string[]): readonly string[] {
  return stem.length > 1 && /^\p{N}+$/u.test(stem.at(-1) ?? '') ? stem.slice(0, -1) : stem;
}
