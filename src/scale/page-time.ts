/** A page from a solid-state disk takes about so long; the planner prices one at 4 units (random_page_cost). */
const millisecondsPerUnit = 0.1 / 4;

/** How long a plan of a cost takes if every page comes from a solid-state disk, in milliseconds: an upper end, no promise. */
export function millisecondsFor(cost: number): number {
  return cost * millisecondsPerUnit;
}
