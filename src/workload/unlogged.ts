/** A text without what stderr logs put before the further lines of a message. */
export function unlogged(sql: string): string {
  return sql.replaceAll('\n\t', '\n');
}
