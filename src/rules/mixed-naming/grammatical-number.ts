import { phrases, plural, singular, words } from '../../catalog/words.ts';

/** Nouns without a plural, or for one thing that holds many: `audit_log` stands beside `users` as it is. */
const massNouns = new Set(
  phrases(`
  data, info, information, metadata, history, inventory, staff, equipment, content, media, feedback, log, audit,
  cache, queue, registry, config, configuration, settings, preferences, stock, schema, software, hardware,
  traffic, usage, progress, access, auth, security, news, series, species, list, map, index, archive, store,
  storage, directory, catalog, ledger, journal, calendar, state, status, lookup, summary, mapping, people,
  children, credentials, stats, statistics, analytics, details, goods, savings, contents`),
);

const singularInS = new Set(
  phrases(`
  status, bonus, campus, virus, census, corpus, bus, focus, radius, analysis, basis, axis, diagnosis, thesis,
  synopsis`),
);

/**
 * Whether a table's name is in the singular or the plural, by its last word; nothing when it cannot be told. A
 * qualifier behind a plural, `configs_github`, leaves it open.
 */
export function grammaticalNumber(table: string): 'singular' | 'plural' | undefined {
  const all = words(table).filter((word) => !/^\d+$/.test(word));
  const last = all.at(-1) ?? '';
  if (last.length < 3 || massNouns.has(last) || !/^[a-z]+$/.test(last)) return undefined;
  if (isPlural(last)) return 'plural';
  if (all.some(isPlural)) return undefined;
  // What ends in s and is no plural is an abbreviation, or a word of both numbers.
  if (last.endsWith('s') && !last.endsWith('ss') && !singularInS.has(last)) return undefined;
  return plural(last) === last ? undefined : 'singular';
}

function isPlural(word: string): boolean {
  return !massNouns.has(word) && singular(word) !== word;
}
