/** What a driver or the operating system calls an error (`28P01`, `ER_BAD_DB_ERROR`, `ECONNREFUSED`); empty when it says nothing. */
export function codeOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
}

/** Its words; of several at once those of the first. */
export function messageOf(cause: unknown): string {
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) return cause.errors[0].message;
  return cause instanceof Error ? cause.message : String(cause);
}
