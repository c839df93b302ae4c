/** `slow.sql:14:7` of a location of the tree (bytes from 0) in a statement that begins at `slow.sql:12`. */
export function placeIn(sql: string, location: number | undefined, where: string): string {
  const before = Buffer.from(sql)
    .subarray(0, location ?? 0)
    .toString();
  const line = before.split('\n').length;
  const column = before.length - before.lastIndexOf('\n');
  const [, file = where, first = '1'] = /^(.*):(\d+)$/.exec(where) ?? [];
  return `${file}:${Number(first) + line - 1}:${column}`;
}
