import { engineNamed, engineNamesIn, isVersionOf } from '../../engines/engines.ts';

/** Behind these an engine is where things come from, or what is not wanted. */
const past =
  /\b(?:from|not|no|without|instead of|replac(?:e|es|ing)|than|unlike|old|former|legacy|currently|today)\s+(?:an?\s+|the\s+|our\s+)?$/i;

/**
 * The engine that a description asks for, with its version where it says one that there is, as a person writes it:
 * "for PostgreSQL 16", "we use SQLite". Nothing where none is named, or where it names several.
 */
export function engineIn(description: string): string | undefined {
  const found = engineNamesIn(description).filter(({ at }) => !past.test(description.slice(0, at)));
  const engines = new Set(found.map(({ name }) => engineNamed(name)));
  const [engine] = engines;
  const [first] = found;
  if (!engine || !first || engines.size > 1) return undefined;
  const version = found.find((one) => one.version !== undefined && isVersionOf(engine, one.version))?.version;
  return [first.name.toLowerCase(), ...(version === undefined ? [] : [version])].join(' ');
}
