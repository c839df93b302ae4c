/**
 * The statement without the options in parentheses that hold the parameter: `WITH (lists = 100)`, which only the
 * extension's own code could read. Nothing when there is no such clause.
 */
export function withoutOptions(sql: string, parameter: string): string | undefined {
  const clause = new RegExp(`\\bWITH\\s*\\([^()]*\\b${escaped(parameter)}\\b[^()]*(?:\\([^()]*\\)[^()]*)*\\)`, 'i');
  return clause.test(sql) ? sql.replace(clause, (found) => found.replace(/[^\n]/g, ' ')) : undefined;
}

/** The statement without TABLESPACE clauses of that name; nothing when there is none. */
export function withoutTablespace(sql: string, name: string): string | undefined {
  const clause = new RegExp(`\\b(?:USING\\s+INDEX\\s+)?TABLESPACE\\s+(?:"${escaped(name)}"|${escaped(name)}\\b)`, 'gi');
  return clause.test(sql) ? sql.replace(clause, '') : undefined;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
