/** Strings, which stay, and names in double quotes. */
const pieces = /[eE]?('(?:[^'\\]|\\[\s\S]|'')*')|"((?:[^"]|"")*)"/g;

/** The way back of from-mysql.ts: a statement in standard spelling, its names in backticks as MySQL and MariaDB have them. */
export function toMysql(sql: string): string {
  return sql.replace(pieces, (_, text: string | undefined, name: string | undefined) =>
    text === undefined ? `\`${(name ?? '').replaceAll('""', '"').replaceAll('`', '``')}\`` : text,
  );
}
