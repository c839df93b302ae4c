/** The text with psql's variables put in, where `value` knows them: `:name`, `:'name'`, `:"name"`. */
export function filled(sql: string, value: (name: string) => string | undefined): string {
  return sql.replaceAll(/(?<![:\w]):(?:'(\w+)'|"(\w+)"|([a-z_]\w*))/gi, (whole, text, quoted, plain) => {
    const found = value(text ?? quoted ?? plain);
    if (found === undefined) return whole;
    if (text !== undefined) return `'${found.replaceAll("'", "''")}'`;
    return quoted !== undefined ? `"${found.replaceAll('"', '""')}"` : found;
  });
}

/** What `\\set` has set before a line. */
export function variablesOf(text: string, line: number): ReadonlyMap<string, string> {
  const set = new Map<string, string>();
  for (const one of text.split('\n').slice(0, line - 1)) {
    const [, name, value = ''] = /^\s*\\set\s+(\w+)\s*(.*?)\s*$/.exec(one) ?? [];
    if (name !== undefined) set.set(name, value.replace(/^'(.*)'$/, '$1'));
  }
  return set;
}
