/** What the heap needs to know of a node. */
interface Ranked {
  readonly id: number;
  readonly bound: number;
}

/** Open nodes, the one with the least bound first; ties go to the node made first, so that runs repeat. */
export class NodeHeap<Node extends Ranked> {
  readonly #nodes: Node[] = [];

  least(): Node | undefined {
    return this.#nodes[0];
  }

  push(node: Node): void {
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

  get size(): number {
    return this.#nodes.length;
  }

  /** Takes out so many nodes of the greatest bounds, ascending. */
  takeLast(count: number): Node[] {
    const nodes = this.#nodes;
    // Sorted nodes are a heap, too.
    nodes.sort((a, b) => a.bound - b.bound || a.id - b.id);
    return nodes.splice(Math.max(0, nodes.length - count));
  }

  pop(): Node | undefined {
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

function isBefore(a: Ranked, b: Ranked): boolean {
  return a.bound < b.bound || (a.bound === b.bound && a.id < b.id);
}
