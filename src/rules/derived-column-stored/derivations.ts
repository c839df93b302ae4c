import type { Lookups } from '../../catalog/lookups.ts';
import { compareNames, qualified } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { phraseEndings, phrases, plural, singular, singularWords, spoken, words } from '../../catalog/words.ts';

/** A column that other stored facts determine, and how. */
export interface Derivation {
  readonly column: Column;
  /** What it can be computed from: `quantity × unit_price`. */
  readonly from: string;
  readonly kind: 'product' | 'name' | 'age' | 'duration' | 'count';
  /** The columns of the same table that it is computed from. */
  readonly columns: readonly string[];
  /** The table whose rows are counted. */
  readonly counted?: Table;
}

const numeric = new Set(['integer', 'decimal', 'float', 'money']);
const isNumber = (column: Column) => numeric.has(column.type.family);
const isText = (column: Column) => column.type.family === 'text' || column.type.family === 'character';
const isTime = (column: Column) => column.type.family.startsWith('timestamp') || column.type.family === 'date';

/** What the table stores beside the facts that it follows from. */
export function derivations(table: Table, lookups: Lookups): readonly Derivation[] {
  const stored = table.columns.filter((column) => !column.generated);
  return [
    ...products(stored),
    ...fullNames(stored),
    ...ages(stored),
    ...durations(stored),
    ...counts(table, stored, lookups),
  ];
}

const quantities = new Set(['quantity', 'qty', 'units', 'quantity ordered', 'order qty']);
const prices = new Set(
  phrases(`
  price, unit price, price per unit, price each, unit cost, unit amount, unitprice, unitcost`),
);
const totals = new Set(
  phrases(`
  total, line total, subtotal, sub total, amount, total price, total amount, total cost, extended price,
  line amount, linetotal, item total, row total`),
);
/** A total that takes more into account than quantity and price. */
const notTheProduct = new Set(
  phrases(`
  tax, taxes, discount, discounts, shipping, paid, refunded, refund, due, net, gross, vat, fee`),
);

function products(columns: readonly Column[]): readonly Derivation[] {
  const numbers = columns.filter(isNumber);
  const by = only(numbers, quantities);
  const of = by && only(numbers, prices);
  const one = of && only(numbers, totals);
  if (!one) return [];
  if (numbers.some((column) => words(column.name).some((word) => notTheProduct.has(word)))) return [];
  return [{ column: one, from: `${by.name} × ${of.name}`, kind: 'product', columns: [by.name, of.name] }];
}

/** The column with one of the names, where there is just one. */
function only(columns: readonly Column[], names: ReadonlySet<string>): Column | undefined {
  const found = columns.filter((column) => names.has(spoken(column.name)));
  return found.length === 1 ? found[0] : undefined;
}

const firstNames = ['first name', 'firstname', 'given name', 'forename', 'fname'];
const lastNames = ['last name', 'lastname', 'family name', 'surname', 'lname'];
const wholeNames = phraseEndings([[true, ['full name', 'fullname', 'complete name', 'whole name']]]);

function fullNames(columns: readonly Column[]): readonly Derivation[] {
  const texts = columns.filter(isText).map((column) => ({ column, text: spoken(column.name) }));
  return texts.flatMap(({ column, text }): Derivation[] => {
    const whole = wholeNames(text)?.phrase;
    if (whole === undefined) return [];
    const prefix = text.slice(0, text.length - whole.length);
    const first = texts.find((one) => firstNames.some((name) => one.text === prefix + name));
    const last = texts.find((one) => lastNames.some((name) => one.text === prefix + name));
    if (!first || !last) return [];
    return [
      {
        column,
        from: `${first.column.name} and ${last.column.name}`,
        kind: 'name',
        columns: [first.column.name, last.column.name],
      },
    ];
  });
}

const births = new Set(
  phrases(`
  birth date, birthdate, date of birth, dob, birthday, born, born on, born at, birth day`),
);
const presentAges = new Set(['age', 'current age', 'age years', 'age in years']);

function ages(columns: readonly Column[]): readonly Derivation[] {
  const birth = columns.find((column) => isTime(column) && births.has(spoken(column.name)));
  if (!birth) return [];
  return columns
    .filter((column) => isNumber(column) && presentAges.has(spoken(column.name)))
    .map((column) => ({ column, from: birth.name, kind: 'age', columns: [birth.name] }));
}

const starts = new Set(
  phrases(`
  start, started, begin, began, from, check in, checkin, clock in`),
);
const ends = new Set(
  phrases(`
  end, ended, finish, finished, until, to, check out, checkout, clock out, completed`),
);
const durationUnits = phrases(
  'seconds, minutes, hours, days, ms, secs, mins, in seconds, in minutes, in hours, in days',
);
const durationNames = new Set(['duration', ...durationUnits.map((unit) => `duration ${unit}`)]);

/** The point in time without `at`, `time`, `date`: `started_at` → started. */
function point(column: Column): string {
  return spoken(column.name).replace(/ (?:at|on|time|date|ts|timestamp|date time|datetime)$/, '');
}

function durations(columns: readonly Column[]): readonly Derivation[] {
  const times = columns.filter(isTime);
  const start = times.filter((column) => starts.has(point(column)));
  const end = times.filter((column) => ends.has(point(column)));
  const [from, to] = [start[0], end[0]];
  if (!from || !to || start.length !== 1 || end.length !== 1) return [];
  return columns
    .filter(
      (column) => (isNumber(column) || column.type.family === 'interval') && durationNames.has(spoken(column.name)),
    )
    .map((column) => ({
      column,
      from: `${from.name} and ${to.name}`,
      kind: 'duration',
      columns: [from.name, to.name],
    }));
}

/** `comments_count` of posts, where comments reference posts, directly or through a table that joins the two. */
function counts(table: Table, columns: readonly Column[], lookups: Lookups): readonly Derivation[] {
  const named = columns.flatMap((column) => {
    const thing = isNumber(column) ? countedThing(spoken(column.name)) : undefined;
    return thing === undefined ? [] : [{ column, thing }];
  });
  if (named.length === 0) return [];
  const children = new Map<string, Table>();
  for (const { from } of [...lookups.referencesTo(table)].sort((a, b) => compareNames(b.from, a.from))) {
    if (from === table || from.partitionOf) continue;
    for (const name of namesOf(from, table)) children.set(name, from);
    for (const other of lookups.referencesFrom(from)) {
      if (other.to && other.to !== table && lookups.referencesFrom(from).length === 2) {
        for (const name of namesOf(other.to, table)) if (!children.has(name)) children.set(name, from);
      }
    }
  }
  return named.flatMap(({ column, thing }): Derivation[] => {
    const counted = children.get(thing);
    return counted ? [{ column, from: `the rows of ${qualified(counted)}`, kind: 'count', columns: [], counted }] : [];
  });
}

/** What a count counts, in the singular: `comments_count`, `num_comments`, `nb_comments` → comment. */
function countedThing(name: string): string | undefined {
  const match =
    /^(?:(?:num|nb|number of|no of|n|count of|total) (?<after>.+)|(?<before>.+) (?:count|cnt|counter|num))$/.exec(name);
  const thing = match?.groups?.['after'] ?? match?.groups?.['before'];
  if (thing === undefined) return undefined;
  const all = thing.split(' ');
  const last = all.at(-1) ?? '';
  const named = [...all.slice(0, -1), singular(last)].join(' ');
  // `total comments` counts, `total price` does not: the thing must stand in the plural there.
  return match?.groups?.['after'] !== undefined && plural(singular(last)) !== last ? undefined : named;
}

/** The table's name in the singular, with and without the parent's name before it: `post_comments` of posts → post comment, comment. */
function namesOf(table: Table, parent: Table): readonly string[] {
  const own = singularWords(table.name).join(' ');
  const prefix = `${singularWords(parent.name).join(' ')} `;
  return own.startsWith(prefix) ? [own, own.slice(prefix.length)] : [own];
}
