import type { Catalog } from '../../../catalog/catalog.ts';

/** The name of a table while it stands beside the one whose place it takes: one that nothing has. */
export function temporaryName(name: string, { tables, views, others }: Catalog): string {
  const taken = new Set(
    [...tables, ...views, ...others, ...tables.flatMap(({ indexes }) => indexes)].map((one) => one.name.toLowerCase()),
  );
  let free = `relvar_new_${name}`;
  while (taken.has(free.toLowerCase())) free = `${free}_`;
  return free;
}
