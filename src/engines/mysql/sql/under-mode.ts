const kept = '@relvar_sql_mode';

/**
 * The statement that makes a program whose text has its meaning by modes of the session: a program keeps the mode that it
 * was made under. One text sets them, makes it and puts the session's own mode back, so that no step has half of it.
 */
export function underMode(sql: string, modes: string | undefined): string {
  if (modes === undefined) return sql;
  const set = `SET ${kept} = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',${modes}')`;
  return `${set};\n${sql};\nSET SESSION sql_mode = ${kept}`;
}

/** The statements of such a text; any other is one. */
export function statementsWithin(sql: string): readonly string[] {
  const within = /^(SET @relvar_sql_mode = [^;]*);\n([\s\S]*);\n(SET SESSION sql_mode = @relvar_sql_mode)$/.exec(sql);
  return within ? within.slice(1) : [sql];
}
