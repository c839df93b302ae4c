import type { Column, Table } from '../catalog/table.ts';
import { phrases, spoken, words } from '../catalog/words.ts';

const always = new Set(
  phrases(`
  status, state, severity, priority, gender, sex, visibility, phase, stage, tier, outcome`),
);
const often = new Set(
  phrases(`
  type, kind, role, level, mode, category, direction, frequency, condition, method, scope, rating`),
);

/** Kinds of which there are ever new ones, or that somebody else defines. */
const open =
  /(?:content|mime|media|file|data|event|object|entity|model|class|resource|record|target|source|owner|subject|message|job|task|notification|action|return|node|blood|address|column|field|value|grant|token|hash|key|auth) (?:type|kind|class)$|^(?:class|job|security|oauth|csrf|us|address|billing|shipping|mailing|home|province|login|sql|error|previous) state$|^(?:oauth|grant|token|access|permission|auth) scope$/;
const place = new Set([
  'city',
  'zip',
  'zipcode',
  'postcode',
  'postal',
  'country',
  'street',
  'county',
  'address',
  'province',
  'town',
]);

/** How telling a column's name is that it holds one of a few fixed words: `order_status`, `user_role`, `priority`. */
export function closedListName(table: Table, column: Column): 'weak' | 'fair' | undefined {
  const last = words(column.name).at(-1) ?? '';
  if (!always.has(last) && !often.has(last)) return undefined;
  const text = spoken(column.name);
  if (open.test(text) || isPolymorphic(table, column.name)) return undefined;
  if (last === 'state' && table.columns.some((other) => words(other.name).some((word) => place.has(word))))
    return undefined;
  return always.has(last) ? 'fair' : 'weak';
}

/** `commentable_type` beside `commentable_id` names a table. */
function isPolymorphic(table: Table, column: string): boolean {
  const base = column.replace(/[_ ]?(?:type|kind|class)$/i, '').toLowerCase();
  if (base === column.toLowerCase() || base === '') return false;
  return table.columns.some((other) => {
    const name = other.name.toLowerCase();
    return name.startsWith(base) && /^[_ ]?(?:id|uuid|key|ref)$/.test(name.slice(base.length));
  });
}
