import { statementsWithin } from './sql/under-mode.ts';

/** Strings, names in backticks and comments: a semicolon in them ends nothing. */
const quoted =
  /'(?:[^'\\]|''|\\[\s\S])*'|"(?:[^"\\]|""|\\[\s\S])*"|`(?:[^`]|``)*`|--(?=\s)[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\//g;

/** A statement as a script for the client has it, which ends one at the first semicolon unless told otherwise. */
export function ended(sql: string): string {
  return statementsWithin(sql).map(endedByItself).join('\n');
}

function endedByItself(sql: string): string {
  return sql.replace(quoted, '').includes(';') ? `DELIMITER ;;\n${sql};;\nDELIMITER ;` : `${sql};`;
}
