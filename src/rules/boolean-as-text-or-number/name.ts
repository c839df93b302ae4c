import type { Column } from '../../catalog/table.ts';
import { phrases, words } from '../../catalog/words.ts';

const asking = new Set(
  phrases(`
      is, has, can, should, was, did, does, allow, allows, requires, needs`),
);
const states = new Set(
  phrases(`
      enabled, disabled, active, inactive, deleted, visible, hidden, archived, published, verified,
      approved, locked, blocked, banned, confirmed, activated, required, flag, default`),
);
/** `is_active_count`, `has_children_id`: what the column is, its last word says. */
const others = new Set(
  phrases(`
      count, id, at, by, on, date, time, type, level, version, number, total, reason, code, order, position,
      users, user, from, until, for, ids, score, percent, days, hours, minutes, seconds, name, status`),
);

/** How telling a column's name and type are that it holds a yes or no; nothing when it may as well be a count or a code. */
export function booleanName(column: Column): 'weak' | 'fair' | 'strong' | undefined {
  const parts = words(column.name);
  const last = parts.at(-1) ?? '';
  if (others.has(last)) return undefined;
  const small = isSmall(column);
  if (parts.length > 1 && asking.has(parts[0] ?? ''))
    return small || column.type.family === 'integer' ? 'strong' : 'fair';
  if (!states.has(last)) return undefined;
  // `deleted integer` may be when or by whom; `active integer` how many.
  if (last === 'flag' || small) return parts.length === 1 && last === 'default' ? undefined : 'fair';
  return undefined;
}

function isSmall({ type }: Column): boolean {
  return type.name === 'smallint' || type.length !== undefined || type.family === 'character' || type.precision === 1;
}
