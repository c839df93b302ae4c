import type { CheckConstraint, Column, Table } from '../../catalog/table.ts';
import { phrases, words } from '../../catalog/words.ts';
import { type Evidence, observed, presumed } from '../../findings/evidence.ts';
import { constantDefault } from '../constants.ts';
import { type SampledValues, shareOf } from '../sampled-values.ts';

/** Names, as words, of what is mostly JSON, and of what may be as well something else. */
export interface Names {
  readonly likely: ReadonlySet<string>;
  readonly possible: ReadonlySet<string>;
}

/** What the column is about is said by its last word: `json_path` is a path. */
const others = new Set(
  phrases(`
  path, url, uri, file, filename, name, key, id, version, format, type, size, hash, length, schema, pointer,
  error, count, encrypted, ciphertext, yaml, xml, html`),
);
const encodings = new Set([
  'encrypted',
  'cipher',
  'hashed',
  'hash',
  'signed',
  'compressed',
  'encoded',
  'base',
  'yaml',
  'yml',
  'xml',
  'html',
  'markdown',
  'md',
  'csv',
]);

/** What says that the column holds JSON; nothing when too little does. */
export function signs(
  table: Table,
  column: Column,
  sampled: SampledValues | undefined,
  names: Names,
): readonly Evidence[] {
  const parts = words(column.name);
  if (
    parts.some((word) => encodings.has(word)) ||
    /\b(?:yaml|xml|csv|html|markdown|encrypted|base64)\b/i.test(column.comment ?? '')
  )
    return [];
  const named = name(parts, names);
  if (sampled) {
    const values = sampled.values.filter((value) => value.trim() !== '');
    if (values.length > 0) {
      const share = shareOf(values, isJson);
      if (share < 0.9) return [];
      return [observed(`the values in the engine's statistics are JSON`), ...(named ? [named] : [])];
    }
  }
  const found: Evidence[] = [];
  const given = constantDefault(column);
  if (given !== undefined && isJson(given)) found.push(presumed(`its default is '${given}'`, 'strong'));
  else if (given !== undefined && given.trim() !== '') return [];
  if (/\bjson\b/i.test(column.comment ?? '')) found.push(presumed(`its comment says “${column.comment}”`, 'strong'));
  for (const check of jsonChecks(table, column))
    found.push(presumed(`constraint ${check.name} takes JSON only`, 'strong'));
  if (found.length === 0 && named?.strength === 'weak') return [];
  return named ? [named, ...found] : found;
}

function name(parts: readonly string[], names: Names): Evidence | undefined {
  if (others.has(parts.at(-1) ?? '')) return undefined;
  if (parts.includes('json') || parts.includes('jsonb')) return presumed('the name says that it is JSON', 'strong');
  const endings = [parts.slice(-1).join(' '), parts.slice(-2).join(' ')];
  if (endings.some((ending) => names.likely.has(ending)))
    return presumed('the name is one that mostly means JSON', 'fair');
  return endings.some((ending) => names.possible.has(ending))
    ? presumed('the name is one that may mean JSON', 'weak')
    : undefined;
}

/** A JSON object or array; sampled values may be cut off at their end, so only the beginning is looked at. */
function isJson(value: string): boolean {
  return /^\s*(?:\{\s*(?:"|\})|\[\s*(?:["{[\]tfn]|-?\d))/.test(value);
}

/** Check constraints that take nothing but JSON: `(x IS JSON)`, `(x)::json IS NOT NULL`. */
export function jsonChecks(table: Table, column: Column): readonly CheckConstraint[] {
  return table.checks.filter(
    (check) =>
      check.columns.length === 1 && check.columns[0] === column.name && /\bIS JSON\b|::jsonb?\b/.test(check.expression),
  );
}

export function parses(value: string): boolean {
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object';
  } catch {
    return false;
  }
}
