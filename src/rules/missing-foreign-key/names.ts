import { singular, words } from '../words.ts';

/** One way to read a column's name as the name of a reference: `approver_user_id` is approver, user + id. */
export interface Reading {
  /** The words that name what is referred to, singular, role words before them: approver, user. */
  readonly stem: readonly string[];
  /** The word that says that it is a key, `id` or `code` or `name`; nothing where the column bears the table's bare name. */
  readonly key: string | undefined;
  /** The key word has grown onto the word before it: `EMPNO`, `userid`. */
  readonly joined: boolean;
  /** The stem is a plural as written: `points` is a count of them, not a reference to one. */
  readonly plural: boolean;
}

/** Words that end (or begin) the name of a reference and say nothing else. */
const surrogateWords = new Set(['id', 'ids', 'uuid', 'guid', 'oid', 'fk', 'sk', 'key', 'pk', 'ref', 'ident', 'identifier']);
/** Words that name a number or code that people know a thing by. */
const naturalWords = new Set(['no', 'nr', 'num', 'number', 'code', 'cd', 'uid', 'cod']);
const grownOn = /^(.{2,}?)(uuid|guid|code|key|id|no|nr|sk)$/;
/** Words that stand behind the thing that they tell apart from another of its kind: `account_id_from`, `user_assigned`. */
const trailingRoles = new Set([
  'from', 'to', 'source', 'target', 'origin', 'destination', 'old', 'new', 'before', 'after', 'previous', 'next', 'current', 'original',
  'parent', 'child', 'assigned', 'billing', 'shipping', 'home', 'away', 'a', 'b',
]);

export function isSurrogateWord(word: string): boolean {
  return surrogateWords.has(word);
}

/** A word that ends the names of keys. */
export function isKeyWord(word: string): boolean {
  return surrogateWords.has(word) || naturalWords.has(word);
}

/** The same word in other spellings and in the short forms that schemas use for it. */
const spellings: Readonly<Record<string, string>> = {
  acct: 'account', addr: 'address', attr: 'attribute', cat: 'category', cfg: 'configuration', config: 'configuration', cust: 'customer',
  dept: 'department', dict: 'dictionary', doc: 'document', emp: 'employee', grp: 'group', inv: 'invoice', lang: 'language', loc: 'location',
  msg: 'message', org: 'organization', organisation: 'organization', pkg: 'package', prod: 'product', proj: 'project', repo: 'repository',
  svc: 'service', trx: 'transaction', txn: 'transaction', tx: 'transaction', usr: 'user', whse: 'warehouse', ctry: 'country',
  cntry: 'country', curr: 'currency', ccy: 'currency', proc: 'process', def: 'definition', inst: 'instance', catalogue: 'catalog',
  licence: 'license', colour: 'color', centre: 'center', programme: 'program', app: 'application', env: 'environment', tbl: 'table',
};

/** A word as names are compared by: singular, in one spelling. */
export function plainWord(word: string): string {
  const one = singular(word);
  return Object.hasOwn(spellings, one) ? (spellings[one] ?? one) : one;
}

/** The words of a table's name as they are compared. */
export function plainWords(name: string): readonly string[] {
  return words(name).map(plainWord);
}

/** The readings of a column's name, likeliest first. `prefix` is a word that begins the names of all the table's columns. */
export function readings(column: string, prefix?: string): readonly Reading[] {
  const all = words(column);
  const result = read(all);
  if (prefix !== undefined && all.length > 1 && all[0] === prefix) result.push(...read(all.slice(1)));
  return result;
}

function read(all: readonly string[]): Reading[] {
  const result: Reading[] = [];
  const add = (stem: readonly string[], key: string | undefined, joined = false) => {
    if (stem.length === 0) return;
    const last = stem.at(-1) ?? '';
    result.push({ stem: stem.map(plainWord), key, joined, plural: (key === undefined || counted) && singular(last) !== last });
  };
  const first = all[0] ?? '';
  // `num_versions` counts them.
  const counted = first === 'num' || first === 'no' || first === 'nr' || first === 'number';
  const last = all.at(-1) ?? '';
  if (all.length > 1 && (first === 'fk' || first === 'ref')) return read(all.slice(1)).map((one) => ({ ...one, key: one.key ?? first }));
  if (all.length > 2 && last === 'fk') return read(all.slice(0, -1)).map((one) => ({ ...one, key: one.key ?? 'fk' }));
  if (all.length > 1 && isKeyWord(last)) add(all.slice(0, -1), last);
  else if (all.length > 1 && isKeyWord(first)) add(all.slice(1), first);
  const inside = all.findIndex((word, at) => at > 0 && at < all.length - 1 && surrogateWords.has(word));
  if (inside > 0 && all.slice(inside + 1).every(isTrailingRole)) add(all.slice(0, inside), all[inside]);
  const grown = isKeyWord(last) ? undefined : grownOn.exec(last);
  if (grown?.[1] !== undefined) add([...all.slice(0, -1), grown[1]], grown[2], true);
  if (!isKeyWord(last)) {
    add(all, undefined);
    if (all.length > 1) {
      // `country_iso` may be the `iso` of a country; only a key of just that name will do.
      add(all.slice(0, -1), last);
      if (isTrailingRole(last)) add(all.slice(0, -1), undefined);
    }
  }
  return result;
}

function isTrailingRole(word: string): boolean {
  return trailingRoles.has(word) || /^\p{N}+$/u.test(word);
}

/** The stem without the number that tells it from others of its kind: `team1_id` → team. */
export function withoutNumber(stem: readonly string[]): readonly string[] {
  return stem.length > 1 && /^\p{N}+$/u.test(stem.at(-1) ?? '') ? stem.slice(0, -1) : stem;
}
