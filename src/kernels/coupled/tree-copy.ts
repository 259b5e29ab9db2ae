import type { Amounts, TreeState } from "../network-tree.ts";

/** A tree set aside, so that a change that does not pay can be taken back. */
export interface TreeCopy {
  readonly tail: Int32Array;
  readonly head: Int32Array;
  readonly cost: Amounts;
  readonly reversed: Int8Array;
  readonly node: Amounts;
  readonly thread: Int32Array;
  readonly before: Int32Array;
  readonly depth: Int32Array;
  readonly potential: Amounts;
  readonly place: Int32Array;
  next: number;
}

export function copyTree(tree: TreeState): TreeCopy {
  const { tail, head, cost, reversed, node, thread, before, depth, potential, place, next } = tree;
  return {
    tail: tail.slice(),
    head: head.slice(),
    cost: cost.slice(),
    reversed: reversed.slice(),
    node: node.slice(),
    thread: thread.slice(),
    before: before.slice(),
    depth: depth.slice(),
    potential: potential.slice(),
    place: place.slice(),
    next,
  };
}

export function saveTree(tree: TreeState, copy: TreeCopy): void {
  copy.tail.set(tree.tail);
  copy.head.set(tree.head);
  copy.cost.set(tree.cost);
  copy.reversed.set(tree.reversed);
  copy.node.set(tree.node);
  copy.thread.set(tree.thread);
  copy.before.set(tree.before);
  copy.depth.set(tree.depth);
  copy.potential.set(tree.potential);
  copy.place.set(tree.place);
  copy.next = tree.next;
}

export function restoreTree(tree: TreeState, copy: TreeCopy): void {
  tree.tail.set(copy.tail);
  tree.head.set(copy.head);
  tree.cost.set(copy.cost);
  tree.reversed.set(copy.reversed);
  tree.node.set(copy.node);
  tree.thread.set(copy.thread);
  tree.before.set(copy.before);
  tree.depth.set(copy.depth);
  tree.potential.set(copy.potential);
  tree.place.set(copy.place);
  tree.next = copy.next;
}
