import { answer, isHopeless } from "../../kernels/location/answers.ts";
import { certify, takeEvidence } from "../../kernels/location/certify.ts";
import type { NodeHeap } from "./node-heap.ts";
import type { SearchState, TreeNode } from "./search-state.ts";

/**
 * Evidence for what an interrupted search left open; gives the bound that holds for all of it.
 *
 * Of most nodes that are open their sibling is, too, and both would be closed by the prices of the node they come from.
 * These bound that node as well: mostly one piece of evidence there does in place of two.
 */
export function closeOpenNodes(state: SearchState, heap: NodeHeap<TreeNode>): number {
  let threshold = Math.min(state.cut, state.leastOpenBound);
  // The least comes first: by how far it reaches the others are judged.
  const first = heap.pop();
  if (first !== undefined) threshold = closeAt(state, first, threshold, Number.NEGATIVE_INFINITY);
  const alone = new Map<Float64Array, TreeNode>();
  for (let node = heap.pop(); node !== undefined; node = heap.pop()) {
    const sibling = alone.get(node.prices);
    alone.set(node.prices, node);
    if (sibling === undefined) continue;
    alone.delete(node.prices);
    const parent = parentOf(state, sibling, node);
    if (parent !== undefined && closeAt(state, parent, threshold, threshold) >= threshold) {
      state.proof.unsplit(parent.id);
      continue;
    }
    for (const each of [sibling, node]) threshold = closeAt(state, each, threshold, Number.NEGATIVE_INFINITY);
  }
  for (const node of alone.values()) threshold = closeAt(state, node, threshold, Number.NEGATIVE_INFINITY);
  return threshold;
}

/** The node that two nodes with the same prices were split from; undefined where that was by who serves whom. */
function parentOf(state: SearchState, one: TreeNode, other: TreeNode): TreeNode | undefined {
  const [below, above] = one.id < other.id ? [one, other] : [other, one];
  if (below.forbidden !== above.forbidden) return undefined;
  return { ...below, id: state.proof.parentOf(below.id), upper: above.upper, most: above.most };
}

/**
 * Bounds a node by its prices as they are. Gives the least of this bound and the threshold, and writes the evidence down
 * where that is no less than `enough`.
 */
function closeAt(state: SearchState, node: TreeNode, threshold: number, enough: number): number {
  state.load(node);
  state.proof.lean(node.id);
  if (isHopeless(state.answers)) return threshold;
  const { clusters } = state.answers;
  // Sets of clusters have no prices yet: they get them from one answer, and total room from the next.
  clusters.window = Math.max(0, threshold - node.bound);
  for (let times = clusters.count > 0 ? 2 : 1; times > 0; times--) answer(state.answers, state.prices, false);
  clusters.window = 0;
  // With many copies what single precision drops of a capacity price counts many times.
  const isCoarse = !state.instance.hasCopies;
  let pricing = takeEvidence(state.answers, state.prices, isCoarse);
  let bound = certify(state.answers, pricing);
  // Where there is no plan prices may have risen beyond the exact range; lower ones bound the node, too.
  while (bound === Number.NEGATIVE_INFINITY && halvePrices(state.prices)) {
    answer(state.answers, state.prices, false);
    pricing = takeEvidence(state.answers, state.prices, isCoarse);
    bound = certify(state.answers, pricing);
  }
  const least = Math.min(threshold, bound);
  if (least < enough) return least;
  state.proof.addPricing(state.nodeId, pricing);
  state.proof.seal(state.nodeId);
  return least;
}

/** Halves whole prices, towards zero; false where all are zero already. */
export function halvePrices(prices: Float64Array): boolean {
  if (prices.every((price) => price === 0)) return false;
  for (let j = 0; j < prices.length; j++) prices[j] = Math.trunc(prices[j] / 2);
  return true;
}
