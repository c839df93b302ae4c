import { singular, words } from '../../catalog/words.ts';

/** The same word in other spellings, and the short forms that schemas use for it. */
const spellings: Readonly<Record<string, string>> = {
  acct: 'account',
  addr: 'address',
  app: 'application',
  attr: 'attribute',
  cat: 'category',
  categ: 'category',
  catalogue: 'catalog',
  ccy: 'currency',
  centre: 'center',
  cfg: 'configuration',
  cntry: 'country',
  colour: 'color',
  config: 'configuration',
  ctry: 'country',
  curr: 'currency',
  cust: 'customer',
  def: 'definition',
  db: 'database',
  dept: 'department',
  dict: 'dictionary',
  doc: 'document',
  emp: 'employee',
  env: 'environment',
  grp: 'group',
  inst: 'instance',
  inv: 'invoice',
  lang: 'language',
  licence: 'license',
  loc: 'location',
  msg: 'message',
  org: 'organization',
  organisation: 'organization',
  pkg: 'package',
  proc: 'process',
  prod: 'product',
  programme: 'program',
  proj: 'project',
  repo: 'repository',
  svc: 'service',
  tbl: 'table',
  tmpl: 'template',
  trx: 'transaction',
  tx: 'transaction',
  txn: 'transaction',
  usr: 'user',
  whse: 'warehouse',
};

/** Names come back for every table of a schema; a process that sees ever new ones must not grow beyond this many. */
const most = 50_000;

/** What is found for a name, found once. */
export function remembered<Value>(find: (name: string) => Value): (name: string) => Value {
  const found = new Map<string, Value>();
  return (name) => {
    let value = found.get(name);
    if (value === undefined) {
      value = find(name);
      if (found.size >= most) found.clear();
      found.set(name, value);
    }
    return value;
  };
}

/** A word as names are compared by: singular, in one spelling. */
export const plainWord = remembered((word) => {
  const one = singular(word);
  return Object.hasOwn(spellings, one) ? (spellings[one] ?? one) : one;
});

/** The words of a name as they are compared. */
export const plainWords: (name: string) => readonly string[] = remembered((name) => words(name).map(plainWord));

/** A name as it is compared: `Order_Items` and `orderItem` are the same. */
export const plainText = remembered((name) => plainWords(name).join(''));
