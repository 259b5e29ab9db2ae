import type { TreeNode } from "./search-state.ts";

/** Open nodes, the one with the least bound first; ties go to the node made first, so that runs repeat. */
export class NodeHeap {
  readonly #nodes: TreeNode[] = [];

  least(): TreeNode | undefined {
    return this.#nodes[0];
  }

  push(node: TreeNode): void {
    const nodes = this.#nodes;
    let place = nodes.push(node) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!isBefore(node, nodes[parent])) break;
      nodes[place] = nodes[parent];
      place = parent;
    }
    nodes[place] = node;
  }

  pop(): TreeNode | undefined {
    const nodes = this.#nodes;
    const first = nodes[0];
    const moved = nodes.pop();
    if (moved === undefined || nodes.length === 0) return first;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= nodes.length) break;
      if (child + 1 < nodes.length && isBefore(nodes[child + 1], nodes[child])) child++;
      if (!isBefore(nodes[child], moved)) break;
      nodes[place] = nodes[child];
      place = child;
    }
    nodes[place] = moved;
    return first;
  }
}

function isBefore(a: TreeNode, b: TreeNode): boolean {
  return a.bound < b.bound || (a.bound === b.bound && a.id < b.id);
}
