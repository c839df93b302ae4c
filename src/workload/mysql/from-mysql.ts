/** A piece of MySQL's text that is written another way in standard SQL, or that must be left alone. */
const pieces =
  /`((?:[^`]|``)*)`|"((?:[^"\\]|\\[\s\S]|"")*)"|'((?:[^'\\]|\\[\s\S]|'')*)'|#[^\n]*|--[ \t][^\n]*|\/\*[\s\S]*?\*\/|\blimit\s+(\?|\d+)\s*,\s*(\?|\d+)|\(\s*\.\.\.\s*\)|(?<=[\s,(])\.\.\.(?=[\s,)]|$)/gi;

/**
 * A statement of MySQL or MariaDB in standard spelling as far as its words allow: names in double quotes, strings in
 * single ones, `LIMIT n OFFSET m`; the dots of a digest's lists are a parameter.
 */
export function fromMysql(sql: string): string {
  return sql.replace(
    pieces,
    (whole: string, name?: string, double?: string, single?: string, skip?: string, take?: string) => {
      if (name !== undefined) {
        return `"${name.replaceAll('``', '`').replaceAll('"', '""')}"`;
      }
      const text = double ?? single;
      if (text !== undefined) {
        const inner = double === undefined ? text : text.replaceAll('""', '"').replaceAll("'", "''");
        return inner.includes('\\') ? `E'${inner}'` : `'${inner}'`;
      }
      if (skip !== undefined && take !== undefined) return `LIMIT ${take} OFFSET ${skip}`;
      if (whole.startsWith('(')) return '(?)';
      return whole === '...' ? '?' : ' ';
    },
  );
}
