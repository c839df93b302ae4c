/** Begins the name of every scratch database; twelve random hexadecimal digits follow. */
export const scratchPrefix = 'relvar_lab_';

/** Begins the comment on a scratch database; the time of its making follows, ISO 8601. */
export const scratchComment = 'scratch database of relvar, made ';

/** The comment on a role that was made for a scratch database. */
export function roleComment(database: string): string {
  return `made for ${database}`;
}
