/** A statement as a script for the client has it, which ends one at the first semicolon unless told otherwise. */
export function ended(sql: string): string {
  return sql.includes(';') ? `DELIMITER ;;\n${sql};;\nDELIMITER ;` : `${sql};`;
}
