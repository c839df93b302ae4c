import { tokens } from '../sql/tokens.ts';

/** The statement with its parameters by number: `$2` is the name of a parameter here, `?2` its number. */
export function numbered(sql: string): string {
  let text = '';
  let done = 0;
  for (const { kind, text: written, start, end } of tokens(sql)) {
    if (kind !== 'variable' || !/^\$\d+$/.test(written)) continue;
    text += `${sql.slice(done, start)}?${written.slice(1)}`;
    done = end;
  }
  return text + sql.slice(done);
}
