/**
 * The strongly connected components of a directed graph: Tarjan's algorithm (Depth-First Search and Linear Graph
 * Algorithms, SIAM J. Comput. 1, 1972), with a stack of its own so that long chains do not exhaust the call stack.
 * Every node is in one component; a component of one node may or may not refer to itself.
 */
export function strongComponents<Node>(
  nodes: readonly Node[],
  next: (node: Node) => readonly Node[],
): readonly (readonly Node[])[] {
  const order = new Map<Node, number>();
  const low = new Map<Node, number>();
  const open: Node[] = [];
  const onStack = new Set<Node>();
  const components: Node[][] = [];
  const lower = (node: Node, value: number) => low.set(node, Math.min(low.get(node) ?? value, value));

  for (const root of nodes) {
    if (order.has(root)) continue;
    const path: { readonly node: Node; readonly targets: readonly Node[]; at: number }[] = [];
    const enter = (node: Node) => {
      order.set(node, order.size);
      low.set(node, order.size - 1);
      open.push(node);
      onStack.add(node);
      path.push({ node, targets: next(node), at: 0 });
    };
    enter(root);
    for (let frame = path.at(-1); frame; frame = path.at(-1)) {
      const target = frame.targets[frame.at++];
      if (target !== undefined) {
        if (!order.has(target)) enter(target);
        else if (onStack.has(target)) lower(frame.node, order.get(target) ?? 0);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent) lower(parent.node, low.get(frame.node) ?? 0);
      if (low.get(frame.node) !== order.get(frame.node)) continue;
      const component: Node[] = [];
      for (let node = open.pop(); node !== undefined; node = open.pop()) {
        onStack.delete(node);
        component.push(node);
        if (node === frame.node) break;
      }
      components.push(component);
    }
  }
  return components;
}
