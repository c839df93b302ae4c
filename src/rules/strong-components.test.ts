import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { strongComponents } from './strong-components.ts';

type Graph = Readonly<Record<string, readonly string[]>>;

const components = (graph: Graph) =>
  strongComponents(Object.keys(graph), (node) => graph[node] ?? [])
    .map((component) => [...component].sort())
    .sort((a, b) => (String(a) < String(b) ? -1 : 1));

describe('strongComponents', () => {
  it('tells circles from chains', () => {
    expect(components({ a: ['b'], b: ['c'], c: ['a', 'd'], d: ['e'], e: ['e'] })).toEqual([
      ['a', 'b', 'c'],
      ['d'],
      ['e'],
    ]);
  });

  it('goes down a long chain', () => {
    const length = 50_000;
    const graph = Object.fromEntries(
      Array.from({ length }, (_, n) => [`n${n}`, n + 1 < length ? [`n${n + 1}`] : ['n0']]),
    );
    expect(strongComponents(Object.keys(graph), (node) => graph[node] ?? [])).toHaveLength(1);
  });

  it('puts together what reaches each other, and nothing else', () => {
    const graphs = fc
      .array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 20 })
      .map((edges) =>
        Object.fromEntries(
          Array.from({ length: 8 }, (_, n) => [`${n}`, edges.filter(([from]) => from === n).map(([, to]) => `${to}`)]),
        ),
      );
    fc.assert(
      fc.property(graphs, (graph) => {
        const found = components(graph);
        expect(found.flat().sort()).toEqual(Object.keys(graph).sort());
        const together = (a: string, b: string) =>
          found.some((component) => component.includes(a) && component.includes(b));
        for (const a of Object.keys(graph)) {
          for (const b of Object.keys(graph)) expect(together(a, b)).toBe(reaches(graph, a, b) && reaches(graph, b, a));
        }
      }),
    );
  });
});

function reaches(graph: Graph, from: string, to: string): boolean {
  const seen = new Set([from]);
  for (const node of seen) for (const next of graph[node] ?? []) seen.add(next);
  return seen.has(to);
}
