/** A link between two of the things to group, by their numbers. */
export interface Link {
  readonly a: number;
  readonly b: number;
  readonly weight: number;
}

/**
 * Groups `count` things so that most links are inside a group: the method of Blondel et al., Fast unfolding of
 * communities in large networks (2008), in the order of the numbers and with no group larger than `most`. The same
 * input gives the same groups, whose members are in order; the groups stand in the order of their first members.
 */
export function communities(count: number, links: readonly Link[], most: number): readonly (readonly number[])[] {
  let groups = Array.from({ length: count }, (_, at) => [at]);
  let between = together(links, (at) => at);
  for (;;) {
    const group = moved(
      groups.map((members) => members.length),
      between,
      most,
    );
    const numbers = new Map([...new Set(group)].map((one, at) => [one, at]));
    const next = (at: number): number => numbers.get(group[at] ?? 0) ?? 0;
    if (numbers.size === groups.length) break;
    const merged: number[][] = Array.from({ length: numbers.size }, () => []);
    for (const [at, members] of groups.entries()) merged[next(at)]?.push(...members);
    groups = merged;
    between = together(between, next);
  }
  return groups.map((members) => members.sort((a, b) => a - b)).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

/** Links of the same two ends as one, ends renamed; a link of a group with itself is kept, for its weight. */
function together(links: readonly Link[], name: (at: number) => number): readonly Link[] {
  const sums = new Map<string, { a: number; b: number; weight: number }>();
  for (const link of links) {
    const [a, b] = [name(link.a), name(link.b)].sort((x, y) => x - y) as [number, number];
    const known = sums.get(`${a} ${b}`);
    if (known) known.weight += link.weight;
    else sums.set(`${a} ${b}`, { a, b, weight: link.weight });
  }
  return [...sums.values()];
}

/** One level: every node goes to the neighbouring group that gains most modularity, until none moves. */
function moved(sizes: readonly number[], links: readonly Link[], most: number): readonly number[] {
  const group = sizes.map((_, at) => at);
  const size = [...sizes];
  const degree = sizes.map(() => 0);
  const neighbours: { to: number; weight: number }[][] = sizes.map(() => []);
  let total = 0;
  for (const { a, b, weight } of links) {
    total += weight;
    degree[a] = (degree[a] ?? 0) + weight;
    degree[b] = (degree[b] ?? 0) + weight;
    if (a === b) continue;
    neighbours[a]?.push({ to: b, weight });
    neighbours[b]?.push({ to: a, weight });
  }
  const sum = [...degree];
  for (let pass = 0, changed = true; changed && pass < 20; pass++) {
    changed = false;
    for (let node = 0; node < sizes.length; node++) {
      const own = group[node] ?? 0;
      const of = degree[node] ?? 0;
      const toward = new Map<number, number>([[own, 0]]);
      for (const { to, weight } of neighbours[node] ?? []) {
        const other = group[to] ?? 0;
        toward.set(other, (toward.get(other) ?? 0) + weight);
      }
      sum[own] = (sum[own] ?? 0) - of;
      size[own] = (size[own] ?? 0) - (sizes[node] ?? 0);
      let best = own;
      let gain = (toward.get(own) ?? 0) - ((sum[own] ?? 0) * of) / (2 * total || 1);
      for (const [other, weight] of toward) {
        if (other === own || (size[other] ?? 0) + (sizes[node] ?? 0) > most) continue;
        const here = weight - ((sum[other] ?? 0) * of) / (2 * total || 1);
        if (here > gain + 1e-9) [best, gain] = [other, here];
      }
      if (best !== own) changed = true;
      group[node] = best;
      sum[best] = (sum[best] ?? 0) + of;
      size[best] = (size[best] ?? 0) + (sizes[node] ?? 0);
    }
  }
  return group;
}
