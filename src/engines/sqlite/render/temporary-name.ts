import type { Catalog } from '../../../catalog/catalog.ts';

/** Fixes of one schema are planned one by one: its names are collected once. */
const namesOf = new WeakMap<Catalog, ReadonlySet<string>>();

/** The name of a table while it stands beside the one whose place it takes: one that nothing has. */
export function temporaryName(name: string, catalog: Catalog): string {
  let taken = namesOf.get(catalog);
  if (!taken) {
    taken = collected(catalog);
    namesOf.set(catalog, taken);
  }
  let free = `relvar_new_${name}`;
  while (taken.has(free.toLowerCase())) free = `${free}_`;
  return free;
}

function collected({ tables, views, others }: Catalog): ReadonlySet<string> {
  return new Set(
    [...tables, ...views, ...others, ...tables.flatMap(({ indexes }) => indexes)].map((one) => one.name.toLowerCase()),
  );
}
