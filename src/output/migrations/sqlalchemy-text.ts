const word = String.raw`[\p{L}\p{N}_$]`;
const parameter = String.raw`(?<![\p{L}\p{N}_$:\\]):(?=${word}+(?![\p{L}\p{N}_$:]))`;
const escaped = String.raw`\\(?=:${word}*(?![\p{L}\p{N}_$:]))`;
const special = new RegExp(`${parameter}|${escaped}`, 'gu');

/**
 * SQL as `sqlalchemy.text()` takes it for itself: a name behind a colon is a parameter, unless a backslash stands before
 * the colon, and that backslash is taken away. Both only where the name ends in no other colon: `:smile:` is neither
 * (BIND_PARAMS and BIND_PARAMS_ESC in sqlalchemy/sql/compiler.py, 2.1).
 */
export function sqlalchemyText(sql: string): string {
  return sql.replace(special, (sign) => `\\${sign}`);
}
