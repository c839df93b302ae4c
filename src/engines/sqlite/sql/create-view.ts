import { tokens } from './tokens.ts';

/** The query of a CREATE VIEW, to the end of the statement, and the list of columns before it where there is one. */
export function readCreateView(sql: string): { readonly columns?: string; readonly query: string } {
  let open: number | undefined;
  let columns: string | undefined;
  for (const token of tokens(sql)) {
    if (token.text === '(' && open === undefined) open = token.end;
    else if (token.text === ')' && columns === undefined && open !== undefined)
      columns = sql.slice(open, token.start).trim();
    else if (token.kind === 'word' && token.value === 'AS') {
      return { query: sql.slice(token.end).trimStart(), ...(columns === undefined ? {} : { columns }) };
    }
  }
  return { query: sql };
}
