/** sqlc's `sqlc.arg(name)`, `sqlc.narg('name')`, `sqlc.slice(ids)`, `sqlc.embed(orders)`: what they stand for. */
export function withoutMacros(sql: string): string {
  return sql
    .replace(/\bsqlc\.embed\(\s*(\w+)\s*\)/g, '$1.*')
    .replace(/\bsqlc\.(?:n?arg|slice)\(\s*['"]?(\w+)['"]?\s*\)/g, '@$1');
}
