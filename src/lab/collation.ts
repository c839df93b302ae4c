/** How text is ordered where a column names no collation: whether a plain index serves a search for a prefix. */
export type TextOrder = 'code units' | 'linguistic';

/**
 * How a server orders text, by the settings `locale_provider`, `locale` and `lc_collate`, as far as they are known
 * (pg_database's datlocprovider, datlocale and datcollate); nothing when they are not.
 */
export function textOrder(settings: Readonly<Record<string, string>>): TextOrder | undefined {
  const name =
    settings['locale_provider'] === 'libc' ? settings['lc_collate'] : (settings['locale'] ?? settings['lc_collate']);
  if (name === undefined || name === '') return undefined;
  // The C library's C.UTF-8 orders by code points, too, and yet the planner takes no index on it for a prefix.
  const bytes =
    settings['locale_provider'] === 'builtin' ? /^(C|C\.UTF-?8|PG_UNICODE_FAST)$/i : /^(C|POSIX|ucs_basic)$/i;
  return bytes.test(name) ? 'code units' : 'linguistic';
}
