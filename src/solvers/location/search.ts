import type { Interruption, Sliceable } from "../../base/control.ts";
import { isHopeless, keepActive, restrict } from "../../kernels/location/answers.ts";
import { certify, type Pricing } from "../../kernels/location/certify.ts";
import type { ServicePrices } from "../../kernels/location/change-split.ts";
import { readBlocked, readServicePrices } from "../../kernels/location/read-split.ts";
import type { SplitService } from "../../kernels/location/serve-split.ts";
import { findSplitCustomer } from "../../kernels/location/serve-whole.ts";
import { addClusters, growClusters, improveByClusters } from "./add-clusters.ts";
import { averagesAfter, offOf } from "./averages-after.ts";
import { chooseSplit } from "./choose-split.ts";
import { closeOpenNodes } from "./close-open-nodes.ts";
import { finishNode } from "./finish-node.ts";
import {
  canFlip,
  FLIPS_FIRST_PART,
  FLIPS_PART,
  type FlipRun,
  MANY_UNDECIDED,
  searchFlips,
  startFlipRun,
} from "./flip-run.ts";
import { NodeHeap } from "./node-heap.ts";
import { nodeIterations, raisePrices } from "./raise-prices.ts";
import type { Averages, SearchState, TreeNode } from "./search-state.ts";
import { baseBelow, noteRuling, standAlone } from "./stand-alone.ts";
import { startPrices } from "./start-prices.ts";
import { thinEvidence } from "./thin-evidence.ts";
import { isUncapacitated, UncapacitatedSearch } from "./uncapacitated-search.ts";

/** Prices at the root get this many iterations. */
const ROOT_ITERATIONS = 250;
/** Exchanges tried at the root before it is given up, at a node, and at how many nodes even where nothing better was found. */
const ROOT_TRIES = 100;
const NODE_TRIES = 60;
const IMPROVE_EVERY = 64;
/** Nodes with clusters are few, and each takes as long as many exchanges. */
const IMPROVE_EVERY_CLUSTERED = 8;
/** Progress is told when the bound has gone this part of the way, or a better plan is found. */
const REPORT_GAIN = 0.01;
const ROOT_STRIDE = 0.1;
const NODE_STRIDE = 0.07;

/** Rounding takes less than so many steps of a bound for each unit of demand. */
const PRICES_OFF = 4;

/** How a search ended; the tree's proof is in the state. */
export interface SearchEnd {
  /** No plan costs less than this many steps. */
  readonly threshold: number;
  readonly interruption: Interruption | undefined;
}

/**
 * Best-first branch and bound on the sites' copies and on the number of open sites, each node bounded by prices.
 *
 * Source: Klose and Goertz, A branch-and-price algorithm for the capacitated facility location problem (2007), for
 *         bounding by prices and branching on averaged sites; Posta, Ferland, Michelon (2014) for the uncapacitated.
 */
export function* searchTree(state: SearchState): Sliceable<SearchEnd> {
  const { answers, control, planner, instance } = state;
  state.nodeId = state.proof.addNode();
  const heap = new NodeHeap<TreeNode>();
  let interruption: Interruption | undefined;
  restrict(answers, instance);
  let flips: FlipRun | undefined;
  if (!isHopeless(answers)) {
    startPrices(state);
    const outcome = yield* raisePrices(state, {
      iterations: ROOT_ITERATIONS,
      stride: ROOT_STRIDE,
      isFresh: true,
      isRoot: true,
    });
    let isClosed = outcome === "closed";
    if (!isClosed) {
      planner.round(state.average, answers.lower, answers.upper, 4, state.leastOf);
      yield* planner.improve(state.control, ROOT_TRIES, answers.lower, answers.upper, answers);
      state.spend();
      if (canFlip(state)) {
        flips = startFlipRun(state);
        yield* searchFlips(state, flips, FLIPS_FIRST_PART);
      }
      isClosed = finishNode(state);
      if (!isClosed) isClosed = yield* addClusters(state);
    }
    thinEvidence(state, isClosed);
    state.leaveRoot();
    if (!isClosed) {
      if (isUncapacitated(instance) && answers.orderCount >= MANY_UNDECIDED)
        return yield* new UncapacitatedSearch(state).run(flips);
      keepRootPairs(state);
      yield* branch(state, 0, heap);
    }
  }
  state.nodeCount = 1;
  const iterations = nodeIterations(instance);
  let reported = { best: Number.POSITIVE_INFINITY, bound: state.bound };
  for (;;) {
    interruption = control.interruption();
    const node = heap.least();
    if (node === undefined || interruption !== undefined) break;
    heap.pop();
    state.nodeCount++;
    if (planner.best < reported.best || node.bound - reported.bound > REPORT_GAIN * (planner.best - node.bound)) {
      reported = { best: planner.best, bound: node.bound };
      state.report("searching", node.bound);
    }
    state.load(node);
    if (isHopeless(answers)) {
      state.learnLift(node, true);
      standAlone(state);
      continue;
    }
    const outcome = yield* raisePrices(state, {
      iterations,
      stride: NODE_STRIDE,
      isFresh: node.averages === undefined,
      isRoot: false,
    });
    state.spend();
    let isClosed = outcome === "closed";
    if (!isClosed) {
      if (state.isTimeForPlans) {
        const before = planner.best;
        const isBetter = planner.round(state.average, answers.lower, answers.upper, 2, state.leastOf);
        // The prices of another node rank exchanges anew.
        if (
          isBetter ||
          (instance.hasCapacity &&
            state.nodeCount % (state.groups.length > 0 ? IMPROVE_EVERY_CLUSTERED : IMPROVE_EVERY) === 0)
        )
          yield* planner.improve(state.control, NODE_TRIES, answers.lower, answers.upper, answers);
        if (planner.best < before) state.lastBetterAt = state.nodeCount;
      }
      isClosed = finishNode(state);
      if (!isClosed && state.nodeCount % IMPROVE_EVERY_CLUSTERED === 0) isClosed = yield* improveByClusters(state);
    }
    state.learnLift(node, isClosed);
    if (!isClosed) {
      thinEvidence(state, false);
      yield* branch(state, node.depth + 1, heap);
    }
    if (state.proof.splitOf(node.id) === undefined) standAlone(state);
    state.proof.seal(node.id);
    if (flips !== undefined) yield* searchFlips(state, flips, FLIPS_PART);
    yield;
  }
  return { threshold: closeOpenNodes(state, heap), interruption };
}

/** Nodes below the root look only at pairs of sites that the root left open. */
function keepRootPairs(state: SearchState): void {
  const { answers, instance } = state;
  if (instance.hasCapacity) {
    keepActive(answers);
    return;
  }
  const { start, site, cost } = answers;
  const end = start[instance.customerCount];
  state.pairs = { start: start.slice(), site: site.slice(0, end), cost: cost.slice(0, end) };
}

function* branch(state: SearchState, depth: number, heap: NodeHeap<TreeNode>): Sliceable<void> {
  const { answers, proof, planner, nodeId } = state;
  const { lower, upper } = answers;
  growClusters(state);
  const choice = yield* chooseSplit(state);
  if (choice === undefined) {
    settle(state, depth, heap);
    return;
  }
  const { kind, site, at, undecided, probes } = choice;
  const { direction, average } = state;
  const child = (
    id: number,
    bounds: Partial<Pick<TreeNode, "lower" | "upper" | "fewest" | "most" | "decision">>,
    averages: Averages,
    start: { readonly prices: Float64Array; readonly bound: number } = { prices, bound: state.bound },
  ): void =>
    heap.push({
      id,
      lower: lower.slice(),
      upper: upper.slice(),
      fewest: answers.fewest,
      most: answers.most,
      prices: start.prices,
      averages,
      bound: start.bound,
      parentBound: state.bound,
      groups: state.groups,
      depth,
      forbidden: state.forbidden,
      base,
      ...bounds,
    });
  const prices = state.prices.slice();
  const base = baseBelow(state, depth);
  noteRuling(state);
  const below = proof.addNode();
  const above = proof.addNode();
  if (kind === "count") {
    proof.split(nodeId, { kind, at, below, above });
    const averages = { direction: direction.slice(), open: average.slice() };
    child(below, { most: at }, averages);
    child(above, { fewest: at + 1 }, averages);
    return;
  }
  proof.split(nodeId, { kind: "site", site, at, below, above });
  const fewer = upper.slice();
  fewer[site] = at;
  const more = lower.slice();
  more[site] = at + 1;
  const off = offOf(state, site, at);
  child(
    below,
    { upper: fewer, decision: { site, way: 0, distance: off } },
    averagesAfter(state, site, at, 0),
    probes?.[0],
  );
  child(
    above,
    { lower: more, decision: { site, way: 1, distance: 1 - off } },
    averagesAfter(state, site, at, 1),
    probes?.[1],
  );
  if (undecided <= 3) {
    // With so few sites left the plans themselves are soon tried, and their own prices close the leaves.
    const copies = lower.slice();
    planner.try(copies);
  }
}

/**
 * A node whose copies are all decided: its plan is tried, and the plan's own prices bound it exactly. With single
 * source, a customer that the cheapest service would split is split on.
 */
function settle(state: SearchState, depth: number, heap: NodeHeap<TreeNode>): void {
  const { answers, instance, planner, proof, nodeId, forbidden } = state;
  const copies = answers.lower.slice();
  // The plan's own prices speak of every site by itself.
  state.useClusters([]);
  const prices = new Float64Array(instance.customerCount);
  if (!instance.hasCapacity) {
    planner.try(copies);
    for (let j = 0; j < prices.length; j++) prices[j] = nearestCost(state, j);
    closeDecided(state, { prices, aggregatePrice: 0 });
    return;
  }
  const capacityPrices = new Float64Array(instance.siteCount);
  if (forbidden === undefined) {
    if (instance.wholeService) planner.try(copies);
    else if (isTooDear(state, copies, { prices, capacityPrices })) return;
  }
  const service = planner.serviceOf(copies, forbidden);
  const blocked = readBlocked(service);
  const assignment = new Int32Array(instance.customerCount);
  let customer = -1;
  let site = -1;
  if (blocked.length === 0) {
    readServicePrices(service, prices, capacityPrices);
    if (instance.wholeService) customer = findSplitCustomer(service, assignment);
    if (customer >= 0) site = mainSite(service, customer);
  }
  planner.release(forbidden);
  if (blocked.length > 0) {
    proof.block(nodeId, blocked);
    return;
  }
  if (instance.wholeService && customer < 0) planner.offer(copies, assignment);
  const pricing: Pricing = {
    prices,
    capacityPrices,
    aggregatePrice: 0,
    ...(instance.hasCopies ? { secondPrices: capacityPrices } : {}),
  };
  if (customer < 0) closeDecided(state, pricing);
  else if (!state.closesBy(pricing)) branchOnPair(state, site, customer, prices, depth, heap);
}

/**
 * Whether serving these copies reaches the cut before it is done, as it mostly does: what shows that is written down.
 * Rounded prices are off by less than a few steps for each unit of demand.
 */
function isTooDear(state: SearchState, copies: Int32Array, pricing: ServicePrices): boolean {
  const { planner, instance } = state;
  const cost = planner.serveUpTo(copies, state.cut + PRICES_OFF * instance.totalDemand, pricing);
  return (
    cost === Number.POSITIVE_INFINITY &&
    state.closesBy({
      ...pricing,
      aggregatePrice: 0,
      ...(instance.hasCopies ? { secondPrices: pricing.capacityPrices } : {}),
    })
  );
}

/** Rounded capacity prices may leave a decided node a hair below the cut; then that hair is what is claimed. */
function closeDecided(state: SearchState, pricing: Pricing): void {
  const bound = certify(state.answers, pricing);
  state.proof.addPricing(state.nodeId, pricing);
  if (bound < state.cut) state.leastOpenBound = Math.min(state.leastOpenBound, bound);
}

/** The open site that serves most of a customer. */
function mainSite(service: SplitService, customer: number): number {
  const { open, openCount, amount, instance } = service;
  let best = 0;
  for (let k = 1; k < openCount; k++) {
    if (amount[k * instance.customerCount + customer] > amount[best * instance.customerCount + customer]) best = k;
  }
  return open[best];
}

function branchOnPair(
  state: SearchState,
  site: number,
  customer: number,
  prices: Float64Array,
  depth: number,
  heap: NodeHeap<TreeNode>,
): void {
  const { answers, instance, proof, nodeId, bound } = state;
  const n = instance.customerCount;
  const below = proof.addNode();
  const above = proof.addNode();
  proof.split(nodeId, { kind: "pair", site, customer, below, above });
  const { fewest, most } = answers;
  for (const id of [below, above]) {
    const forbidden = new Set(state.forbidden);
    if (id === below) forbidden.add(site * n + customer);
    else for (let i = 0; i < instance.siteCount; i++) if (i !== site) forbidden.add(i * n + customer);
    const [lower, upper] = [answers.lower.slice(), answers.upper.slice()];
    heap.push({ id, lower, upper, fewest, most, prices, bound, parentBound: bound, groups: [], depth, forbidden });
  }
}

function nearestCost(state: SearchState, j: number): number {
  const { answers } = state;
  return answers.start[j] < answers.start[j + 1] ? answers.cost[answers.start[j]] : state.instance.ceiling;
}
