import type { Lookups } from '../../catalog/lookups.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { phrases, singularWords, spoken } from '../../catalog/words.ts';
import { isActor } from '../actor-columns.ts';
import { isHousekeeping } from '../housekeeping.ts';
import { neverNull } from '../nullability.ts';

/** Columns that look as if they identified a row. */
export interface Candidate {
  readonly columns: readonly Column[];
  /** What says so, as a clause. */
  readonly sign: string;
  readonly strength: 'weak' | 'fair';
  /** Whether values change places, so that a plain constraint would refuse the way there. */
  readonly reordered: boolean;
}

const names = new Set(phrases('name, title, label, display name'));
const listWords = new Set(
  phrases(`
  type, status, kind, category, class, level, priority, severity, reason, method, mode, role, stage, genre, color, colour,
  gender, unit, source, channel, tag, label, permission, department, country, currency, language, city, region, brand,
  skill, industry, format, group, feature, topic, keyword, amenity, scope`),
);
const places = new Set(phrases('position, ordinal, sort order, display order, order index, rank, idx, seq, sequence'));
const numbers = new Set(
  phrases(
    'line, line number, line no, lineno, row number, sequence number, seq no, revision number, version number, page number, step number',
  ),
);
const languages = new Set(phrases('locale, language, lang, language code, lang code, language id, locale id'));
const keys = new Set(
  phrases('key, attribute, attribute name, property, property name, setting, setting name, meta key, option name'),
);
const keyTables = new Set(
  phrases(
    'setting, attribute, property, meta, metadata, metadatum, option, preference, config, configuration, parameter, param',
  ),
);

/** What would identify a row of a table that has only a made key, the surest first; nothing when its columns do not tell. */
export function candidate(table: Table, lookups: Lookups): Candidate | undefined {
  const own = table.columns.filter(
    (column) => !table.primaryKey?.columns.includes(column.name) && !isHousekeeping(column.name) && !column.generated,
  );
  const last = singularWords(table.name).at(-1) ?? '';
  const parents = table.foreignKeys
    .filter((key) => !key.columns.every(isActor) && key.columns.length === 1)
    .flatMap((key) => lookups.column(table, key.columns[0] ?? '') ?? [])
    .filter(neverNull);
  const named = (set: ReadonlySet<string>) => own.find((column) => set.has(spoken(column.name)) && neverNull(column));
  const [parent, ...more] = parents;
  if (parent === undefined) {
    const name = named(names);
    const isList = listWords.has(last) && own.length <= 4 && table.foreignKeys.length === 0;
    return name && isText(name) && isList && lookups.referencesTo(table).length > 0
      ? {
          columns: [name],
          sign: `${table.name} reads as a list of names that others refer to`,
          strength: 'fair',
          reordered: false,
        }
      : undefined;
  }
  const within = (column: Column, sign: string, strength: 'weak' | 'fair', reordered = false): Candidate => ({
    columns: [parent, column],
    sign,
    strength,
    reordered,
  });
  const language = named(languages);
  if (
    language &&
    language !== parent &&
    /translation|localization|localisation|i18n/.test(singularWords(table.name).join(' '))
  )
    return more.every((column) => column === language)
      ? within(language, 'a translation is there once for each language', 'fair')
      : undefined;
  if (more.length > 0) return undefined;
  const key = keyTables.has(last) ? named(keys) : undefined;
  if (key && isText(key)) return within(key, `the name of a ${last} stands once for its owner`, 'fair');
  const number = named(numbers);
  if (number && isWhole(number)) return within(number, `${number.name} numbers the rows of one parent`, 'fair');
  const place = named(places);
  return place && isWhole(place) && place.default === undefined
    ? within(place, `${place.name} is the row’s place within its parent`, 'weak', true)
    : undefined;
}

function isText({ type }: Column): boolean {
  return type.family === 'text' || type.family === 'character';
}

function isWhole({ type }: Column): boolean {
  return type.family === 'integer';
}
