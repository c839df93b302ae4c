/** SQL for a `timestamptz` as ISO 8601 in UTC. */
export function iso(expression: string): string {
  return `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
}
