import type { Interruption, Sliceable } from "../../base/control.ts";
import { isHopeless } from "../../kernels/location/answers.ts";
import { ascendPrices } from "../../kernels/location/dual-ascent.ts";
import { allowedPairs } from "../../kernels/location/whole-answers.ts";
import { halvePrices } from "./close-open-nodes.ts";
import { dive } from "./dive.ts";
import { NodeHeap } from "./node-heap.ts";
import { packNode } from "./pack-node.ts";
import { polishWhole } from "./polish-whole.ts";
import { raiseWhole } from "./raise-whole.ts";
import type { SearchEnd } from "./search.ts";
import { sealNode } from "./thin-whole.ts";
import { tryLikely } from "./try-likely.ts";
import type { WholeDecision, WholeNode, WholeState } from "./whole-state.ts";

const ROOT_ITERATIONS = 600;
/** A later round starts from the best prices of those before. */
const AGAIN_ITERATIONS = 150;
/**
 * All answers of a node look at so many customers together, but are no fewer and no more than these: where customers are
 * few, plans are soon tried instead, and that takes a checker as long as the search.
 */
const NODE_CUSTOMERS = 14_000;
const FEWEST_NODE_ITERATIONS = 100;
const MOST_NODE_ITERATIONS = 140;
const ROOT_STRIDE = 0.1;
const NODE_STRIDE = 0.2;
const DIVE_EVERY = 16;
/** A site this near to open or closed on average is not worth branching on before the pairs. */
const DECIDED = 0.02;

/** The first round looks at so many nodes; what it does not finish is taken up with targets. */
const PATIENCE = 120;
/** The first target lies this part of the way from the bound to the best plan, each further one so many times as far. */
const FIRST_PART = 0.25;
const LARGER = 1.5;
/** The root is raised again while that closes at least this part of what is open, and not more often. */
const WORTH_AGAIN = 0.1;
const MOST_AGAIN = 4;

/**
 * Branch and bound for whole service in rounds. A round proves that no plan costs less than its target, or finds one
 * that does and proves that nothing is better. The first aims at the best plan; where that is not soon done, rounds
 * with rising targets follow: a tree grows with what is open between bound and target, so that those that fall short
 * cost little, and the one that suffices has no dear plan to contend with.
 */
export function* searchWhole(state: WholeState): Sliceable<SearchEnd> {
  let end = yield* searchRound(state, PATIENCE);
  let best = { threshold: end.threshold, proof: state.proof };
  const base = end.threshold;
  let room = FIRST_PART * (state.exactCut - base);
  while (end.interruption === undefined && !(end.isDone && isLast(state, end.threshold))) {
    const target = Math.ceil(base + Math.max(room, state.instance.stepsPerUnit));
    const isTargeted = state.planner.hasPlan && target > base && target < state.exactCut;
    state.restart(isTargeted ? target : Number.POSITIVE_INFINITY);
    end = yield* searchRound(state, Number.POSITIVE_INFINITY);
    if (end.threshold > best.threshold) best = { threshold: end.threshold, proof: state.proof };
    room *= LARGER;
  }
  state.proof = best.proof;
  return { threshold: best.threshold, interruption: end.interruption };
}

function isLast({ target, exactCut }: WholeState, threshold: number): boolean {
  return target === Number.POSITIVE_INFINITY || threshold >= exactCut;
}

interface RoundEnd extends SearchEnd {
  /** Whether nothing is left open but what sums beyond the exact range could not close. */
  readonly isDone: boolean;
}

/**
 * Best-first search: on sites, then on who is served from where, each node bounded by prices and 0/1 knapsacks, and its
 * plans tried one by one where they are few.
 *
 * Source: Diaz and Fernandez, A branch-and-price algorithm for the single source capacitated plant location problem
 *         (2002), for the bound and the order of branching.
 */
function* searchRound(state: WholeState, mostNodes: number): Sliceable<RoundEnd> {
  const { whole, control, planner } = state;
  const { answers } = whole;
  const iterations = nodeIterations(state.instance.customerCount);
  const heap = new NodeHeap<WholeNode>();
  let interruption: Interruption | undefined;
  state.begin(startPairs(state));
  const isClosed = isHopeless(answers) || (yield* closeRoot(state));
  if (!sealNode(state, isClosed)) {
    planner.usePairs(whole.isAllowed);
    branch(state, 0, heap);
    if (state.mayPlan && (yield* dive(state))) yield* planner.improve(control, 30);
  }
  state.nodeCount++;
  let nodes = 1;
  for (;;) {
    interruption = control.interruption();
    const node = heap.least();
    if (node === undefined || interruption !== undefined || nodes === mostNodes) break;
    heap.pop();
    nodes++;
    state.nodeCount++;
    state.load(node);
    if (isHopeless(answers)) {
      state.learnLift(node, true);
      continue;
    }
    const outcome = yield* raiseWhole(state, { iterations, stride: NODE_STRIDE, isRoot: false });
    state.spend();
    state.learnLift(node, outcome === "closed");
    if (outcome === "closed") {
      sealNode(state, true);
      continue;
    }
    if (state.mayPlan && planner.round(state.average, answers.lower, answers.upper, 2))
      yield* planner.improve(control, 30);
    const isClosed = finishNode(state) || (polishWhole(state) && finishNode(state)) || packNode(state);
    if (!isClosed && state.mayPlan && tryLikely(state)) yield* planner.improve(control, 30);
    if (sealNode(state, isClosed)) continue;
    branch(state, node.depth + 1, heap);
    if (state.mayPlan && state.nodeCount % DIVE_EVERY === 0 && (yield* dive(state)))
      yield* planner.improve(control, 30);
    yield;
  }
  const isDone = heap.least() === undefined;
  return { threshold: closeOpenNodes(state, heap), interruption, isDone };
}

function nodeIterations(customerCount: number): number {
  const own = Math.ceil(NODE_CUSTOMERS / customerCount);
  return Math.min(MOST_NODE_ITERATIONS, Math.max(FEWEST_NODE_ITERATIONS, own));
}

/** Raises the root's prices and looks for first plans; whether the root is closed. */
function* closeRoot(state: WholeState): Sliceable<boolean> {
  const { planner, average, whole } = state;
  const { answers } = whole;
  const isFirst = state.nodeCount === 0;
  if (isFirst) startPrices(state);
  else state.prices.set(state.rootPrices);
  for (let again = 0; ; again++) {
    const before = state.bound;
    const outcome = yield* raiseWhole(state, {
      iterations: isFirst ? ROOT_ITERATIONS : AGAIN_ITERATIONS,
      stride: ROOT_STRIDE,
      isRoot: true,
    });
    if (outcome === "closed") return true;
    if (isFirst && again === 0) {
      planner.round(average, answers.lower, answers.upper, 4);
      yield* planner.improve(state.control, 100);
    }
    if (finishNode(state) || packNode(state)) return true;
    state.rootPrices.set(state.prices);
    if (again === MOST_AGAIN || state.bound - before < WORTH_AGAIN * (state.cut - before)) return false;
  }
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
  let mostPromised = -1;
  let pair = -1;
  let mostOfPair = -1;
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    if (lower[i] < upper[i] && Math.min(average[i], 1 - average[i]) > DECIDED) {
      const promise = state.siteLifts.promise(i, average[i]);
      if (promise > mostPromised) {
        mostPromised = promise;
        site = i;
      }
    }
    for (let q = 0; q < listCount[i]; q++) {
      const j = list[i * n + q];
      const part = Math.min(1, Math.max(0, pairAverage[i * n + j]));
      // Large customers decide more; among pairs of which nothing is known yet this is all there is to go by.
      const promise = state.pairLifts.promise(i * n + j, part) * demand[j];
      if (promise > mostOfPair) {
        mostOfPair = promise;
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
  const isPair = site < 0;
  const part = Math.min(1, Math.max(0, isPair ? pairAverage[pair] : average[site]));
  const decided = { isPair, site: isPair ? pair : site };
  const no: WholeDecision = { ...decided, way: 0, distance: part };
  const yes: WholeDecision = { ...decided, way: 1, distance: 1 - part };
  const below = proof.addNode();
  const above = proof.addNode();
  if (site >= 0) {
    proof.split(nodeId, { kind: "site", site, at: 0, below, above });
    const fewer = upper.slice();
    fewer[site] = 0;
    const more = lower.slice();
    more[site] = 1;
    heap.push({ id: below, lower: lower.slice(), upper: fewer, allowed, ...rest, decision: no });
    heap.push({ id: above, lower: more, upper: upper.slice(), allowed, ...rest, decision: yes });
    return;
  }
  site = Math.floor(pair / n);
  const customer = pair - site * n;
  proof.split(nodeId, { kind: "pair", site, customer, below, above });
  const without = allowed.filter((p) => p !== pair);
  const only = allowed.filter((p) => p % n !== customer || p === pair);
  heap.push({ id: below, lower: lower.slice(), upper: upper.slice(), allowed: without, ...rest, decision: no });
  heap.push({ id: above, lower: lower.slice(), upper: upper.slice(), allowed: only, ...rest, decision: yes });
}

/** A node where every customer has one site left: a plan, whose cost bounds it exactly, whatever is paid. */
function settle(state: WholeState): void {
  const { whole, instance, planner, prices } = state;
  const { answers, owner } = whole;
  const copies = new Int32Array(instance.siteCount);
  for (let a = 0; a < answers.activeCount; a++) copies[answers.active[a]] = answers.lower[answers.active[a]];
  planner.offer(copies, owner);
  prices.fill(0);
  const bound = state.answer(prices, false);
  copies.set(answers.taken);
  planner.offer(copies, owner);
  if (state.closes(prices, bound)) {
    sealNode(state, true);
    return;
  }
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
    let bound = state.answer(state.prices, false);
    let evidence = state.takeEvidence(state.prices);
    // Where there is no plan prices may have risen beyond the exact range; lower ones bound the node, too.
    while (evidence === undefined && halvePrices(state.prices)) {
      bound = state.answer(state.prices, false);
      evidence = state.takeEvidence(state.prices);
    }
    if (evidence === undefined) return Number.NEGATIVE_INFINITY;
    threshold = Math.min(threshold, bound);
    state.proof.addEvidence(state.nodeId, evidence);
  }
}
