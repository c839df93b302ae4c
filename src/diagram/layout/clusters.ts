import { words } from '../../catalog/words.ts';
import type { Diagram, Relationship } from '../diagram.ts';
import { communities, type Link } from './communities.ts';

/** Entities that are drawn together, by their numbers in the diagram. */
export interface Cluster {
  readonly members: readonly number[];
  /** The name of the table that most of the others refer to; nothing for what hangs together with nothing. */
  readonly title: string;
}

/** Up to so many entities are one picture; of more, no cluster has more than `most`. */
const single = 24;

/**
 * Groups the entities by their references, neighbours in the order that they are returned in. What has no reference
 * at all comes last, by name. A table that everything refers to pulls less for it.
 */
export function clustersOf(diagram: Diagram, most: number): readonly Cluster[] {
  const numbers = new Map(diagram.entities.map((entity, at) => [entity.key, at]));
  const number = (key: string): number => numbers.get(key) ?? 0;
  const incoming = diagram.entities.map(() => 0);
  for (const { to } of diagram.relationships) incoming[number(to)] = (incoming[number(to)] ?? 0) + 1;
  const links = diagram.relationships.filter((one) => one.from !== one.to).map((one) => link(one, number, incoming));
  const linked = new Set(links.flatMap(({ a, b }) => [a, b]));
  const alone = diagram.entities.map((_, at) => at).filter((at) => !linked.has(at));
  if (diagram.entities.length <= single) {
    return diagram.entities.length === 0 ? [] : [{ members: diagram.entities.map((_, at) => at), title: '' }];
  }
  const groups = communities(diagram.entities.length, links, most).filter((group) => linked.has(group[0] ?? 0));
  const group = new Map(groups.flatMap((members, at) => members.map((member) => [member, at] as const)));
  const inward = diagram.entities.map(() => 0);
  for (const { from, to } of diagram.relationships) {
    const at = number(to);
    if (from !== to && group.get(number(from)) === group.get(at)) inward[at] = (inward[at] ?? 0) + 1;
  }
  const titled = groups.map((members) => ({ members, title: titleOf(diagram, members, inward) }));
  return [
    ...inOrder(titled, links),
    ...chunks(alone, most).map((members) => ({ members, title: commonWord(diagram, members) })),
  ];
}

function link({ from, to }: Relationship, number: (key: string) => number, incoming: readonly number[]): Link {
  return { a: number(from), b: number(to), weight: 1 / Math.sqrt(Math.max(1, incoming[number(to)] ?? 1)) };
}

/** The name of the member that most of the others refer to. */
function titleOf({ entities }: Diagram, members: readonly number[], inward: readonly number[]): string {
  const [first = 0, ...others] = members;
  const hub = others.reduce((best, one) => ((inward[one] ?? 0) > (inward[best] ?? 0) ? one : best), first);
  return entities[hub]?.name ?? '';
}

function commonWord({ entities }: Diagram, members: readonly number[]): string {
  const first = new Set(members.map((at) => words(entities[at]?.name ?? '')[0]));
  return first.size === 1 && members.length > 1 ? `${[...first][0] ?? ''}` : '';
}

function chunks(members: readonly number[], most: number): readonly (readonly number[])[] {
  const parts = Math.ceil(members.length / most);
  return Array.from({ length: parts }, (_, at) =>
    members.slice(Math.round((at * members.length) / parts), Math.round(((at + 1) * members.length) / parts)),
  );
}

/** The cluster with the strongest links to others first, then always the one that is linked most to the latest ones. */
function inOrder(clusters: readonly Cluster[], links: readonly Link[]): readonly Cluster[] {
  const of = new Map(clusters.flatMap((cluster, at) => cluster.members.map((member) => [member, at] as const)));
  const between = clusters.map(() => new Map<number, number>());
  for (const { a, b, weight } of links) {
    const [x, y] = [of.get(a) ?? 0, of.get(b) ?? 0];
    if (x === y) continue;
    between[x]?.set(y, (between[x]?.get(y) ?? 0) + weight);
    between[y]?.set(x, (between[y]?.get(x) ?? 0) + weight);
  }
  const outside = between.map((to) => [...to.values()].reduce((sum, one) => sum + one, 0));
  const pull = clusters.map(() => 0);
  const left = new Set(clusters.map((_, at) => at));
  const ordered: Cluster[] = [];
  while (left.size > 0) {
    let next = -1;
    for (const at of left) {
      if (next < 0) next = at;
      else if ((pull[at] ?? 0) > (pull[next] ?? 0) + 1e-9) next = at;
      else if (
        Math.abs((pull[at] ?? 0) - (pull[next] ?? 0)) <= 1e-9 &&
        (outside[at] ?? 0) > (outside[next] ?? 0) + 1e-9
      )
        next = at;
    }
    left.delete(next);
    const cluster = clusters[next];
    if (cluster) ordered.push(cluster);
    for (const at of left) pull[at] = (pull[at] ?? 0) * fading + (between[next]?.get(at) ?? 0);
  }
  return ordered;
}

/** How much less a cluster pulls for each that was placed after it. */
const fading = 0.7;
