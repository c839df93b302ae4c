import type { Lookups } from '../../catalog/lookups.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { phraseEndings, phrases, singularWords, spoken } from '../../catalog/words.ts';

/** Columns that depend on one another and not on the table's key. */
export interface DependentGroup {
  readonly kind: 'place' | 'bank' | 'named';
  readonly columns: readonly Column[];
  /** The column that determines the others. */
  readonly determinant: Column;
}

const isText = (column: Column) => column.type.family === 'text' || column.type.family === 'character';

/** The parts of a place, by their position: postal code, city, state, country. */
const placePart = phraseEndings<number>([
  [0, phrases(`zip, zip code, zipcode, postal code, postalcode, postcode, post code, plz`)],
  [1, phrases(`city, town, locality, municipality`)],
  [2, phrases(`state, province, state province, region, county, state code, state name, province code, province name`)],
  [3, phrases(`country, country name, country code`)],
]);
const addressWords = new Set(
  phrases(`
  address, location, place, city, town, country, region, state, zip, zipcode, postcode, postal, geolocation, geo,
  geocode, geography, site, venue, branch, store, shop, warehouse, office, facility, station, airport, building,
  property, territory`),
);

/** Postal code, city, state and country under one prefix: `billing_city`, `billing_state`… of at least three kinds. */
export function places(table: Table): readonly DependentGroup[] {
  if (singularWords(table.name).some((word) => addressWords.has(word))) return [];
  const byPrefix = new Map<string, (Column | undefined)[]>();
  for (const column of table.columns) {
    if (!isText(column) || column.generated) continue;
    const text = spoken(column.name);
    const match = placePart(text);
    if (match === undefined) continue;
    const prefix = text.slice(0, text.length - match.phrase.length).trim();
    const found = byPrefix.get(prefix) ?? [];
    byPrefix.set(prefix, found);
    found[match.value] ??= column;
  }
  return [...byPrefix.values()].flatMap((found): DependentGroup[] => {
    const columns = found.filter((column) => column !== undefined);
    const [determinant] = columns;
    // Without a postal code only the country follows from the rest: a city alone names no state.
    return determinant && found[0] && columns.length >= 3 ? [{ kind: 'place', columns, determinant }] : [];
  });
}

const bankNames = phrases(`
  bank, bank name, bic, swift, swift code, bic swift, bank code, bank country, bank city`);

/** An IBAN names the bank: its name, its BIC and its country follow. */
export function banks(table: Table): readonly DependentGroup[] {
  const iban = table.columns.find(
    (column) => isText(column) && (spoken(column.name) === 'iban' || spoken(column.name).endsWith(' iban')),
  );
  if (!iban || table.primaryKey?.columns.includes(iban.name)) return [];
  const prefix = spoken(iban.name).slice(0, -'iban'.length);
  const others = table.columns.filter(
    (column) =>
      isText(column) && bankNames.some((name) => spoken(column.name) === name || spoken(column.name) === prefix + name),
  );
  return others.length > 0 ? [{ kind: 'bank', columns: [iban, ...others], determinant: iban }] : [];
}

const endings = ['name', 'title', 'label', 'description', 'symbol'];
/** What a foreign system, or nothing in particular, calls by number and name. */
const notAKey = new Set(
  phrases(`
  external, remote, file, user agent, first, last, full, display, parent, bar, qr, zip, postal, source, error,
  status, access, auth`),
);

/**
 * `category_id` (or `_code`) and `category_name` side by side, where category_id is no key of this table and no
 * foreign key says where else the name stands (a foreign key's copy is the rule copied-column's).
 */
export function namedCodes(table: Table, lookups: Lookups): readonly DependentGroup[] {
  let byName: ReadonlyMap<string, Column> | undefined;
  const own = singularWords(table.name).join(' ');
  const groups: DependentGroup[] = [];
  for (const column of table.columns) {
    const match = /^(.+) (?:id|code)$/.exec(spoken(column.name));
    const thing = match?.[1];
    if (thing === undefined || notAKey.has(thing) || own === thing || own.endsWith(` ${thing}`)) continue;
    if (!['integer', 'text', 'character', 'uuid', 'decimal'].includes(column.type.family)) continue;
    if (lookups.referencesFrom(table).some(({ key }) => key.columns.includes(column.name))) continue;
    if (lookups.uniqueKeys(table).some((key) => key.length === 1 && key[0] === column.name)) continue;
    byName ??= new Map(table.columns.map((one) => [spoken(one.name), one]));
    const known = byName;
    const described = endings
      .flatMap((ending) => known.get(`${thing} ${ending}`) ?? [])
      .filter((one) => isText(one) && !one.generated);
    if (described.length > 0) groups.push({ kind: 'named', columns: [column, ...described], determinant: column });
  }
  return groups;
}
