/** How text is ordered where a column names no collation. */
export type TextOrder = 'code units' | 'linguistic';

/**
 * How a server orders text, by the settings `locale_provider`, `locale` and `lc_collate`, as far as they are known
 * (pg_database's datlocprovider, datlocale and datcollate); nothing when they are not.
 */
export function textOrder(settings: Readonly<Record<string, string>>): TextOrder | undefined {
  const name =
    settings['locale_provider'] === 'libc' ? settings['lc_collate'] : (settings['locale'] ?? settings['lc_collate']);
  if (name === undefined || name === '') return undefined;
  return /^(C|POSIX|C\.UTF-?8|ucs_basic|PG_UNICODE_FAST)$/i.test(name) ? 'code units' : 'linguistic';
}
