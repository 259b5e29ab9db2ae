import type { Interruption, Sliceable } from "../../base/control.ts";
import { isHopeless } from "../../kernels/location/answers.ts";
import { ascendPrices } from "../../kernels/location/dual-ascent.ts";
import { allowedPairs, restrictWhole } from "../../kernels/location/whole-answers.ts";
import { dive } from "./dive.ts";
import { NodeHeap } from "./node-heap.ts";
import { raiseWhole } from "./raise-whole.ts";
import type { SearchEnd } from "./search.ts";
import { tryLikely } from "./try-likely.ts";
import type { WholeNode, WholeState } from "./whole-state.ts";

const ROOT_ITERATIONS = 600;
const NODE_ITERATIONS = 60;
const ROOT_STRIDE = 0.1;
const NODE_STRIDE = 0.2;
const DIVE_EVERY = 16;
/** A site this near to open or closed on average is not worth branching on before the pairs. */
const DECIDED = 0.02;

/**
 * Best-first branch and bound for whole service: on sites, then on who is served from where, each node bounded by prices
 * and 0/1 knapsacks.
 *
 * Source: Diaz and Fernandez, A branch-and-price algorithm for the single source capacitated plant location problem
 *         (2002), for the bound and the order of branching.
 */
export function* searchWhole(state: WholeState): Sliceable<SearchEnd> {
  const { whole, control, planner } = state;
  const { answers } = whole;
  state.nodeId = state.proof.addNode();
  const heap = new NodeHeap<WholeNode>();
  let interruption: Interruption | undefined;
  restrictWhole(whole, startPairs(state));
  if (!isHopeless(answers)) {
    startPrices(state);
    const outcome = yield* raiseWhole(state, { iterations: ROOT_ITERATIONS, stride: ROOT_STRIDE, isRoot: true });
    if (outcome === "open") {
      planner.round(state.average, answers.lower, answers.upper, 4);
      planner.improve(100);
      if (!finishNode(state)) {
        planner.usePairs(whole.isAllowed);
        branch(state, 0, heap);
        if (yield* dive(state)) planner.improve(30);
      }
    }
  }
  state.nodeCount = 1;
  for (;;) {
    interruption = control.interruption();
    const node = heap.least();
    if (node === undefined || interruption !== undefined) break;
    heap.pop();
    state.nodeCount++;
    state.load(node);
    if (isHopeless(answers)) continue;
    const outcome = yield* raiseWhole(state, { iterations: NODE_ITERATIONS, stride: NODE_STRIDE, isRoot: false });
    state.spend();
    if (outcome === "closed") continue;
    if (state.mayPlan && planner.round(state.average, answers.lower, answers.upper, 2)) planner.improve(30);
    if (finishNode(state)) continue;
    if (state.mayPlan && tryLikely(state)) planner.improve(30);
    branch(state, node.depth + 1, heap);
    if (state.mayPlan && state.nodeCount % DIVE_EVERY === 0 && (yield* dive(state))) planner.improve(30);
    yield;
  }
  return { threshold: closeOpenNodes(state, heap), interruption };
}

/** The pairs that exist and fit. */
function startPairs(state: WholeState): Int32Array {
  const { siteCount: m, customerCount: n, matrix, demand, capacity } = state.instance;
  const pairs: number[] = [];
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++)
      if (matrix[i * n + j] < Number.POSITIVE_INFINITY && demand[j] <= capacity[i]) pairs.push(i * n + j);
  return Int32Array.from(pairs);
}

/** First prices by dual ascent, and a first plan from what they suggest. */
function startPrices(state: WholeState): void {
  const { instance, whole, prices, planner } = state;
  const { answers } = whole;
  ascendPrices(instance, instance.openCost, prices);
  state.answer(prices, false);
  const likely = new Float64Array(instance.siteCount);
  const ranked = Array.from(answers.active.subarray(0, answers.activeCount)).sort(
    (a, b) => answers.value[a] - answers.value[b] || a - b,
  );
  ranked.forEach((i, rank) => {
    likely[i] = answers.taken[i] > 0 ? 1 : 0.49 - (0.4 * rank) / ranked.length;
  });
  planner.round(likely, answers.lower, answers.upper, 3);
  if (!planner.hasPlan) planner.try(answers.upper.slice());
}

/** The last answer of a node at its best prices: narrows it, and closes it where that suffices. */
function finishNode(state: WholeState): boolean {
  const { whole, prices } = state;
  for (;;) {
    const bound = state.answer(prices, false);
    if (state.closes(prices, bound)) return true;
    state.bound = bound;
    if (state.narrow(prices, bound) === 0) return false;
    if (isHopeless(whole.answers)) return true;
  }
}

function branch(state: WholeState, depth: number, heap: NodeHeap<WholeNode>): void {
  const { whole, average, pairAverage, instance, proof, nodeId } = state;
  const { answers, list, listCount } = whole;
  const { lower, upper, active, activeCount, fewest, most } = answers;
  const { customerCount: n, demand } = instance;
  let site = -1;
  let nearest = DECIDED;
  let pair = -1;
  let nearestPair = -1;
  const choices = new Int32Array(n);
  for (let a = 0; a < activeCount; a++)
    for (let q = 0; q < listCount[active[a]]; q++) choices[list[active[a] * n + q]]++;
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    if (lower[i] < upper[i]) {
      const score = Math.min(average[i], 1 - average[i]);
      if (score > nearest) {
        nearest = score;
        site = i;
      }
    }
    for (let q = 0; q < listCount[i]; q++) {
      const j = list[i * n + q];
      if (choices[j] < 2) continue;
      const part = Math.min(1, Math.max(0, pairAverage[i * n + j]));
      const score = (Math.min(part, 1 - part) + 1e-3 * part) * demand[j];
      if (score > nearestPair) {
        nearestPair = score;
        pair = i * n + j;
      }
    }
  }
  if (site < 0 && pair < 0) {
    settle(state);
    return;
  }
  const allowed = allowedPairs(whole);
  const prices = state.prices.slice();
  const rest = { fewest, most, prices, bound: state.bound, depth };
  const below = proof.addNode();
  const above = proof.addNode();
  if (site >= 0) {
    proof.split(nodeId, { kind: "site", site, at: 0, below, above });
    const fewer = upper.slice();
    fewer[site] = 0;
    const more = lower.slice();
    more[site] = 1;
    heap.push({ id: below, lower: lower.slice(), upper: fewer, allowed, ...rest });
    heap.push({ id: above, lower: more, upper: upper.slice(), allowed, ...rest });
    return;
  }
  site = Math.floor(pair / n);
  const customer = pair - site * n;
  proof.split(nodeId, { kind: "pair", site, customer, below, above });
  const without = allowed.filter((p) => p !== pair);
  const only = allowed.filter((p) => p % n !== customer || p === pair);
  heap.push({ id: below, lower: lower.slice(), upper: upper.slice(), allowed: without, ...rest });
  heap.push({ id: above, lower: lower.slice(), upper: upper.slice(), allowed: only, ...rest });
}

/**
 * A node where every customer has one site left. Either some site has too many of them, which blocks it, or this is a
 * plan, whose cost its own prices bound exactly.
 */
function settle(state: WholeState): void {
  const { whole, instance, planner, proof, nodeId } = state;
  const { answers, list, listCount } = whole;
  const { customerCount: n, siteCount: m, demand, capacity, matrix } = instance;
  const assignment = new Int32Array(n);
  const copies = new Int32Array(m);
  const prices = new Float64Array(n);
  for (let a = 0; a < answers.activeCount; a++) {
    const i = answers.active[a];
    copies[i] = answers.lower[i];
    const customers = list.slice(i * n, i * n + listCount[i]);
    let wanted = 0;
    for (const j of customers) {
      wanted += demand[j];
      assignment[j] = i;
      prices[j] = matrix[i * n + j];
    }
    if (wanted > capacity[i]) {
      proof.block(nodeId, customers.sort());
      return;
    }
  }
  planner.offer(copies, assignment);
  const bound = state.answer(prices, false);
  for (let i = 0; i < m; i++) copies[i] = answers.taken[i];
  planner.offer(copies, assignment);
  if (state.closes(prices, bound)) return;
  // Sums beyond the exact range prove nothing.
  state.leastOpenBound = Number.NEGATIVE_INFINITY;
}

/** Evidence for what an interrupted search left open; gives the bound that holds for all of it. */
function closeOpenNodes(state: WholeState, heap: NodeHeap<WholeNode>): number {
  let threshold = Math.min(state.cut, state.leastOpenBound);
  for (;;) {
    const node = heap.pop();
    if (node === undefined) return threshold;
    state.load(node);
    if (isHopeless(state.whole.answers)) continue;
    threshold = Math.min(threshold, state.answer(state.prices, false));
    const evidence = state.takeEvidence(state.prices);
    if (evidence === undefined) return Number.NEGATIVE_INFINITY;
    state.proof.addEvidence(state.nodeId, evidence);
  }
}
